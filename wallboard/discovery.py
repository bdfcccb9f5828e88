"""Finds types that are one file each: modules of a package and of installed ones, imported when asked for."""

import importlib
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

_NO_TYPES: Final = ("contract", "registry")


class BadType(Exception):
    """A module that is no type: which file, and what it lacks."""


class FoundTypes(Mapping[str, T], Generic[T]):
    """Types by name. Iterating imports nothing; looking one up imports its module and no other.

    `modules` says which module holds each type; `make` builds it of its name and module, or raises BadType.
    """

    def __init__(self, modules: Mapping[str, str], make: Callable[[str, ModuleType], T]) -> None:
        self._modules: Final = dict(sorted(modules.items()))
        self._make: Final = make
        self._made: Final[dict[str, T]] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._made:
            module = self._modules[name]
            try:
                self._made[name] = self._make(name, importlib.import_module(module))
            except ImportError as error:
                raise BadType(f"{name}: {module} cannot be imported: {error}") from error
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)

    def __contains__(self, name: object) -> bool:
        return name in self._modules


def modules_of(package: ModuleType, group: str) -> dict[str, str]:
    """Type name → module: every module file of a package, then the entry points of a group.

    An entry point cannot replace a module; a folder beside the modules is no type. Raises BadType where there
    is none at all: the program was packed without them, as freezers do with modules that nobody imports.
    """
    found = {
        module.name.replace("_", "-"): f"{package.__name__}.{module.name}"
        for module in iter_modules(package.__path__)
        if not module.ispkg and module.name not in _NO_TYPES and not module.name.startswith("_")
    }
    if not found:
        raise BadType(f"{package.__name__} holds no module: this copy of the program is not whole, install it again")
    for entry in entry_points(group=group):
        found.setdefault(entry.name.replace("_", "-"), entry.value)
    return found


def attribute(module: ModuleType, name: str, is_fit: Callable[[Any], bool], what: str) -> Any:
    """An attribute that a type's module must have. Raises BadType, naming file and attribute."""
    value = getattr(module, name, None)
    if value is None or not is_fit(value):
        file = getattr(module, "__file__", None) or module.__name__
        lacks = "lacks" if value is None else f"has another {name} than"
        raise BadType(f"{file} {lacks} {what}")
    return value


def fields_beside(module: ModuleType, options: Any, envelope: frozenset[str]) -> None:
    """Raises BadType where a type's options take a name that every type has already."""
    taken = envelope & {info.alias or name for name, info in options.model_fields.items()}
    if taken:
        file = getattr(module, "__file__", None) or module.__name__
        raise BadType(f"{file}: Options.{min(taken)} is a name that all have already; choose another")
