"""Sentences of sources that read files."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    # file source
    "file.missing": "No file matches {path}.",
    "file.unreadable": "{file} cannot be read: {why}.",
    "file.empty": "{file} is empty.",
    "file.changing": "{file} is still being written.",
    "file.broken-off": "{file} breaks off in line {line}.",
    "file.emptied": "{file} has no rows, where it had {n}.",
    "file.damaged": "{file} is cut off or damaged.",
    "file.syntax": "{file} is no correct JSON at line {line}, column {column}.",
    "file.special": "{file} is a pipe or a device, not a file.",
    "file.pattern.vast": "{path} looks through more than {most} files and folders.",
    "file.pattern.slow": "{path} looks through so many files and folders that {n} s are not enough.",
    "file.many": "{path} matches {n} files; {most} are allowed.",
    "file.large": "{file} is larger than {most} MB.",
    "file.bomb": "{file} unpacks to more than {most} MB.",
    "file.wide": "{file} has {n} columns or more; {most} are allowed.",
    "file.long": "{file} has {n} rows; {most} are allowed.",
    "file.vast": "{file} spans {n} cells, of which {filled} are there: too many to lay out.",
    "file.kind": "{file} is no kind of file that can be read.",
    "file.disguised": "{file} is {kind}, whatever its name says.",
    "file.disguised.gzip": "packed with gzip",
    "file.disguised.zip": "a zip archive or an .xlsx",
    "file.disguised.parquet": "a Parquet file",
    "file.disguised.old-excel": "an old .xls, or a spreadsheet with a password",
    "file.disguised.pdf": "a PDF",
    "file.locked": "{file} needs a password.",
    "file.member.several": "{file} holds {n} tables.",
    "file.member.none": "{file} holds no table.",
    "file.encoding": "{file} is not written in {encoding}.",
    "file.encoding.wide": "{file} is written in {encoding} without a mark that says so.",
    "file.encoding.guessed": "{file} is not UTF-8; read as Windows-1252.",
    "file.encoding.mixed": (
        "{file} is UTF-8 in places (line {utf8}) and Windows-1252 in others (line {western}): read as either."
    ),
    "file.header.none": "{file} has no headings.",
    "file.header.data": (
        "Of the {n} columns that the board names, {file} has {there}: "
        "its first row looks like data and not like headings."
    ),
    "file.columns.few": "Of the {n} columns that the board names, {file} has {there}: it looks like another export.",
    "file.detail.columns": "Its columns: {found}",
    "file.detail.sheets": "Its sheets: {found}",
    "file.detail.inner": "In it: {found}",
    "file.uneven": "{n} of {rows} lines of {file} have another number of fields than its headings.",
    "file.uneven.objects": "{n} of {rows} lines of {file} are no JSON objects.",
    "file.deep": "{file} nests too deep.",
    "file.records.needed": "{file} has no list of rows where one is expected.",
    "file.records.gone": "{file} has no “{path}”.",
    "file.records.no-list": "“{path}” of {file} is no list.",
    "file.records.none": "{file} holds no list of rows.",
    "file.column.not-plain": "“{column}” of {file} holds no plain values ({kind}).",
    "file.column.gone": "{file} has no column “{column}”.",
    "file.column.near": "{file} has no column “{column}”, but “{near}”.",
    "file.column.twice": "{file} has more than one column “{column}”.",
    "file.sheet.gone": "{file} has no sheet “{sheet}”.",
    "file.sheet.several": "{file} has {n} sheets, and the board does not say which.",
    "file.dates.ambiguous": (
        "“{column}” of {file} has {n} row that can be read both ways: {first}{second}.",
        "“{column}” of {file} has {n} rows that can be read both ways: {first}{second}.",
    ),
    "file.dates.reading": "“{text}” ({where}) is {day_first:date} or {month_first:date}",
    "file.dates.also": "; {reading}",
    "file.dates.mixed": (
        "“{column}” of {file} has the day first ({day_first}; {rows_day}) and the month first "
        "({month_first}; {rows_month})."
    ),
    "file.dates.none": "{n} of {rows} values in “{column}” of {file} are no dates, such as “{example}”.",
    "file.dates.format": "{n} of {rows} values in “{column}” of {file} are not as {format}, such as “{example}”.",
    "file.row.spoiled": (
        "{n} line whose fields or quotation marks do not match the headings",
        "{n} lines whose fields or quotation marks do not match the headings",
    ),
    "file.row.no-object": ("{n} row that is no whole JSON object", "{n} rows that are no whole JSON objects"),
    "file.row.not-plain": (
        "{n} row whose “{column}” is no plain value: a list, an object, true or false, or broken text",
        "{n} rows whose “{column}” is no plain value: a list, an object, true or false, or broken text",
    ),
    "file.row.long": (
        "{n} row whose “{column}” is longer than {most} KiB",
        "{n} rows whose “{column}” is longer than {most} KiB",
    ),
    "file.row.no-end": ("{n} row that does not say when it ends", "{n} rows that do not say when they end"),
    "file.row.ends-before": ("{n} row that ends before it starts", "{n} rows that end before they start"),
    "file.row.no-length": (
        "{n} row of leave that ends when it starts: for whole days, give dates without a time",
        "{n} rows of leave that end when they start: for whole days, give dates without a time",
    ),
    "file.row.state": (
        "{n} row of an unknown state ({said}): say in `values` under `state` what it is, or `ignored`",
        "{n} rows of an unknown state ({said}): say in `values` under `state` what they are, or `ignored`",
    ),
    "file.row.number": ("{n} row without a number (“{column}”)", "{n} rows without a number (“{column}”)"),
    "file.row.time": (
        "{n} row whose “{column}” is no time (“{example}”)",
        "{n} rows whose “{column}” is no time (such as “{example}”)",
    ),
    "file.row.no-time": ("{n} row without “{column}”", "{n} rows without “{column}”"),
    "file.row.no-kind": ("{n} row without a kind", "{n} rows without a kind"),
    "file.row.kind": (
        "{n} row of an unknown kind ({said}): say in `values` under `kind` what it is, or `ignored`",
        "{n} rows of an unknown kind ({said}): say in `values` under `kind` what they are, or `ignored`",
    ),
    "file.useless": (
        "The only row of {file} cannot be used: {why} ({where}).",
        "None of the {n} rows of {file} can be used: {why} ({where}).",
    ),
    "file.repeated": (
        "{n} row repeats a number: the last one counts ({first}{second}).",
        "{n} rows repeat a number: the last one counts ({first}{second}).",
    ),
    "file.repeated.one": "{number} in lines {first} and {second} of {file}",
    "file.repeated.next": "; {one}",
    "file.as-of.none": "“{column}” of {file}, which is to say how fresh it is, has no value.",
    "file.as-of.unread": "“{column}” of {file}, which is to say how fresh it is, is no time, such as “{example}”.",
    "file.as-of.future": "The as_of of {file} lies in the future: “{example}” in “{column}”.",
    "file.as-of.some-future": (
        "{n} value in “{column}” lies in the future and says nothing of how fresh the file is: “{example}”.",
        "{n} values in “{column}” lie in the future and say nothing of how fresh the file is: “{example}”.",
    ),
    "file.as-of.some-unread": (
        "{n} value in “{column}” is no time and says nothing of how fresh the file is: “{example}”.",
        "{n} values in “{column}” are no times and say nothing of how fresh the file is: “{example}”.",
    ),
    "file.as-of.no-rows": "{file} has no row to say in “{column}” how fresh it is; its time of change counts.",
    "file.clock": "{file}: its time lies in the future; the clock of the share is wrong.",
    # calendar source
    "calendar.emptied": "{file} has no entries, where it had {n}.",
    "calendar.none": "{file} is no calendar.",
    "calendar.nobody": "{file} does not say whose calendar it is.",
    "calendar.many": "{file} brings the entries to more than {most}.",
    "calendar.slow": "The repetitions up to {file} take more than {n} s.",
    "calendar.useless": (
        "The only entry that should count cannot be used: {why} ({where}).",
        "None of the {n} entries that should count can be used: {why} ({where}).",
    ),
    "calendar.no-marks": (
        "The only entry of the {resource:resource} bears none of the marks. Its categories: {found}.",
        "None of the {n} entries of the {resource:resource} bears one of the marks. Their categories: {found}.",
    ),
    "calendar.unborne": (
        "No entry of the {resource:resource} bears {sought}. Their categories: {found}.",
        "No entry of the {resource:resource} bears one of {sought}. Their categories: {found}.",
    ),
    "calendar.none-near": (
        (
            "{n} entry of the {resource:resource} counts, not between {first:date} and {until:date}: it "
            "begins on {last:date}."
        ),
        (
            "{n} entries of the {resource:resource} count, none between {first:date} and {until:date}; the "
            "last is of {last:date}."
        ),
    ),
    "calendar.left-out.all_day": (
        (
            "{n} entry of the {resource:resource} bears a mark and is left out for its length: say `all_day` "
            "under `counts`"
        ),
        (
            "{n} entries of the {resource:resource} bear a mark and are left out for their length: say "
            "`all_day` under `counts`"
        ),
    ),
    "calendar.left-out.free": (
        "{n} entry of the {resource:resource} bears a mark and is left out as free time: say `free` under `counts`",
        "{n} entries of the {resource:resource} bear a mark and are left out as free time: say `free` under `counts`",
    ),
    "calendar.repeated": (
        "{n} entry has the UID of another at another time: its latest version counts ({first}{second}).",
        "{n} entries have the UID of another at another time: the latest version counts ({first}{second}).",
    ),
    "calendar.repeated.one": "lines {first} and {second} of {file}",
    "calendar.row.broken": ("{n} entry that is not whole", "{n} entries that are not whole"),
    "calendar.row.no-start": ("{n} entry without a start", "{n} entries without a start"),
    "calendar.row.time": ("{n} entry with a time that cannot be read", "{n} entries with times that cannot be read"),
    "calendar.row.zone": (
        "{n} entry in a time zone that nobody knows (“{zone}”)",
        "{n} entries in a time zone that nobody knows (“{zone}”)",
    ),
    "calendar.row.rule": (
        "{n} entry that repeats more often than daily, or by a rule that cannot be followed",
        "{n} entries that repeat more often than daily, or by rules that cannot be followed",
    ),
    "calendar.row.long": (
        "{n} entry that repeats and lasts longer than three months",
        "{n} entries that repeat and last longer than three months",
    ),
    "calendar.row.no-length": ("{n} entry of leave without a length", "{n} entries of leave without a length"),
    "calendar.row.no-organizer": ("{n} entry without an organizer", "{n} entries without an organizer"),
    "calendar.remedy.kind": "Export it as .ics, plain, .gz or .zip.",
    "calendar.remedy.none": "Check that it was not a sign-in page that was saved, and export it again.",
    "calendar.remedy.nobody": "Put {{person}} into the `path` or `url`, or say `person: organizer`.",
    "calendar.remedy.less": "Let the calendar have fewer entries, or say under `counts` which ones count.",
    "calendar.remedy.useless": "Correct the entries, or what the board says under `counts`.",
    "file.remedy.path": "Check the path, and that the share is there.",
    "file.remedy.special": "Name a file in `path`.",
    "file.remedy.pattern": "Name the folder in `path` more closely, without **, or clear it.",
    "file.remedy.permission": "Let the board’s user read it, and close it where it is open.",
    "file.remedy.wait": "Nothing to do if it is being written; else export it again.",
    "file.remedy.line-end": (
        "Nothing to do if it is being written; else export it again, with a line end after its last row."
    ),
    "file.remedy.emptied": "Export it again; if it may have none, say `may_be_empty: true` under `{resource}`.",
    "file.remedy.syntax": "Correct it there, or the program that exports it.",
    "file.remedy.kind": "Export it as .csv, .tsv, .txt, .json, .ndjson, .parquet or .xlsx, plain, .gz or .zip.",
    "file.remedy.lines": "Export one object a line (.ndjson), or less.",
    "file.remedy.records": "Say where the list is, as in `records: data.items`.",
    "file.remedy.records-path": "Correct `records`, or the export.",
    "file.remedy.records-none": "Export a list of objects, or one object a line (.ndjson).",
    "file.remedy.inner": "Name a value in it, as in `{column}.name`.",
    "file.remedy.bound": "Export less, or split it into several files.",
    "file.remedy.vast": "Delete what lies far from the table, or export less.",
    "file.remedy.member": "Say with `member` which one.",
    "file.remedy.password": "Export it without a password.",
    "file.remedy.encoding.say": "Say `encoding: {encoding}` there, or export it as UTF-8.",
    "file.remedy.rename": "Let its name, and `path`, end in {ending}.",
    "file.remedy.encoding": "Correct `encoding`, or leave it out.",
    "file.remedy.column": "Correct the export, or the column’s name in `fields`.",
    "file.remedy.header": "Export it with a row of headings, or say with `header_row` which row that is.",
    "file.remedy.other": "Put the right export there, or correct the names in `fields`.",
    "file.remedy.sheet": "Say with `sheet` which one.",
    "file.remedy.useless": "Correct the export, or what the board says of its columns.",
    "file.remedy.as-of": "Correct the export or the column’s name, or leave out `as_of`: the file’s time then counts.",
    "file.remedy.clock": "Correct the clock of the program that exports it, or the format or time zone of `as_of`.",
    "file.remedy.day-or-month": "Say which: {day} or {month}.",
    "file.remedy.format": "Say with `format` how the dates are written, such as “%d/%m/%Y %H:%M”.",
}
