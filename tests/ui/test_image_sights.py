"""Pictures seen in passing: nobody waits for a file, and what was last seen stays until there is something new."""

import os
import threading
from pathlib import Path
from queue import SimpleQueue

import pytest
from PySide6.QtGui import QColor, QImage

from tests.ui.grabbed import grabbed
from tests.ui.samples import NOW, layout_of, picture_of
from tests.ui.samples_sales import view
from wallboard.core.views.shapes import ImageFile
from wallboard.ui.actions import Actions
from wallboard.ui.image_sights import AT_ONCE, Sight, SightsAtOnce, SightsInPassing, read_anew
from wallboard.ui.images import BYTES_A_PIXEL, MOST_BYTES, Shelf, Wanted
from wallboard.ui.moving_page import MovingPage
from wallboard.ui.theme import THEMES
from wallboard.ui.window import GlassWindow

ROOM = (300, 300)

pytestmark = pytest.mark.usefixtures("qapp")


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        return self.now_s


def painted(path: Path, colour="#aa0000", size=(200, 100)):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return str(path)


def page_of(path, sights):
    """A page that shows a picture, and a way to bring it up to now."""
    shown = view("picture", "Plan", ImageFile(path))
    layout, picture = layout_of((shown,)), picture_of((shown,))
    page = MovingPage((960, 540), (960, 540), THEMES["dark"], sights)
    return page, lambda: page.show(layout, picture, 0, NOW)


class Share:
    """Reads like the real thing, but a file on it that hangs is answered when the test says so."""

    def __init__(self, *hanging):
        self.hanging = set(hanging)
        self.let_go = threading.Event()
        self.reads: SimpleQueue[tuple[str, threading.Thread]] = SimpleQueue()

    def __call__(self, wanted, last):
        self.reads.put((wanted.path, threading.current_thread()))
        if wanted.path in self.hanging:
            assert self.let_go.wait(30)
        return read_anew(wanted, last)

    def threads(self):
        """Who read since the last call; waits for none."""
        return [self.reads.get_nowait()[1] for _ in range(self.reads.qsize())]


def test_the_first_look_waits_and_the_next_one_knows(tmp_path):
    path = painted(tmp_path / "plan.png")
    sights = SightsInPassing(Clock())
    before = sights.state(path)
    assert sights.sight(path, ROOM, fills=False).word == "waiting"
    sights.settle()
    assert sights.state(path) != before
    assert sights.sight(path, ROOM, fills=False) == AT_ONCE.sight(path, ROOM, fills=False)
    assert sights.sight(path, ROOM, fills=False).size == (300, 150)


def test_a_changed_file_keeps_its_last_sight_until_the_new_one_is_ready(tmp_path):
    path, clock = painted(tmp_path / "plan.png"), Clock()
    sights = SightsInPassing(clock)
    sights.sight(path, ROOM, fills=False)
    sights.settle()
    first, state = sights.sight(path, ROOM, fills=False), sights.state(path)
    painted(tmp_path / "plan.png", size=(100, 100))
    os.utime(path, (1, 1))
    assert sights.sight(path, ROOM, fills=False) == first, "looked at a moment ago"
    clock.now_s += 2
    sights.state(path)
    sights.settle()
    assert sights.state(path) != state
    assert sights.sight(path, ROOM, fills=False).size == (300, 300)


def test_a_file_that_comes_and_goes_is_seen_to(tmp_path):
    path, clock = str(tmp_path / "plan.png"), Clock()
    sights = SightsInPassing(clock)
    words = []
    unlink = (tmp_path / "plan.png").unlink
    for make in (lambda: None, lambda: painted(tmp_path / "plan.png"), unlink, lambda: None):
        make()
        clock.now_s += 2
        sights.sight(path, ROOM, fills=False)
        sights.settle()
        words.append(sights.sight(path, ROOM, fills=False).word)
    assert words == ["missing", "ready", "ready", "missing"]


@pytest.mark.parametrize("ending", ["png", "jpg", "bmp"])
def test_a_file_that_is_written_slowly_keeps_its_last_picture_until_it_is_whole(tmp_path, ending):
    path, clock = tmp_path / f"plan.{ending}", Clock()
    painted(path)
    whole = Path(painted(tmp_path / f"next.{ending}", size=(100, 100))).read_bytes()
    sights = SightsInPassing(clock)
    seen = []
    for part in (None, len(whole) // 3, len(whole) // 2, len(whole) * 2 // 3, len(whole)):
        if part is not None:
            path.write_bytes(whole[:part])
        clock.now_s += 2
        sights.sight(str(path), ROOM, fills=False)
        sights.settle()
        seen.append((sights.sight(str(path), ROOM, fills=False).word, sights.sight(str(path), ROOM, fills=False).size))
    assert seen == [("ready", (300, 150))] * 4 + [("ready", (300, 300))]


@pytest.mark.parametrize("before", ["a picture", "nothing"])
def test_a_file_that_stays_broken_is_said_at_the_second_look(tmp_path, before):
    path, clock = tmp_path / "plan.png", Clock()
    if before == "a picture":
        painted(path)
    sights = SightsInPassing(clock)
    words = []
    for broken in (None, b"\x89PNG\r\n\x1a\n half", None, None):
        if broken:
            path.write_bytes(broken)
        clock.now_s += 2
        sights.sight(str(path), ROOM, fills=False)
        sights.settle()
        words.append(sights.sight(str(path), ROOM, fills=False).word)
    last = "ready" if before == "a picture" else "missing"
    assert words == [last, last, "unreadable", "unreadable"]


def test_a_size_that_is_new_is_waited_for_by_nobody(tmp_path):
    sights = SightsInPassing(Clock())
    path = painted(tmp_path / "plan.png")
    for width in range(100, 120):
        assert sights.sight(path, (width, 100), fills=False).word == "waiting"
    sights.settle()


def test_a_page_draws_a_picture_as_soon_as_it_was_seen(tmp_path):
    sights = SightsInPassing(Clock())
    page, show = page_of(painted(tmp_path / "plan.png"), sights)
    show()
    assert page.image.pixelColor(480, 300).name() == THEMES["dark"]["panel"]
    sights.settle()
    assert show()
    assert page.image.pixelColor(480, 300).name() == "#aa0000"
    assert show() == []


def test_a_picture_is_painted_from_memory_after_its_file_is_gone(tmp_path):
    path = painted(tmp_path / "plan.png")
    sights = SightsInPassing(Clock())
    _, show = page_of(path, sights)
    show()
    sights.settle()
    Path(path).unlink()
    other, show_other = page_of(path, sights)
    show_other()
    assert other.image.pixelColor(480, 300).name() == "#aa0000"


def test_no_file_is_read_on_the_thread_that_paints(tmp_path):
    share, clock = Share(), Clock()
    sights = SightsInPassing(clock, read=share)
    _, show = page_of(painted(tmp_path / "plan.png"), sights)
    for number in range(3):
        os.utime(tmp_path / "plan.png", (number, number))
        show()
        sights.settle()
        clock.now_s += 2
    readers = share.threads()
    assert len(readers) == 3
    assert threading.current_thread() not in readers
    assert all(thread.daemon for thread in readers)


def test_what_a_thread_saw_changes_nothing_until_it_is_taken(tmp_path):
    share = Share()
    sights = SightsInPassing(Clock(), read=share)
    path = painted(tmp_path / "plan.png")
    sights.sight(path, ROOM, fills=False)
    share.reads.get(timeout=30)[1].join()
    assert sights.state(path) == 0
    assert sights.sight(path, ROOM, fills=False).word == "waiting"
    sights.take()
    assert sights.state(path) == 1
    assert sights.sight(path, ROOM, fills=False).word == "ready"


def test_a_picture_written_anew_ten_times_is_kept_once(tmp_path):
    clock, shelf = Clock(), Shelf()
    sights = SightsInPassing(clock, shelf)
    for number in range(10):
        path = painted(tmp_path / "plan.png", f"#aa00{number:02}")
        os.utime(path, (number, number))
        sights.sight(path, ROOM, fills=False)
        sights.settle()
        assert sights.sight(path, ROOM, fills=False).stamp[0] == number * 10**9
        assert shelf.kept_bytes == 300 * 150 * BYTES_A_PIXEL
        clock.now_s += 2


def test_a_snapshot_keeps_a_picture_written_anew_once_too(tmp_path):
    shelf = Shelf()
    sights = SightsAtOnce(shelf)
    for number in range(10):
        path = painted(tmp_path / "plan.png", f"#aa00{number:02}")
        os.utime(path, (number, number))
        sight = sights.sight(path, ROOM, fills=False)
        assert sights.image(Wanted(path, ROOM), sight.stamp).pixelColor(1, 1).blue() == int(f"{number:02}", 16)
        assert shelf.kept_bytes == 300 * 150 * BYTES_A_PIXEL


def test_a_picture_too_large_to_keep_is_said_and_not_read_again(tmp_path):
    share, clock, shelf = Share(), Clock(), Shelf(most_bytes=1000)
    sights = SightsInPassing(clock, shelf, share)
    path = painted(tmp_path / "plan.png")
    sights.sight(path, ROOM, fills=False)
    sights.settle()
    large = sights.sight(path, ROOM, fills=False)
    assert (large.word, shelf.kept_bytes) == ("unreadable", 0)
    clock.now_s += 2
    state = sights.state(path)
    sights.settle()
    assert sights.state(path) == state
    assert read_anew(Wanted(path, ROOM), large) is None


def test_the_picture_that_went_for_another_is_laid_out_anew(tmp_path):
    one, two = painted(tmp_path / "one.png"), painted(tmp_path / "two.png")
    sights = SightsInPassing(Clock(), Shelf(most_bytes=300 * 200 * BYTES_A_PIXEL))
    sights.sight(one, ROOM, fills=False)
    sights.settle()
    before = sights.state(one)
    sights.sight(two, ROOM, fills=False)
    sights.settle()
    assert sights.sight(two, ROOM, fills=False).word == "ready"
    assert sights.state(one) != before
    assert sights.sight(one, ROOM, fills=False).word == "waiting"
    sights.settle()
    assert sights.sight(one, ROOM, fills=False).word == "ready"


def test_a_file_that_hangs_keeps_its_last_sight_and_one_thread(tmp_path):
    path, clock, share = painted(tmp_path / "plan.png"), Clock(), Share()
    sights = SightsInPassing(clock, read=share)
    sights.sight(path, ROOM, fills=False)
    sights.settle()
    first = sights.sight(path, ROOM, fills=False)
    share.threads()
    share.hanging.add(path)
    painted(tmp_path / "plan.png", size=(100, 100))
    os.utime(path, (1, 1))
    for _ in range(20):
        clock.now_s += 60
        sights.state(path)
        sights.take()
        assert sights.sight(path, ROOM, fills=False) == first
    share.let_go.set()
    sights.settle()
    assert len(share.threads()) == 1
    assert sights.sight(path, ROOM, fills=False).size == (300, 300)


def test_files_that_hang_hold_eight_threads_and_no_more(tmp_path):
    paths = [painted(tmp_path / f"{number}.png") for number in range(12)]
    share, clock = Share(*paths), Clock()
    sights = SightsInPassing(clock, read=share)
    for _ in range(3):
        clock.now_s += 60
        for path in paths:
            assert sights.sight(path, ROOM, fills=False).word == "waiting"
    readers = [share.reads.get(timeout=30)[1] for _ in range(8)]
    assert len(set(readers)) == 8
    assert share.threads() == []
    share.let_go.set()
    sights.settle()
    for _ in range(2):
        for path in paths:
            sights.state(path)
        sights.settle()
    assert {sights.sight(path, ROOM, fills=False).word for path in paths} == {"ready"}


def test_a_file_beside_one_that_hangs_is_seen(tmp_path):
    hung, well = painted(tmp_path / "hung.png"), painted(tmp_path / "well.png")
    share = Share(hung)
    sights = SightsInPassing(Clock(), read=share)
    sights.sight(hung, ROOM, fills=False)
    assert share.reads.get(timeout=30)[0] == hung
    sights.sight(well, ROOM, fills=False)
    share.reads.get(timeout=30)[1].join()
    sights.take()
    assert sights.sight(well, ROOM, fills=False).word == "ready"
    assert sights.sight(hung, ROOM, fills=False) == Sight("waiting")
    share.let_go.set()
    sights.settle()


def test_a_size_that_the_window_no_longer_has_is_not_kept(tmp_path):
    path, shelf = painted(tmp_path / "plan.png"), Shelf()
    sights = SightsInPassing(Clock(), shelf)
    sights.sight(path, (200, 100), fills=False)
    sights.resized((1280, 720))
    sights.settle()
    assert shelf.kept_bytes == 0
    assert sights.sight(path, ROOM, fills=False).word == "waiting"
    sights.settle()
    assert sights.sight(path, ROOM, fills=False).word == "ready"
    assert shelf.kept_bytes == 300 * 150 * BYTES_A_PIXEL
    sights.resized((1280, 720))
    assert shelf.kept_bytes == 0


def test_of_sizes_asked_for_without_end_the_last_are_kept(tmp_path):
    path, shelf, clock = painted(tmp_path / "plan.png"), Shelf(), Clock()
    sights = SightsInPassing(clock, shelf)
    for width in range(200, 300):
        sights.sight(path, (width, width), fills=False)
        sights.settle()
        clock.now_s += 2
    assert 0 < shelf.kept_bytes <= 64 * 300 * 150 * BYTES_A_PIXEL
    assert sights.sight(path, (200, 200), fills=False).word == "waiting"


def test_the_window_shows_at_a_beat_what_was_seen_before_it(tmp_path):
    shown = view("picture", "Plan", ImageFile(painted(tmp_path / "plan.png")))
    window = GlassWindow(layout_of((shown,)), picture_of((shown,)), lambda: NOW, Actions())
    window.resize(960, 540)
    window.beat()
    assert grabbed(window).pixelColor(480, 300).name() == THEMES["dark"]["panel"]
    for thread in threading.enumerate():
        if thread.name == "picture":
            thread.join()
    assert grabbed(window).pixelColor(480, 300).name() == THEMES["dark"]["panel"]
    window.beat()
    assert grabbed(window).pixelColor(480, 300).name() == "#aa0000"
    window.destroy()


def test_two_pages_of_the_largest_screens_have_room():
    assert 2 * 3840 * 2160 * BYTES_A_PIXEL <= MOST_BYTES
