"""Pages drawn without a screen."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from tests.ui import samples
from tests.ui.contact_sheet import REFERENCES, drawn
from tests.ui.samples import NOW, layout_of, picture_of
from wallboard.ui.picture import draw, save

REFERENCE = Path(__file__).parent / "reference"
_FAR = 24
_FEW = 0.002


def difference(one: QImage, other: QImage) -> float:
    """The part of all pixels that differ by more than a little in some channel."""
    assert one.size() == other.size()
    a, b = (channels(image) for image in (one, other))
    return float(np.mean(np.abs(a - b).max(axis=2) > _FAR))


def channels(image: QImage) -> np.ndarray:
    """Height x width x 4 channels, as numbers that can be subtracted."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(plain.constBits(), dtype=np.uint8)
    return flat.reshape(image.height(), image.width(), 4).astype(np.int16)


@pytest.mark.parametrize("name", REFERENCES)
def test_a_page_looks_like_its_reference(qapp, name):
    expected = QImage(str(REFERENCE / f"{name}.png"))
    assert not expected.isNull(), "python -m tests.ui.contact_sheet --write draws it"
    assert difference(drawn(name), expected) <= _FEW


def test_another_figure_is_another_picture(qapp):
    layout = layout_of(samples.SERVICE)
    one = draw(layout, picture_of(samples.SERVICE), 0, (1280, 720), NOW)
    later = draw(layout, picture_of(samples.SERVICE), 0, (1280, 720), NOW + 700 * samples.SECOND)
    assert difference(one, later) > _FEW


@pytest.mark.parametrize("ending", [".png", ".pdf"])
def test_the_same_page_twice_has_the_same_bytes(qapp, tmp_path, ending):
    layout, picture = layout_of(samples.SERVICE), picture_of(samples.SERVICE)
    for name in ("one", "two"):
        save(layout, picture, 0, (1280, 720), NOW, path=tmp_path / (name + ending))
    assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()
    assert (tmp_path / f"one{ending}").stat().st_size > 10_000


def test_a_pdf_is_dated_with_the_instant_that_it_shows(qapp, tmp_path):
    path = tmp_path / "page.pdf"
    save(layout_of(samples.SERVICE), picture_of(samples.SERVICE), 0, (1280, 720), NOW, path=path)
    content = path.read_bytes()
    assert content.count(b"20261121104200") == 2
    assert content.count(b"2026-11-21T10:42:00") == 3


def test_other_endings_are_refused(qapp, tmp_path):
    layout, picture = layout_of(samples.SERVICE), picture_of(samples.SERVICE)
    with pytest.raises(ValueError, match=r"neither \.png nor \.pdf"):
        save(layout, picture, 0, (1280, 720), NOW, path=tmp_path / "page.jpg")


def test_a_place_that_cannot_be_written_is_said(qapp, tmp_path):
    layout, picture = layout_of(samples.SERVICE), picture_of(samples.SERVICE)
    for name in ("page.png", "page.pdf"):
        with pytest.raises(OSError, match="page"):
            save(layout, picture, 0, (1280, 720), NOW, path=tmp_path / "none" / name)


def test_the_glass_brings_in_nothing_heavy():
    code = (
        "import sys; from tests.ui import samples as s; from wallboard.ui.picture import application, draw;"
        "import wallboard.ui.glass, wallboard.store.journal_reader; app = application();"
        "draw(s.layout_of(s.SERVICE), s.picture_of(s.SERVICE), 0, (1280, 720), s.NOW);"
        "heavy = {'polars', 'pydantic', 'sqlalchemy', 'numpy', 'PySide6.QtWidgets', 'pyqtgraph', 'wallboard.config',"
        " 'wallboard.core.measures', 'ruamel', 'holidays', 'keyring', 'requests', 'typer'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": "."}
    )
    assert told.stdout.strip() == "[]"
    assert told.stderr == ""


def test_a_program_without_an_application_can_draw(tmp_path):
    code = (
        "import sys; from pathlib import Path; from tests.ui import samples;"
        " from wallboard.ui.picture import draw, save;"
        " layout, picture = samples.layout_of(samples.SERVICE), samples.picture_of(samples.SERVICE);"
        " one, other = (draw(layout, picture, 0, (1280, 720), samples.NOW) for _ in range(2));"
        " save(layout, picture, 0, (1280, 720), samples.NOW, path=Path(sys.argv[1]));"
        " sys.exit(one != other)"
    )
    path = tmp_path / "page.pdf"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run([sys.executable, "-c", code, str(path)], env=environment, check=False, timeout=60)
    assert run.returncode == 0
    assert path.stat().st_size > 10_000
