"""The collector as a process: its boards, threads, signals, log and end."""

import logging
import platform
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

from wallboard.clocks import elapsed_us, wall_us
from wallboard.collect.board_files import BoardFiles, trouble_of
from wallboard.collect.collector import Collector
from wallboard.collect.house_time import HouseTime
from wallboard.collect.inbox import Inbox
from wallboard.collect.kiosk_boards import KioskBoards
from wallboard.collect.listening import listen
from wallboard.collect.loop import Loop
from wallboard.collect.once import request_for
from wallboard.collect.pace import LEAST_REST_S, TICK_S
from wallboard.collect.pictures import Composer
from wallboard.collect.polling import Poller, Secrets
from wallboard.collect.site import Site
from wallboard.collect.watch import LOOK_S, Watch
from wallboard.collect.wishes import Wishes
from wallboard.config.board import Board
from wallboard.config.faults import BoardFaults
from wallboard.kiosk.words import ALREADY_COMPOSED, BAD_BOARD, FAULT, NO_STATE, WELL, Beats
from wallboard.store.journal import Journal
from wallboard.store.locks import take
from wallboard.store.logs import start_log
from wallboard.store.places import Places, board_id, places_of
from wallboard.store.secrets import Secrets as SecretPlaces

log = logging.getLogger(__name__)


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
    files_every_s: float = LOOK_S,
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
            start_log(stack, places.log(next(iter(paths), "none")))
            kiosk = KioskBoards(beats, places) if beats is not None else None
            found = _found(stack, paths, load, places, time.now_us, kiosk)
        except OSError as fault:
            _tell_no_state(fault, beats)
            return NO_STATE
        if found is None:
            return BAD_BOARD
        if not found.watched:
            return ALREADY_COMPOSED if for_glass else WELL
        inbox = Inbox()
        wishes = Wishes({name: places.standup_wish(name) for name in found.ours})
        if for_glass:
            threading.Thread(target=listen, args=(pipe, inbox, wishes), name="listen", daemon=True).start()
        _heed_signals(stack, inbox)
        watch = Watch(found.watched, wishes, inbox.put, files_every_s)
        watch.start()
        stack.callback(watch.stop)
        collector = Collector(found.ours, places, compose, _poller_starter(time, elapsed, inbox, secret), time)
        Loop(collector, inbox, time.now_us, (tick_s, rest_s), kiosk).run()
        return WELL


def _tell_no_state(fault: OSError, beats: Beats | None) -> None:
    """To a kiosk, which says it on the wall, else to whoever gave the command."""
    told = f"The state directory cannot be used: {fault}"
    if beats is not None:
        beats.say(f"{FAULT} {told}")
    else:
        print(told, file=sys.stderr)  # noqa: T201


@dataclass(frozen=True, slots=True)
class _Found:
    """The boards that are composed here, by their names in the journal; the files of these and of those that wait."""

    ours: dict[str, Board]
    watched: tuple[BoardFiles, ...]


def _found(
    stack: ExitStack,
    paths: Mapping[str, Path],
    load: Callable[[Path], Board],
    places: Places,
    clock: Callable[[], int],
    kiosk: KioskBoards | None,
) -> _Found | None:
    """None where a board is bad and no kiosk shows the others."""
    files = {name: BoardFiles(name, path, load) for name, path in paths.items()}
    boards = _load(files, places, clock, kiosk)
    if len(boards) < len(files) and kiosk is None:
        return None
    ours = _locked(stack, places, kiosk.part(boards, paths) if kiosk is not None else boards)
    waiting = {name for name in files if kiosk is not None and kiosk.is_waiting(name)}
    return _Found(ours, tuple(one for name, one in files.items() if name in ours or name in waiting))


def _load(
    files: Mapping[str, BoardFiles], places: Places, clock: Callable[[], int], kiosk: KioskBoards | None
) -> dict[str, Board]:
    """The good boards by their names in the journal; of bad ones it is said here and in their corner."""
    boards: dict[str, Board] = {}
    for name, one in files.items():
        try:
            boards[name] = one.load()
            for warning in boards[name].warnings:
                log.warning("%s: %s", boards[name].name, warning)
        except BoardFaults as bad:
            print(bad, file=sys.stderr)  # noqa: T201 - the glass reads them there
            with closing(Journal(places)) as journal:
                journal.set_trouble(name, (trouble_of(bad.faults),), clock())
            if kiosk is not None:
                kiosk.tell_bad(name, bad.faults)
    return boards


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
    time: HouseTime, elapsed: Callable[[], int], inbox: Inbox, secret: Secrets | None
) -> Callable[[Site], Poller]:
    machine = platform.node()

    def start(site: Site) -> Poller:
        everywhere = SecretPlaces()  # each thread its own: what hangs for one is asked for by others
        token = site.batch.token if site.batch is not None else ""

        def of_board(name: str) -> str:
            return everywhere.of_board(site.board.secret_file)(name)  # asked anew: a board may be edited

        request = request_for(site.board, site.source, time.now_us())
        request = replace(request, token=token, secret=secret or of_board)
        poller = Poller(
            site.name,
            site.source.type,
            site.source.options,
            request,
            every_s=site.every_s,
            clock=time.now_us,
            outbox=inbox,
            elapsed=elapsed,
            machine=machine,
        )
        poller.start()
        return poller

    return start


def _heed_signals(stack: ExitStack, inbox: Inbox) -> None:
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.signal(number, lambda given, _: inbox.end(signal.Signals(given).name))
        stack.callback(signal.signal, number, before)
