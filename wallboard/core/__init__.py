"""The functional core: calendars, records, measures and views, without Qt, files, clocks or threads."""
