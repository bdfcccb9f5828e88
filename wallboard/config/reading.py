"""A board being read: its data with places, and what is wrong with it,"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wallboard.config.document import Data, Document
from wallboard.config.faults import Fault, Path, listed, nearest, quoted, written_path


@dataclass(slots=True)
class Reading:
    """What is being read, and what was found: `faults` forbid the board, `warnings` do not.

    It begins with the faults of the text's form; `of_form` are their places. `missed` are the faults of keys that are
    missing, `meant` the paths of those that another key beside them was meant for.
    """

    document: Document
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    of_form: frozenset[tuple[str, int, int]] = frozenset()
    missed: dict[Path, Fault] = field(default_factory=dict)
    meant: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        # What cannot stand in YAML is left out of the data: its absence is not a second fault.
        self.of_form = frozenset((fault.file, fault.line, fault.column) for fault in self.faults)

    def at(self, path: Path) -> Data:
        """The data at a path; None where there is none."""
        data = self.document.data
        for part in path:
            try:
                data = data[part]
            except (KeyError, IndexError, TypeError):
                return None
        return data

    def where(self, path: Path) -> str:
        """`board.yaml:12`, where a path was written."""
        return self.document.place(path, of_key=True).short

    def fault(self, path: Path, found: str, *, of_key: bool = False, **more: str) -> Fault | None:
        """Notes what is wrong at a path, unless its form is; `more` is what a Fault has: allowed, nearest, remedy."""
        fault = self._fault(path, found, of_key=of_key, **more)
        if (fault.file, fault.line, fault.column) in self.of_form:
            return None
        self.faults.append(fault)
        return fault

    def unknown_key(self, path: Path, choices: Sequence[str], found: str, *, remedy: str = "") -> None:
        """Notes a key that is none; that the one it was meant for is missing is no second fault."""
        near = nearest(str(path[-1]), choices)
        self.fault(path, found, of_key=True, allowed=listed(choices), nearest=near, remedy=remedy)
        if near:
            meant = (*path[:-1], near)
            self.meant.add(meant)
            if meant in self.missed:
                self.faults.remove(self.missed.pop(meant))

    def missing_key(self, path: Path, *, allowed: str = "", remedy: str = "") -> None:
        """Notes that a path's last key is missing, unless another key was meant for it."""
        if path in self.meant:
            return
        fault = self.fault(path, f'"{path[-1]}" is missing', allowed=allowed, remedy=remedy)
        if fault is not None:
            self.missed[path] = fault

    def warn(self, path: Path, found: str, **more: str) -> None:
        """Notes what is doubtful at a path and forbids nothing."""
        self.warnings.append(self._fault(path, found, of_key=False, **more))

    def _fault(self, path: Path, found: str, *, of_key: bool, **more: str) -> Fault:
        place = self.document.place(path, of_key=of_key)
        return Fault(place.file, place.line, place.column, written_path(place.path), found, **more)

    def has_fault(self, path: Path) -> bool:
        """Whether something wrong was noted at the very place of a path."""
        place = self.document.place(path)
        here = (place.file, place.line, place.column)
        return any((fault.file, fault.line, fault.column) == here for fault in self.faults)

    def unknown(self, path: Path, word: object, choices: Iterable[str], what: str, *, of_key: bool = False) -> None:
        """Notes a name that is none of the choices."""
        names = list(choices)
        near = nearest(word, names) if isinstance(word, str) else ""
        found = f"found {quoted(word)}, which is no {what}"
        allowed = listed(names) or f"nothing: the board has no {what}"
        self.fault(path, found, of_key=of_key, allowed=allowed, nearest=near)

    # Forms

    def mapping(self, path: Path) -> dict[str, Data]:
        """The mapping at a path; none, with a fault, where there is something else."""
        data = self.at(path)
        if isinstance(data, dict):
            return data
        if data is not None:
            self.fault(path, f"found {quoted(data)}", allowed="keys and values")
        return {}

    def sequence(self, path: Path) -> list[Data]:
        """The list at a path; none, with a fault, where there is something else."""
        data = self.at(path)
        if isinstance(data, list):
            return data
        if data is not None:
            self.fault(path, f"found {quoted(data)}", allowed="a list, as in [a, b] or lines that begin with -")
        return []
