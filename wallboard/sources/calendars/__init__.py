"""Parts of the calendar source: what a board may say, the lines of iCalendar, zones, entries, repetitions."""
