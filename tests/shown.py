"""What a panel shows of a snapshot, and what its view says."""

from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Figure, View
from wallboard.panels.contract import Envelope, Shown

ALL = Where()


def show(panel: object, of: Snapshot, *, where: Where = ALL, calendar: str | None = None, **options: object) -> Shown:
    """What a panel shows of a snapshot, under its own name."""
    name = panel.__name__.rpartition(".")[2].replace("_", "-")  # type: ignore[attr-defined]
    envelope = Envelope(name, name, where=where, calendar=calendar)
    return panel.show(panel.Options(**options), envelope, of)  # type: ignore[attr-defined, no-any-return]


def values(view: View) -> dict[str, float | None]:
    """The figures by name."""
    return {figure.name: figure.value for figure in view.figures}


def figure(view: View, name: str) -> Figure:
    """One of the figures."""
    return next(one for one in view.figures if one.name == name)


def since(view: View) -> list[object]:
    """The dates that a view says its figures begin with."""
    return [one.args["on"] for one in view.remarks if one.key == "window.since"]
