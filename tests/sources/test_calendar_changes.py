"""Whatever happens to calendars between two polls, what is known after the second is what the server has then."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.loopback.server import loopback
from tests.sources.dav_server import DavServer
from tests.sources.diaries import calendar_of, entry
from tests.sources.served_diaries import Reader, Visit, expected, visits

NAMES = ("a", "b", "ü ß", "d%20e", "f&g")
WAYS = ({"sync", "ctag", "etag"}, {"ctag", "etag"}, {"etag"}, {"ctag"}, set[str]())
RULES = ("", "RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=DAILY;INTERVAL=9", "STATUS:CANCELLED")

Step = Callable[[DavServer, Reader], None]


def put(word: str, name: str, day: int, rule: str) -> Step:
    def step(dav: DavServer, _: Reader) -> None:
        text = entry(f"{word} {name}", f"202604{day:02}T090000", f"202604{day:02}T100000", *filter(None, [rule]))
        dav.calendars[f"/{word}/"][f"{name}.ics"] = calendar_of(text)

    return step


def take_away(word: str, name: str) -> Step:
    return lambda dav, _: dav.calendars[f"/{word}/"].pop(f"{name}.ics", None) and None


def forget(dav: DavServer, _: Reader) -> None:
    dav.forget_tokens()


def restart(_: DavServer, reader: Reader) -> None:
    reader.restart()


def poll(_: DavServer, reader: Reader) -> None:
    reader.poll()


words = st.sampled_from(("amira", "farid"))
names = st.sampled_from(NAMES)
steps = st.one_of(
    st.builds(put, words, names, st.integers(1, 28), st.sampled_from(RULES)),
    st.builds(take_away, words, names),
    st.sampled_from((forget, restart, poll)),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(steps, min_size=1, max_size=5), min_size=1, max_size=5), st.sampled_from(WAYS))
def test_what_is_known_is_what_there_is(rounds: list[list[Step]], knows: set[str]) -> None:
    dav = DavServer({"/amira/": {}, "/farid/": {}}, knows=frozenset(knows), at_once=2)
    with loopback(dav) as server:
        people = {"Amira": ("amira",), "Farid": ("farid",)}
        reader = Reader(f"{server.url}/{{person}}/", people, resource={"may_be_empty": True})
        known: list[Visit] = visits(reader.read())
        for several in rounds:
            for step in several:
                if step is poll:
                    found = reader.poll()
                    known = known if found is None else visits(found)
                else:
                    step(dav, reader)
            found = reader.poll()
            known = known if found is None else visits(found)
            assert known == [one for word in ("amira", "farid") for one in expected(word, dav.calendars[f"/{word}/"])]
