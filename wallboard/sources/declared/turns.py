"""Whose turn it is to be read: what every poll reads first, then what can wait, for as long as there is time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from wallboard.core.words import words
from wallboard.sources.contract import SLICE_S, NeedsPerson, Passing, SourceFault
from wallboard.sources.declared.again import again
from wallboard.sources.declared.answers import Expired
from wallboard.sources.declared.blame import is_of_one
from wallboard.sources.declared.first import backwards
from wallboard.sources.declared.gathered import Gathered
from wallboard.sources.declared.held import content_of
from wallboard.sources.declared.listing import Doubt
from wallboard.sources.declared.parts import Together, aside, parts_of
from wallboard.sources.declared.step import Step
from wallboard.sources.declared.stream import Stream
from wallboard.sources.declared.tries import Tries
from wallboard.sources.declared.way import Way
from wallboard.sources.declared.whole import once_more
from wallboard.sources.declared.withheld import Asked
from wallboard.sources.declared.work import work

Reader = Callable[[Stream], Iterator[Step]]
Task = tuple[str, Reader]
"""A resource, and what is read of it."""

_KEPT_BACK: Final = 0.25
"""This share of the calls is left to the polls by what can wait."""


@dataclass(frozen=True, slots=True)
class Failed(Tries):
    """A reading that can wait, or of a part of the resources, and that failed: when, how often in a row, and why.

    `steps` is after how many steps it did, and `goes_on` tells that it has come further since.
    """

    fault: SourceFault
    steps: int = 0
    goes_on: bool = False

    @property
    def is_told(self) -> bool:
        """Whether the wall is to hear of what can wait: of what may mend itself once it has failed again."""
        return not self.goes_on and (self.times > 1 or isinstance(self.fault, NeedsPerson))


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one read takes upon itself.

    After `slice_s`, so many records or so many bytes it ends in good order, and is asked to go on; a table or a
    record's details may take `late_s` longer before they are a fault. One that would have to wait longer than
    `patience_s` for its next call ends too. Of one poll, `of_all_s` and `of_all_steps` may go into reading everything
    once more.
    """

    slice_s: float = SLICE_S
    late_s: float = 20.0
    patience_s: float = 1.0
    records: int = 20_000
    bytes: int = 40_000_000
    of_all_s: float = 15.0
    of_all_steps: int = 10


USUAL: Final = Bounds()


@dataclass
class Turns:
    """What of each stream is under way, over the reads of a process.

    `doubts` are why lists of the read under way may not be whole, by their streams' names: the rows of such a part are
    taken, and it is as far as it was. A reading that can wait and that fails, or is in doubt, keeps nobody from what
    every poll reads: it is tried again now and then, and its fault stands until it goes well. `is_behind` tells that
    the last read ended before what every poll reads was through, or that a part of it was refused, or in doubt, while
    others came.
    """

    streams: tuple[Stream, ...]
    gathered: Gathered
    way: Way
    calls_per_hour: int | None
    bounds: Bounds = USUAL
    doubts: dict[str, Doubt] = field(default_factory=dict)
    is_behind: bool = False
    _parts: tuple[Together, ...] = field(init=False)
    _tasks: dict[Task, Iterator[None]] = field(default_factory=dict)
    _began_us: dict[Task, int] = field(default_factory=dict)
    _steps: dict[Task, int] = field(default_factory=dict)
    _refused: dict[str, Failed] = field(default_factory=dict)
    _failed: dict[Task, Failed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._parts = parts_of(self.streams)

    @property
    def is_under_way(self) -> bool:
        """Whether an earlier read has left something that goes on."""
        return bool(self._tasks)

    @property
    def is_polling(self) -> bool:
        """Whether that is something that every poll reads."""
        return any(reading is work for _, reading in self._tasks)

    @property
    def fault(self) -> SourceFault | None:
        """What is wrong with a part, or with a reading that can wait, though the polls' own work went well elsewhere;
        None where nothing is.

        What only a person can mend goes before what may mend itself, of which a single failure is none where it can
        wait.
        """
        refused = ((part, self._refused.get(_name(part))) for part in self._parts)
        told = [aside(part, failed.fault) for part, failed in refused if failed is not None]
        told += [failed.fault for failed in self._failed.values() if failed.is_told]
        return min(told, key=lambda fault: not isinstance(fault, NeedsPerson), default=None)

    @property
    def began_us(self) -> int | None:
        """When the oldest of what every poll reads was begun, after a read that was not behind; None of nothing."""
        return min((self._began_us[stream.name, work] for stream in self.streams), default=None)

    def forget(self) -> None:
        """What is under way is begun anew."""
        self._tasks = {}

    def begin_anew(self) -> None:
        """Nothing is known of any reading."""
        self._tasks, self._refused, self._failed = {}, {}, {}

    def run(self, clock_s: Callable[[], float], ends_s: float) -> bool:
        """Read what is to be read while there is time; whether there is more. Raises SourceFault."""
        web, bounds = self.way.web, self.bounds
        self.doubts, self.is_behind = {}, True

        def is_time() -> bool:
            is_room = self.gathered.count < bounds.records and self.way.received < bounds.bytes
            return clock_s() < ends_s and is_room and web.waits_s <= bounds.patience_s

        read: list[Stream] = []
        is_in_doubt, of_a_record = False, list[SourceFault]()
        for part in self._parts:
            refused = self._refused.get(_name(part))
            if refused is not None and not refused.may_be_tried(part[0].now_us):
                continue
            answers, has_failed = self.way.answers, False
            try:
                is_through = all(self._advance(stream, work, is_time) for stream in part)
            except SourceFault as fault:
                self.way.forget_after(answers)
                self._leave_in_doubt(part)
                if not fault.is_of_one:
                    self._set_aside(part, fault)
                    continue
                of_a_record.append(fault)  # what came beside that record is kept
                has_failed = True
            is_doubtful = self._leave_in_doubt(part)
            if is_doubtful:
                self.way.forget_after(answers)
            is_in_doubt |= is_doubtful
            if has_failed:
                continue
            if not is_through:
                return True
            self._refused.pop(_name(part), None)
            read += () if is_doubtful else part
        if of_a_record:
            raise of_a_record[0]
        if not is_in_doubt:
            self._refuse_none(read)
        self.is_behind = len(read) < len(self.streams)
        return self._run_rest(read, is_time, min(ends_s, clock_s() + bounds.of_all_s), clock_s)

    def _set_aside(self, part: Together, fault: SourceFault) -> None:
        """Leave a part as it was, and let the others come. Raises the fault where it is of the server as a whole, or
        of what nobody knows yet: a source that was never read well has to be set up first."""
        if not is_of_one(fault) or not all(stream.was_read for stream in part):
            raise fault
        self._go_back(part)
        for stream in part:
            self.gathered.drop(stream.name)
            self.doubts.pop(stream.name, None)
        self._refused[_name(part)] = _failed(self._refused.get(_name(part)), part[0].now_us, fault)

    def _leave_in_doubt(self, part: Together) -> bool:
        """Whether a list of a part is in doubt: then it is as far as it was, though its rows come."""
        is_doubtful = any(stream.name in self.doubts for stream in part)
        if is_doubtful:
            self._go_back(part)
            for stream in part:
                stream.leave_in_doubt()
        return is_doubtful

    def _go_back(self, part: Together) -> None:
        """A part is as far as it was before the read."""
        for stream in part:
            stream.go_back()
            self._tasks = {task: one for task, one in self._tasks.items() if task[0] != stream.name}

    def _refuse_none(self, read: list[Stream]) -> None:
        """Raises the first fault where no part came: nothing tells that it is that part's alone."""
        if not read:
            faults = [self._refused.pop(_name(part)).fault for part in self._parts]
            raise faults[0]

    def _run_rest(
        self, streams: list[Stream], is_time: Callable[[], bool], all_end_s: float, clock_s: Callable[[], float]
    ) -> bool:
        """Read what can wait: records that were withheld, back to where the first read goes, and everything again when
        that is due."""
        for stream in streams:
            is_listed = stream.resource.changes is None  # then every poll brings them
            if stream.withheld.due and not is_listed and self._may_be_tried(stream, again) and self._has_calls():
                self._try(stream, again, lambda: is_time() and self._has_calls())
        for stream in streams:
            while not stream.is_back and self._may_be_tried(stream, backwards):
                if not self._has_calls():
                    return False
                if not self._try(stream, backwards, lambda: is_time() and self._has_calls()):
                    return self._has_calls()
                if (stream.name, backwards) in self._failed and not is_time():
                    return self._has_calls()  # it may have waited long for its answer
                if stream.name in self.doubts or (stream.name, backwards) in self._failed:
                    break
        turns = iter(range(self.bounds.of_all_steps))

        def is_turn() -> bool:
            return clock_s() < all_end_s and next(turns, None) is not None and self._has_calls()

        for stream in streams:
            is_asked = stream.is_due or (stream.name, once_more) in self._tasks
            if is_asked and self._may_be_tried(stream, once_more) and is_turn():
                self._try(stream, once_more, is_turn)
        return False

    def _may_be_tried(self, stream: Stream, reading: Reader) -> bool:
        failed = self._failed.get((stream.name, reading))
        return failed is None or failed.goes_on or failed.may_be_tried(stream.now_us)

    def _try(self, stream: Stream, reading: Reader, is_time: Callable[[], bool]) -> bool:
        """Let a reading that can wait go on; whether it has come to its end, be it by a fault."""
        task, before = (stream.name, reading), stream.state
        try:
            if not self._advance(stream, reading, is_time):
                failed = self._failed.get(task)
                if failed is not None and self._steps[task] > failed.steps:
                    self._failed[task] = replace(failed, goes_on=True)
                return False
            self._failed.pop(task, None)
            if reading is backwards and stream.name in self.doubts:
                stream.begin_again(before)
        except (NeedsPerson, Passing) as fault:
            self._fail(task, stream.now_us, fault)
        except Expired:
            remedy = words("rest.remedy.declaration")
            self._fail(task, stream.now_us, NeedsPerson(words("rest.expired", host=self.way.web.host), remedy))
        return True

    def _fail(self, task: Task, now_us: int, fault: SourceFault) -> None:
        self._tasks.pop(task, None)
        self._failed[task] = _failed(self._failed.get(task), now_us, fault, self._steps.get(task, 0))

    def _advance(self, stream: Stream, reading: Reader, is_time: Callable[[], bool]) -> bool:
        """Let one reading go on while there is time; whether it has come to its end."""
        task = (stream.name, reading)
        if task not in self._tasks:
            self._tasks[task], self._began_us[task] = self._taken(stream, reading), stream.now_us
            self._steps[task] = 0
            if reading is once_more:
                stream.came = set()
        for _ in self._tasks[task]:
            self._steps[task] += 1
            if not is_time():
                return False
        del self._tasks[task]
        return True

    def _taken(self, stream: Stream, reading: Reader) -> Iterator[None]:
        """Take what each step brings; stops after each that may have cost a call."""
        has_details = stream.resource.details is not None
        content = content_of(stream.lists, is_hooked=self.gathered.hook is not None)
        for step in reading(stream):
            if step.doubt:
                self.doubts[stream.name] = step.doubt
            asked = Asked(step.rows)
            if step.is_news:
                yield from self._taken_together(stream, step.rows, asked)
            if reading is once_more and has_details:
                keyed = ((stream.lists.key_of(row), row) for row in step.rows)
                news = stream.held.missed(keyed, content, stream.may_be_missed, is_through=stream.is_through)
            else:
                is_late = reading is backwards  # polls may bring a row while its page waits for details
                news = iter(()) if step.is_news else stream.seen.news(step.rows, is_late=is_late)
            for key, row in news:
                self.gathered.take(stream, key, row, asked)
                if has_details and key is not None and key not in {*asked.failing, *stream.withheld.records}:
                    stream.held.take(key, content(row))
                if has_details:
                    yield
            self.gathered.weigh(stream, step.rows, asked)
            if step.keys is not None:
                self.gathered.compare(stream, step.keys)
            if step.state is not None:
                stream.state = step.state
            yield

    def _taken_together(self, stream: Stream, rows: list[Any], asked: Asked) -> Iterator[None]:
        """Take rows that stand for all of their keys: none before all are complete, be it in a later read, since what
        is known goes for them."""
        has_details, told = stream.resource.details is not None, list[Any]()
        for row in rows:
            told.append(self.gathered.completed(stream, None, row, asked))
            if has_details:
                yield
        for row, one in zip(rows, told, strict=True):
            self.gathered.put(stream, None, row, one)

    def _has_calls(self) -> bool:
        """Whether what can wait may ask: polls come first."""
        web, per_hour = self.way.web, self.calls_per_hour
        if web.waits_s > self.bounds.patience_s:
            return False
        return web.left is None or web.left > (_KEPT_BACK * per_hour if per_hour else 1)


def _name(part: Together) -> str:
    """What tells a part from others: its first resource."""
    return part[0].name


def _failed(before: Failed | None, now_us: int, fault: SourceFault, steps: int = 0) -> Failed:
    return Failed(now_us, before.times + 1 if before is not None else 1, fault, steps)
