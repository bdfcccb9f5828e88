"""Sentences of sources that ask databases."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    "sql.unreachable": "{where} cannot be reached.",
    "sql.busy": "{where} takes no connection now.",
    "sql.broke-off": "{where} broke off while the {resource} were read.",
    "sql.locked": "{where} is locked by another program.",
    "sql.slow": "The query of the {resource} takes more than {n} s.",
    "sql.slow-all": "The queries of {where} take more than {n} s together.",
    "sql.refused": "{where} does not let “{user}” in.",
    "sql.no-database": "{where} has no database of that name.",
    "sql.insecure": "{where} cannot show by a certificate that it is the right server.",
    "sql.forbidden": "“{user}” may not read what the query of the {resource} asks for.",
    "sql.no-table": "The query of the {resource} asks for a table that {where} does not have.",
    "sql.no-column": "The query of the {resource} asks for a column that {where} does not have.",
    "sql.syntax": "{where} does not understand the query of the {resource}.",
    "sql.writes": "The query of the {resource} would change {where}.",
    "sql.failed": "{where} cannot carry out the query of the {resource} (its code: {code}).",
    "sql.shut": "{where} cannot be opened.",
    "sql.damaged": "{where} is no SQLite database, or it is damaged.",
    "sql.column.gone": "The query of the {resource} brings no column “{column}”.",
    "sql.column.near": "The query of the {resource} brings no column “{column}”, but “{near}”.",
    "sql.column.twice": "The query of the {resource} brings more than one column “{column}”.",
    "sql.emptied": "The query of the {resource} brings no row, where it brought {n}.",
    "sql.long": "The query of the {resource} brings more than {most} rows.",
    "sql.kind": "“{kind}” is no kind of database that is known.",
    "sql.driver": "What speaks to {kind} is not installed: {package}.",
    "sql.may-write": "{kind} knows no transactions that only read: let the account have no right to write.",
    "sql.repeated": (
        (
            "Of {what:resource}, {n} row repeats a number, as “{number}”: the last one holds. "
            "Let `query` give one row for each."
        ),
        (
            "Of {what:resource}, {n} rows repeat a number, as “{number}”: the last of each holds. "
            "Let `query` give one row for each."
        ),
    ),
    "sql.remark.since": "Of {what:resource}, what has changed is not to be had as later polls ask for it: {fault} "
    "Correct `query`.",
    "sql.since": (
        "Of {what:resource}, asked for the last 24 hours as later polls ask, {n} row came.",
        "Of {what:resource}, asked for the last 24 hours as later polls ask, {n} rows came.",
    ),
    "sql.since.unknown": "Of {what:resource}, it is not known whether changes come as later polls ask for them: "
    "{fault}",
    "sql.detail": "It says: {message}",
    "sql.detail.columns": "Its columns: {found}",
    "sql.remedy.address": "Check `url`, that the server runs, and the network.",
    "sql.remedy.open": "Let the board’s user read it; in WAL mode it must be able to write its folder.",
    "sql.remedy.file": "Check `file`.",
    "sql.remedy.wait": "Nothing to do if it ends by itself.",
    "sql.remedy.slow": "Ask for less, give the database an index, or raise `time_limit`.",
    "sql.remedy.slow-all": "Ask for less, or let several sources ask.",
    "sql.remedy.secret": "Check the secret “{secret}”, as with `wallboard secret set {secret}`, and the account.",
    "sql.remedy.sign-in": "Say who reads it under `sign_in`: user and secret.",
    "sql.remedy.authority": "Name your authority’s certificates in `authority`, or say `encrypted: false`.",
    "sql.remedy.rights": "Let the account read it.",
    "sql.remedy.query": "Correct `query`; `wallboard check` says what the database says of it.",
    "sql.remedy.reads": "Let `query` do nothing but read.",
    "sql.remedy.columns": "Correct the names in `fields`, or `query`.",
    "sql.remedy.emptied": (
        "See what the account may read, and what `query` asks for; "
        "if there may be none, say `may_be_empty: true` under `{resource}`."
    ),
    "sql.remedy.kind": "Correct `url`, as in postgresql://reader@db.example.com/erp.",
    "sql.remedy.driver": "Install the Python package {package} beside Wallboard.",
}
