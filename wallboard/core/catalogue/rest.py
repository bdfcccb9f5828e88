"""Sentences of sources that are read by a declaration."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    "rest.refused": "{host} answers with an error where {what:resource} should be.",
    "rest.refused.remedy": "Look whether the account may read this, and whether the source’s settings fit the system.",
    "rest.sign-in": "{host} refuses the sign-in.",
    "rest.sign-in.remedy": "Look whether the name is right, and set the secret anew with wallboard secret set.",
    "rest.busy": "{host} asks to be called less often.",
    "rest.gone": "A record of {what:resource} was deleted while {host} gave it.",
    "rest.no-list": "The answer of {host} has no list where {what:resource} should be.",
    "rest.no-list.remedy": "Look whether the preset is of this system and its version, or correct the declaration.",
    "rest.no-list.keys": "At its top: {found}",
    "rest.no-list.list": "It is a list itself, which `@` names.",
    "rest.no-list.empty": "It is an empty object.",
    "rest.no-list.plain": "It is a single value.",
    "rest.no-list.nothing": "It holds nothing.",
    "rest.no-details": "Of {what:resource}, the answer of {host} has nothing where the details of a record should be.",
    "rest.no-details.looks": "Asked for the details of record {key}; `details.records` is {path}. {looks}",
    "rest.no-details.record": "Asked for the details of record {key}.",
    "rest.part": "{host} gives a part of {what:resource} alone, where all was asked for.",
    "rest.emptied": "Of {what:resource}, no row comes any more, where there were {n}.",
    "rest.emptied.remedy": "Look whether the account may still read them; if there may be none, say "
    "`may_be_empty: true` under `{what}`.",
    "rest.endless": "The pages of {what:resource} do not end.",
    "rest.slow": "The pages of {what:resource} take too long.",
    "rest.no-address": "Of {what:resource}, the address of a page cannot be made of the values that there are.",
    "rest.no-key": "Of {what:resource}, a row has nothing at {path}, by which its pages go.",
    "rest.disorder": "Of {what:resource}, rows do not come with the least lately changed first, as the "
    "declaration says.",
    "rest.disorder.remedy": "Have it ask for them in that order, or say `is_ordered: false` under `changes`.",
    "rest.unheeded": "Of {what:resource}, rows come that changed long before what was asked for.",
    "rest.unheeded.remedy": "Look whether the system knows what `since` asks by.",
    "rest.expired": "{host} does not know a mark any more that it gave.",
    "rest.remedy.declaration": "Correct the declaration; the reference says what it may hold.",
    "rest.aside": "Of {what:resource}, nothing new comes; all else is read. {fault}",
    "rest.aside.remedy": "Let the account that signs in read it; or leave out of the source what is refused, or give "
    "it a source of its own.",
    "rest.remark.nowhere": "Of {what:resource}, `{key}` never found anything: nothing stands at {path}. "
    "Correct the path.",
    "rest.remark.next": (
        (
            "Of {what:resource}, {n} row came in one page, and `{key}` found nothing at {path}: correct the "
            "path if more follow."
        ),
        (
            "Of {what:resource}, {n} rows came in one page, and `{key}` found nothing at {path}: correct the "
            "path if more follow."
        ),
    ),
    "rest.remark.time": "Of {what:resource}, `changes.field` ({path}) finds “{found}”, which is no time "
    "in the form {format}. "
    "Correct the path, or say `format`.",
    "rest.remark.missing": (
        "Of {what:resource}, {n} record is listed but left out: the system has no details of it ({found}).",
        "Of {what:resource}, {n} records are listed but left out: the system has no details of them ({found}).",
    ),
    "rest.remark.field": "Of the {resource:resource}, no row has anything at {path}, from which "
    "`{field}` is taken: {holder} "
    "holds {keys}. Correct the path.",
    "rest.remark.field.near": "Of the {resource:resource}, no row has anything at {path}, from which "
    "`{field}` is taken: "
    "{holder} holds {keys}. Did you mean {near}?",
    "rest.remark.object": "Of the {resource:resource}, there is an object at {path}, from which "
    "`{field}` is taken: it holds "
    "{keys}. Did you mean {near}?",
    "rest.remark.since": "Of {what:resource}, what has changed is not to be had as later polls ask for it: {fault} "
    "Look whether `since` is as the system wants it.",
    "rest.since": (
        "Of {what:resource}, asked for the last 24 hours as later polls ask, {n} row came on the first page.",
        "Of {what:resource}, asked for the last 24 hours as later polls ask, {n} rows came on the first page.",
    ),
    "rest.since.unasked": "Of {what:resource}, it was not tried to ask for changes, as later polls do: no calls are "
    "left for now.",
    "rest.since.unknown": "Of {what:resource}, it is not known whether changes come as later polls ask for them: "
    "{fault}",
    "rest.untested": "The preset for {title} is untested: it was made from documentation.",
    "rest.doubt.repeated": "Of {what:resource}, one page came twice: the list was not read to its end.",
    "rest.doubt.looping": "Of {what:resource}, the pages go round: the list was not read to its end.",
    "rest.doubt.early": "Of {what:resource}, fewer rows came than the system counts.",
    "rest.doubt.many": "Of {what:resource}, there are more pages than are read at once.",
    "rest.doubt.round": "Of {what:resource}, the system counts a round number of rows and gives no more: it may "
    "have more.",
    "rest.doubt.refused": "Of {what:resource}, the system refuses a further page: it may have more.",
    "rest.doubt.deleted": "Of {what:resource}, deleted rows may still be there: not everything could be "
    "read once more.",
    "rest.doubt.details": (
        "Of {what:resource}, the details of {n} record may not be whole.",
        "Of {what:resource}, the details of {n} records may not be whole.",
    ),
    "rest.doubt.withheld": (
        "Of {what:resource}, {n} record is missing or stays as it was: the system does not give its details ({found}).",
        (
            "Of {what:resource}, {n} records are missing or stay as they were: the system does not give "
            "their details ({found})."
        ),
    ),
    "rest.doubt.tied": "Of {what:resource}, more rows changed at one instant than the system gives.",
}
