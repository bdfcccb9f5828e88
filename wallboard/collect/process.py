"""The collector as a process: its boards, signals, pipe, log and end."""

import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

from wallboard.clocks import elapsed_us, wall_us
from wallboard.collect.board_files import LOOK_S as FILES_EVERY_S
from wallboard.collect.board_files import BoardFiles, BoardWatch, Reloaded, trouble_of
from wallboard.collect.collector import Collector
from wallboard.collect.house_time import HouseTime
from wallboard.collect.kiosk_boards import KioskBoards, UntilMended
from wallboard.collect.once import request_for
from wallboard.collect.pace import LEAST_REST_S, TICK_S, Pace
from wallboard.collect.pictures import Composer
from wallboard.collect.polling import Begun, Outcome, Poller, Secrets
from wallboard.collect.site import Site
from wallboard.collect.wishes import WishWatch
from wallboard.config.board import Board
from wallboard.config.faults import BoardFaults, Fault
from wallboard.kiosk.words import ALREADY_COMPOSED, ANEW, BAD_BOARD, NO_STATE, REFRESH, STANDUP, Beats
from wallboard.memory import give_back, give_back_code
from wallboard.store.journal import Journal
from wallboard.store.locks import take
from wallboard.store.logs import start_log
from wallboard.store.places import Places, board_id, places_of

log = logging.getLogger(__name__)

_MENDED = "a board was mended"
LOOK_S = 1.0
BEAT_S = 5.0
"""At least so often the loop turns: a kiosk hears it, and the clock is looked at."""


@dataclass(frozen=True, slots=True)
class _Refresh:
    """Poll everything now."""


@dataclass(frozen=True, slots=True)
class _StandUp:
    """Freeze the agenda of a board, by its name in the journal; "" of all."""

    board: str


@dataclass(frozen=True, slots=True)
class _StillBad:
    """A board that waits to be mended has other faults now; `tell` says which, on the main thread."""

    tell: Callable[[], None]


@dataclass(frozen=True, slots=True)
class _End:
    """End, and why."""

    why: str


class _Inbox(SimpleQueue[object]):
    """What the main thread is told by sources, glass and signals; the end is known before its turn has come."""

    def __init__(self) -> None:
        self._is_ending = False

    def end(self, why: str) -> None:
        """Tell that the end has come."""
        self._is_ending = True
        self.put(_End(why))

    def is_ending(self) -> bool:
        """Whether the end has been told."""
        return self._is_ending


def run(  # noqa: PLR0913 - the process's one door: what it works on, and what a test or command hands in
    boards: Sequence[Path],
    *,
    load: Callable[[Path], Board],
    compose: Composer,
    for_glass: bool = False,
    state_dir: Path | None = None,
    clock: Callable[[], int] = wall_us,
    secret: Secrets | None = None,
    tick_s: float = TICK_S,
    rest_s: float = LEAST_REST_S,
    files_every_s: float = FILES_EVERY_S,
    pipe: int = 0,
    beats: Beats | None = None,
    elapsed: Callable[[], int] = elapsed_us,
) -> int:
    """Collect for these boards until told to end; returns the exit code.

    `load` and `compose` are `load_board` and `compose.compose`. With `for_glass` the process lives as long as its
    pipe (a file descriptor, its input): the end of it ends the collector, a line `refresh` polls everything now,
    `standup BOARD` freezes the agenda of a board, by its name in the journal.
    Without, SIGTERM and SIGINT end it. With `beats` a kiosk is told that the process lives, and of each board whether
    it can be shown: good boards are composed while bad ones wait to be mended, which ends the process so that a kiosk
    starts it anew.

    0 after an end in good order; BAD_BOARD, with every fault on stderr; ALREADY_COMPOSED when another process composes
    the only board and this one is for a glass, else 0; NO_STATE when the state directory cannot be used.
    """
    places = places_of(state_dir)
    time = HouseTime(clock, elapsed)
    with ExitStack() as stack:
        try:
            places.make()
            paths = {board_id(one): one for one in boards}
            files = {name: BoardFiles(name, path, load) for name, path in paths.items()}
            start_log(stack, places.log(next(iter(files), "none")))
            kiosk = KioskBoards(beats, places) if beats is not None else None
            loaded = _load(files, places, time.now_us, kiosk)
            if loaded is None:
                return BAD_BOARD
            shown = kiosk.part(loaded, paths) if kiosk is not None else loaded
            ours = _locked(stack, places, shown)
        except OSError as fault:
            print(f"The state directory cannot be used: {fault}", file=sys.stderr)  # noqa: T201
            return NO_STATE
        waits = {name: files[name] for name in files if kiosk is not None and name not in shown}
        if not ours and not waits:
            return ALREADY_COMPOSED if for_glass else 0
        inbox = _Inbox()
        if for_glass:
            threading.Thread(target=_listen, args=(pipe, inbox), name="listen", daemon=True).start()
        _heed_signals(stack, inbox)
        for name in (*ours, *waits):
            # Two boards that want one screen: the change of either may mend it.
            is_awaited = name in waits or bool(kiosk and kiosk.clashes)
            still_bad = partial(_put_still_bad, inbox, places, time.now_us, kiosk) if name in waits else inbox.put
            outbox = UntilMended(partial(inbox.end, _MENDED), still_bad) if is_awaited else inbox
            watch = BoardWatch(files[name], outbox, files_every_s)
            watch.start()
            stack.callback(watch.stop)
        wishes = WishWatch({name: places.standup_wish(name) for name in ours}, lambda name: inbox.put(_StandUp(name)))
        wishes.start()
        stack.callback(wishes.stop)
        start = _poller_starter(time, elapsed, inbox, secret)
        collector = Collector(ours, places, compose, start, time)
        return _collect(collector, inbox, time.now_us, (tick_s, rest_s), beats)


def _collect(
    collector: Collector,
    inbox: _Inbox,
    clock: Callable[[], int],
    every_s: tuple[float, float],
    beats: Beats | None,
) -> int:
    most_s = min(BEAT_S, every_s[0])
    if beats is not None:
        beats.beat()
    _unharmed(collector.recall_time)
    _unharmed(partial(collector.begin, clock()))
    gc.collect()
    gc.freeze()  # what stands now stays; only what comes with the rows is looked through
    _unharmed(collector.check)
    give_back_code(with_constants=True)
    pace = Pace(*every_s)
    try:
        while True:
            if beats is not None:
                beats.beat()
            wait_s = min(pace.wait_s(has_news=collector.has_news), LOOK_S if collector.reads_others else most_s)
            messages = _messages(inbox, wait_s)
            end = next((message for message in messages if isinstance(message, _End)), None)
            if end is not None:
                log.info("ends: %s", end.why)
                if beats is not None and end.why == _MENDED:
                    beats.say(f"{ANEW} for a mended board")
                return 0
            _heed(collector, messages, pace)
            _work(collector, pace, clock, inbox.is_ending)
    finally:
        collector.end()


def _heed(collector: Collector, messages: Sequence[object], pace: Pace) -> None:
    """Take what has come, and note what of it is to be told."""
    for message in messages:
        if _unharmed(partial(_take, collector, message)):
            pace.age(collector.eagerest_s)
        if isinstance(message, _Refresh):
            pace.hurry()
    _unharmed(collector.heed_time)


def _work(collector: Collector, pace: Pace, clock: Callable[[], int], is_ending: Callable[[], bool]) -> None:
    """Compose or tell ages where it is time for that, and at a tick all that is done between pictures."""
    is_tick = pace.is_tick
    if (is_tick or collector.reads_others) and _unharmed(partial(collector.look_around, clock())):
        pace.age(collector.eagerest_s)
    if is_tick or (collector.has_news and pace.may_compose(is_urgent=collector.is_urgent)):
        begun = monotonic()
        _unharmed(partial(collector.show, clock()))
        pace.composed(begun)
        give_back_code()
    elif pace.may_tell_ages:
        _unharmed(partial(collector.show_ages, clock()))
        pace.told_ages()
    if is_tick:
        pace.ticked(is_still=collector.is_still)
        _unharmed(partial(collector.tidy, clock(), is_ending))
        give_back()


def _unharmed(work: Callable[[], object]) -> object:
    """The work's answer; an error of our own is logged, and the next step may do better."""
    try:
        return work()
    except Exception:
        log.exception("an error inside Wallboard")
        return None


def _take(collector: Collector, message: object) -> bool:
    if isinstance(message, Begun | Outcome):
        return collector.take(message)
    if isinstance(message, Reloaded):
        return collector.take_board(message)
    if isinstance(message, _Refresh):
        collector.refresh()
    if isinstance(message, _StandUp):
        collector.stand_up(message.board)
    if isinstance(message, _StillBad):
        message.tell()
    return False


def _messages(inbox: _Inbox, wait_s: float) -> list[object]:
    """All messages that are there, after waiting for the first."""
    messages: list[object] = []
    try:
        messages.append(inbox.get(timeout=wait_s))
        while True:
            messages.append(inbox.get_nowait())
    except Empty:
        return messages


def _load(
    files: dict[str, BoardFiles], places: Places, clock: Callable[[], int], kiosk: KioskBoards | None
) -> dict[str, Board] | None:
    """The boards by their names in the journal; None where one is bad, which is said here and in its corner.

    For a kiosk the good ones, where others are bad.
    """
    boards: dict[str, Board] = {}
    is_good = True
    for name, one in files.items():
        try:
            boards[name] = one.load()
            for warning in boards[name].warnings:
                log.warning("%s: %s", boards[name].name, warning)
        except BoardFaults as bad:
            is_good = False
            print(bad, file=sys.stderr)  # noqa: T201 - the glass reads them there
            _tell_bad(name, bad.faults, places, clock, kiosk)
    return boards if is_good or kiosk is not None else None


def _tell_bad(
    name: str, faults: Sequence[Fault], places: Places, clock: Callable[[], int], kiosk: KioskBoards | None
) -> None:
    """Put a board's faults into the corner of its last picture, and before a kiosk."""
    with closing(Journal(places)) as journal:
        journal.set_trouble(name, (trouble_of(faults),), clock())
    if kiosk is not None:
        kiosk.is_bad(name, faults)


def _put_still_bad(
    inbox: _Inbox, places: Places, clock: Callable[[], int], kiosk: KioskBoards | None, found: Reloaded
) -> None:
    inbox.put(_StillBad(partial(_tell_bad, found.name, found.faults, places, clock, kiosk)))


def _locked(stack: ExitStack, places: Places, boards: dict[str, Board]) -> dict[str, Board]:
    """Those of the boards that no other process composes."""
    ours = {}
    for name, board in boards.items():
        lock = take(places.board_lock(name))
        if lock is None:
            log.warning("%s is already composed by another process", board.name)
            continue
        stack.enter_context(lock)
        ours[name] = board
    return ours


def _poller_starter(
    time: HouseTime, elapsed: Callable[[], int], inbox: _Inbox, secret: Secrets | None
) -> Callable[[Site], Poller]:
    def start(site: Site) -> Poller:
        token = site.batch.token if site.batch is not None and not site.batch.is_cut_short else ""
        request = replace(request_for(site.board, site.source, time.now_us()), token=token, secret=secret)
        poller = Poller(
            site.name,
            site.source.type,
            site.source.options,
            request,
            every_s=site.every_s,
            clock=time.now_us,
            outbox=inbox,
            elapsed=elapsed,
        )
        poller.start()
        return poller

    return start


def _listen(pipe: int, inbox: _Inbox) -> None:
    """The glass's words, line by line, until it is gone. Bare reads: a buffered one may hold up the end."""
    rest = b""
    while True:
        try:
            some = os.read(pipe, 4096)
        except OSError:
            some = b""
        if not some:
            inbox.end("the glass is gone")
            return
        *lines, rest = (rest + some).split(b"\n")
        for line in lines:
            word, _, name = line.strip().decode(errors="replace").partition(" ")
            if word == REFRESH:
                inbox.put(_Refresh())
            elif word == STANDUP:
                inbox.put(_StandUp(name))


def _heed_signals(stack: ExitStack, inbox: _Inbox) -> None:
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.signal(number, lambda given, _: inbox.end(signal.Signals(given).name))
        stack.callback(signal.signal, number, before)
