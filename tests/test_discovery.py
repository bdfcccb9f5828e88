"""How source and panel types are found, and what is said of a file that is none."""

import importlib.metadata
import sys
from pathlib import Path

import pytest

from wallboard.discovery import BadType, FoundTypes, modules_of
from wallboard.panels.contract import PanelOptions
from wallboard.panels.registry import panel_type
from wallboard.sources.contract import SourceOptions
from wallboard.sources.registry import source_type

PANEL = """\
from wallboard.panels.contract import FigureName, PanelOptions

FIGURES = (FigureName("open", "cases", "open cases"),)
TAKES = frozenset({"cases"})


class Options(PanelOptions):
    most: int = 10


def show(options, envelope, snapshot):
    raise AssertionError
"""
SOURCE = """\
from wallboard.sources.contract import SourceOptions

POLLS_EVERY_S = 60
IS_SERVICE = True


class Options(SourceOptions):
    path: str


def read(options, request):
    raise AssertionError
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Makes a package of some modules that can be imported, and gives it."""
    made = []

    def of(**modules: str):
        name = f"room_{tmp_path.name}_{len(made)}".replace("-", "_")
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").touch()
        for module, text in modules.items():
            (folder / f"{module}.py").write_text(text)
        monkeypatch.syspath_prepend(tmp_path)
        made.append(name)
        return importlib.import_module(name)

    yield of
    for name in [one for one in sys.modules if one.split(".")[0] in made]:
        del sys.modules[name]


def test_a_module_is_a_type_of_its_name_and_a_folder_is_none(package):
    room = package(queue_ages=PANEL, contract="", registry="", _private="")
    (Path(room.__path__[0]) / "parts").mkdir()
    (Path(room.__path__[0]) / "parts" / "__init__.py").touch()

    assert modules_of(room, "no.such.group") == {"queue-ages": f"{room.__name__}.queue_ages"}


def test_only_what_is_looked_up_is_imported(package):
    room = package(marks=PANEL, broken="raise RuntimeError")
    types = FoundTypes(modules_of(room, "no.such.group"), panel_type)

    assert tuple(types) == ("broken", "marks")
    assert len(types) == 2
    assert "broken" in types
    assert f"{room.__name__}.marks" not in sys.modules
    found = types["marks"]
    assert (found.name, found.takes) == ("marks", frozenset({"cases"}))
    assert issubclass(found.options, PanelOptions)
    assert types["marks"] is found
    assert types.get("nothing") is None


def test_a_source_type_says_how_often_it_polls(package):
    room = package(table=SOURCE, demo=SOURCE + "IS_DEMO = True\n")
    types = FoundTypes(modules_of(room, "no.such.group"), source_type)

    table = types["table"]
    assert (table.polls_every_s, table.is_service, table.is_demo) == (60.0, True, False)
    assert issubclass(table.options, SourceOptions)
    assert types["demo"].is_demo


def test_installed_packages_add_types_but_replace_none(package, tmp_path):
    room = package(marks=PANEL)
    package(theirs=PANEL)
    info = tmp_path / "theirs-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[boards.test]\nbig_number = theirs.number\nmarks = theirs.marks\n")

    assert modules_of(room, "boards.test") == {
        "big-number": "theirs.number",
        "marks": f"{room.__name__}.marks",
    }


def test_a_copy_without_types_says_so(package):
    with pytest.raises(BadType, match="holds no module: this copy of the program is not whole"):
        modules_of(package(), "no.such.group")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("FIGURES = (", "FIGURE = (", "lacks a tuple FIGURES of FigureName"),
        ('frozenset({"cases"})', '{"cases"}', "has another TAKES than a frozenset TAKES of the resources it takes"),
        ("class Options(PanelOptions)", "class Options", "has another Options than a class Options(PanelOptions)"),
        ("def show", "def shows", "lacks a function show(options, envelope, snapshot)"),
        ("most: int", "title: int", "Options.title is a name that all have already; choose another"),
    ],
)
def test_a_panel_module_that_lacks_something(package, old, new, said):
    room = package(marks=PANEL.replace(old, new))
    types = FoundTypes(modules_of(room, "no.such.group"), panel_type)

    with pytest.raises(BadType) as caught:
        types["marks"]
    assert said in str(caught.value)
    assert "marks.py" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("POLLS_EVERY_S = 60", "", "lacks a number POLLS_EVERY_S above 0"),
        ("POLLS_EVERY_S = 60", "POLLS_EVERY_S = 0", "has another POLLS_EVERY_S than a number POLLS_EVERY_S above 0"),
        ("IS_SERVICE = True", "", "lacks IS_SERVICE, True or False"),
        ("def read", "def reads", "lacks a function read(options, request)"),
        ("path: str", "every: str", "Options.every is a name that all have already"),
    ],
)
def test_a_source_module_that_lacks_something(package, old, new, said):
    room = package(table=SOURCE.replace(old, new))
    types = FoundTypes(modules_of(room, "no.such.group"), source_type)

    with pytest.raises(BadType) as caught:
        types["table"]
    assert said in str(caught.value)


def test_a_module_that_cannot_be_imported_is_named(package):
    room = package(marks="import no_such_module_at_all")
    types = FoundTypes(modules_of(room, "no.such.group"), panel_type)

    with pytest.raises(BadType, match=r"marks: .* cannot be imported: No module named 'no_such_module_at_all'"):
        types["marks"]


@pytest.mark.parametrize("room", ["panels", "sources"])
def test_every_type_of_the_program_is_whole(room):
    registry = importlib.import_module(f"wallboard.{room}.registry")

    types = registry.types()
    assert types
    assert [kind.name for kind in types.values()] == list(types)


def test_a_source_that_can_be_looked_at_says_so_by_a_function(package):
    plain = package(plain=SOURCE)
    looking = package(looking=SOURCE + "\n\ndef look(options, request):\n    return None\n")
    broken = package(broken=SOURCE + "\nlook = 5\n")
    plain_module = importlib.import_module(f"{plain.__name__}.plain")
    module = importlib.import_module(f"{looking.__name__}.looking")
    assert source_type("plain", plain_module).look is None
    assert source_type("looking", module).look is module.look
    with pytest.raises(BadType, match="look"):
        source_type("broken", importlib.import_module(f"{broken.__name__}.broken"))


def test_a_type_may_be_a_service_by_its_options(package):
    """Such as calendars, which lie in files or at addresses."""
    polls = "\n\ndef polls_as_service(options):\n    return 300.0 if '://' in options.path else None\n"
    kind = FoundTypes(modules_of(package(served=SOURCE.replace("True", "False") + polls), "none"), source_type)[
        "served"
    ]
    assert kind.of(kind.options(path="a.ics")) is kind
    found = kind.of(kind.options(path="https://mail.example.com/"))
    assert (found.polls_every_s, found.is_service) == (300.0, True)
