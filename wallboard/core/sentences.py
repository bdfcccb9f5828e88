"""The catalogue of sentences in English: key → template, or a pair of templates for one and many."""

from collections.abc import Mapping

from wallboard.core.catalogue import (
    agenda,
    calendars,
    clocks,
    databases,
    files,
    general,
    glass,
    mapping,
    night,
    rest,
    safe,
    sales,
    secrets,
    service,
    shapes,
    standup,
    state,
    web,
)

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    **general.SENTENCES,
    **service.SENTENCES,
    **sales.SENTENCES,
    **state.SENTENCES,
    **clocks.SENTENCES,
    **files.SENTENCES,
    **calendars.SENTENCES,
    **mapping.SENTENCES,
    **databases.SENTENCES,
    **shapes.SENTENCES,
    **glass.SENTENCES,
    **night.SENTENCES,
    **agenda.SENTENCES,
    **standup.SENTENCES,
    **safe.SENTENCES,
    **rest.SENTENCES,
    **web.SENTENCES,
    **secrets.SENTENCES,
}
