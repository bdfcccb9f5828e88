"""Sentences of records that systems bring, as they are mapped to cases, appointments and the rest."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    "record.row.none": ("{n} record that is no JSON object", "{n} records that are no JSON objects"),
    "record.row.time": ("{n} row whose “{column}” is no time", "{n} rows whose “{column}” is no time"),
    "record.useless": (
        "The only row of the {resource:resource} cannot be used.",
        "None of the {n} rows of the {resource:resource} can be used.",
    ),
    "record.unfilled": (
        "Of {n} row of the {resource:resource} not one has a value for “{field}” ({path}).",
        "Of {n} rows of the {resource:resource} not one has a value for “{field}” ({path}).",
    ),
    "record.detail.time": (
        "In the {resource:resource}, “{found}” ({column}) is no time as in 2026-11-23T09:00:00Z (ISO "
        "8601): say how it is "
        "written with `format` under `{field}`, or correct the path."
    ),
    "record.detail.format": (
        "In the {resource:resource}, “{found}” ({column}) is no time in the form {format}, as `format` "
        "under `{field}` says."
    ),
    "resource.cases": "cases",
    "resource.events": "events",
    "resource.activities": "activities",
    "resource.opportunities": "opportunities",
    "resource.appointments": "appointments",
    "resource.absences": "absences",
    "record.remedy.fields": "Correct what the source says under `fields`.",
}
