"""Calendars on a real CalDAV server: every appointment as the server has it, and each change at the next poll."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.servers.radicale import Radicale, radicale
from tests.sources.diaries import calendar_of, counted, day, entry
from tests.sources.served_diaries import Reader, expected, remarks, starts_of, visits
from wallboard.collect.plain import said
from wallboard.core.sentences import SENTENCES
from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, SourceFault

WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"
LONDON = "\r\n".join(
    (
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "BEGIN:STANDARD",
        "DTSTART:19961027T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:19810329T010000",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "",
    )
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture
def amira(server: Radicale, request: pytest.FixtureRequest) -> "Diary":
    """A calendar of the test's own, and a reader of it."""
    word = f"amira{sha256(request.node.name.encode()).hexdigest()[:6]}"
    server.calendar(word)
    return Diary(server, word)


class Diary:
    """One person's calendar on the server, with a reader of it."""

    def __init__(self, server: Radicale, word: str) -> None:
        self.server = server
        self.word = word
        self.reader = Reader(f"{server.url}/{{person}}/", {"Amira Haddad": (word,)})

    def put(self, name: str, *entries: str, zones: bool = False) -> None:
        self.server.put(f"{self.word}/{name}", calendar_of(*entries, about=LONDON if zones else ""))

    def delete(self, name: str) -> None:
        self.server.delete(f"{self.word}/{name}.ics")

    def starts(self) -> list[str]:
        """Those of a read that brings something."""
        found = self.reader.read()
        assert visits(found) == expected(self.word, self.server.files(self.word))
        return starts_of(found, self.word)


OFF = "STATUS:CANCELLED"
ALL_KINDS = {
    "plain": [entry("plain", "20260330T090000", "20260330T100000", "CREATED:20260301T090000Z", title="Müller & Söhne")],
    "short": [entry("short", "20260331T090000")],
    "lasting": [entry("lasting", "20260331T130000", "", "DURATION:PT1H30M")],
    "utc": [entry("utc", ":20260331T090000Z", ":20260331T100000Z")],
    "floating": [entry("floating", ":20260401T110000", ":20260401T120000")],
    "far": [entry("far", ";TZID=America/New_York:20260401T110000", ";TZID=America/New_York:20260401T120000")],
    "weekly": [entry("weekly", "20260316T090000", "20260316T100000", "RRULE:FREQ=WEEKLY;COUNT=6")],
    "without": [
        entry("without", "20260317T090000", "20260317T100000", WEEKLY, "EXDATE;TZID=Europe/London:20260324T090000")
    ],
    "moved": [
        entry("moved", "20260318T090000", "20260318T100000", WEEKLY),
        entry("moved", "20260326T140000", "20260326T143000", "RECURRENCE-ID;TZID=Europe/London:20260325T090000"),
        entry("moved", "20260401T090000", "20260401T100000", "RECURRENCE-ID;TZID=Europe/London:20260401T090000", OFF),
    ],
    "yearly": [entry("yearly", "20200329T090000", "20200329T100000", "RRULE:FREQ=YEARLY")],
    "endless": [entry("endless", "20250106T080000", "20250106T083000", "RRULE:FREQ=MONTHLY;BYDAY=1MO")],
    "beside": [
        entry(
            "beside", "20260319T090000", "20260319T100000", "RDATE;TZID=Europe/London:20260325T150000,20260401T150000"
        )
    ],
    "off": [entry("off", "20260402T090000", "20260402T100000", OFF)],
    "past": [entry("past", "20240402T090000", "20240402T100000")],
}


@pytest.mark.parametrize("repetitions", ["server", "own"])
def test_every_appointment_is_as_the_server_has_it(amira: Diary, repetitions: str) -> None:
    """With the zones defined, as programs do; without them the server is an hour off where the clocks change."""
    amira.reader.options = {"repetitions": repetitions}
    for name, entries in ALL_KINDS.items():
        amira.put(name, *entries, zones=repetitions == "server")
    found = amira.reader.read()
    files = amira.server.files(amira.word)
    assert len(files) == len(ALL_KINDS)
    assert visits(found) == expected(amira.word, files)
    assert counted(found) == []
    assert found.unread == ()


@pytest.mark.parametrize("repetitions", ["server", "own"])
def test_a_series_that_cannot_be_followed_here_is_followed_by_the_server(amira: Diary, repetitions: str) -> None:
    amira.reader.options = {"repetitions": repetitions}
    amira.put("a", entry("a", "20260401T090000"))
    amira.put("h", entry("h", ":20260330T090000Z", ":20260330T093000Z", "RRULE:FREQ=HOURLY;INTERVAL=2;COUNT=3"))
    found = amira.reader.read()
    assert starts_of(found, amira.word) == ["03-30 09:00", "03-30 11:00", "03-30 13:00", "04-01 08:00"]
    assert counted(found) == []
    amira.put("h", entry("h", ":20260331T090000Z", ":20260331T093000Z", "RRULE:FREQ=HOURLY;INTERVAL=2;COUNT=2"))
    assert starts_of(amira.reader.read(), amira.word) == ["03-31 09:00", "03-31 11:00", "04-01 08:00"]


def test_where_the_server_fails_to_follow_repetitions_they_are_followed_here(amira: Diary) -> None:
    """Radicale ends with a fault of its own over a series without a zone."""
    amira.reader.options = {"repetitions": "server"}
    amira.put("a", entry("a", "20260401T090000"))
    amira.put("f", entry("f", ":20260330T090000", ":20260330T093000", WEEKLY))
    assert amira.starts() == ["03-30 08:00", "04-01 08:00", "04-06 08:00", "04-13 08:00", "04-20 08:00"]
    assert amira.reader.poll() is None
    amira.put("f", entry("f", ":20260331T090000", ":20260331T093000", WEEKLY))
    assert amira.starts() == ["03-31 08:00", "04-01 08:00", "04-07 08:00", "04-14 08:00", "04-21 08:00"]


def test_titles_are_nowhere_in_what_is_kept(amira: Diary) -> None:
    amira.put("a", entry("a", "20260330T090000", title="Haus Nachtigall"))
    amira.put("b", entry("b", "20260331T090000", "", "RRULE:FREQ=DAILY;COUNT=3", title="Haus Nachtigall"))
    found = amira.reader.read()
    assert "Nachtigall" not in repr(found) + repr(found.frames["appointments"].rows()) + repr(
        amira.reader.kept["diaries"]
    )


def test_a_poll_of_calendars_that_did_not_change_asks_once_each_and_brings_nothing(amira: Diary) -> None:
    amira.put("a", entry("a", "20260330T090000"))
    amira.reader.read()
    assert amira.reader.poll() is None
    assert amira.reader.calls == 1


def test_what_is_created_moved_cancelled_and_deleted_there_is_so_here_at_the_next_poll(amira: Diary) -> None:
    amira.put("a", entry("a", "20260330T090000", "20260330T100000"))
    assert amira.starts() == ["03-30 08:00"]
    amira.put("b", entry("b", "20260331T090000", "20260331T100000"))
    assert amira.starts() == ["03-30 08:00", "03-31 08:00"]
    amira.put("a", entry("a", "20260330T150000", "20260330T160000"))
    assert amira.starts() == ["03-30 14:00", "03-31 08:00"]
    amira.put("b", entry("b", "20260331T090000", "20260331T100000", OFF))
    found = amira.reader.read()
    assert [state for _, _, _, state in visits(found)] == ["booked", "cancelled"]
    amira.delete("b")
    assert amira.starts() == ["03-30 14:00"]


def test_a_series_that_is_changed_there_is_so_here(amira: Diary) -> None:
    amira.put("a", entry("a", "20260401T090000"))
    amira.put("s", entry("s", "20260316T090000", "20260316T100000", WEEKLY))
    assert len(amira.starts()) == 5
    moved = entry("s", "20260324T140000", "20260324T150000", "RECURRENCE-ID;TZID=Europe/London:20260323T090000")
    amira.put("s", entry("s", "20260316T090000", "20260316T100000", WEEKLY), moved)
    assert amira.starts() == ["03-16 09:00", "03-24 14:00", "03-30 08:00", "04-01 08:00", "04-06 08:00"]
    without = "EXDATE;TZID=Europe/London:20260330T090000"
    amira.put("s", entry("s", "20260316T090000", "20260316T100000", WEEKLY, without), moved)
    assert amira.starts() == ["03-16 09:00", "03-24 14:00", "04-01 08:00", "04-06 08:00"]
    amira.delete("s")
    assert amira.starts() == ["04-01 08:00"]


def test_only_what_changed_is_fetched(amira: Diary) -> None:
    for number in range(30):
        amira.put(f"a{number}", entry(f"a{number}", f"202603{number % 28 + 1:02}T090000"))
    assert len(amira.starts()) == 30
    asked = amira.reader.kept["diaries"].known.copy()
    amira.put("a7", entry("a7", "20260401T090000"))
    amira.delete("a8")
    assert len(amira.starts()) == 29
    (before,), (now,) = asked.values(), amira.reader.kept["diaries"].known.values()
    same = [path for path, held in now.objects.items() if before.objects.get(path) is held]
    assert len(same) == 28
    assert amira.reader.calls == 3  # the calendar, its changes, and the one that changed


def test_sync_tokens_that_the_server_forgot_cost_a_whole_read_and_nothing_else(amira: Diary) -> None:
    amira.put("a", entry("a", "20260330T090000"))
    amira.starts()
    amira.put("b", entry("b", "20260331T090000"))
    amira.server.forget_tokens(amira.word)
    assert amira.starts() == ["03-30 08:00", "03-31 08:00"]
    assert amira.reader.calls == 3
    assert amira.reader.poll() is None


def test_after_a_restart_a_calendar_that_did_not_change_is_not_read_again(amira: Diary) -> None:
    amira.put("a", entry("a", "20260330T090000"))
    amira.starts()
    amira.reader.restart()
    assert amira.reader.poll() is None
    assert amira.reader.calls == 1
    amira.delete("a")
    amira.put("b", entry("b", "20260331T090000"))
    assert amira.starts() == ["03-31 08:00"]
    assert amira.reader.poll() is None


def test_with_the_week_the_span_moves_on(amira: Diary) -> None:
    amira.put("a", entry("a", "20261007T090000"))
    amira.put("b", entry("b", "20260401T090000"))
    assert starts_of(amira.reader.read(), amira.word) == ["04-01 08:00"]
    amira.reader.now_us += 7 * 86_400_000_000
    found = amira.reader.read()
    assert starts_of(found, amira.word) == ["04-01 08:00", "10-07 08:00"]


def test_calendars_of_many_people_are_read_side_by_side_and_rows_of_the_others_stay(server: Radicale) -> None:
    names = [f"seller{number:02}" for number in range(14)]
    for name in names:
        server.calendar(name)
        server.put(f"{name}/a", calendar_of(entry("a", "20260330T090000")))
    reader = Reader(f"{server.url}/{{person}}/", {name.title(): (name,) for name in names})
    found = reader.read()
    assert visits(found) == [one for name in names for one in expected(name, server.files(name))]
    assert reader.calls == 28
    server.put("seller03/b", calendar_of(entry("b", "20260331T090000")))
    found = reader.read()
    assert visits(found) == [one for name in names for one in expected(name, server.files(name))]
    assert reader.calls == 16
    assert reader.poll() is None
    assert reader.calls == 14


def test_absences_come_in_the_same_way_and_whole_days_are_dates(amira: Diary) -> None:
    amira.put("h", day("h", "20260330", "20260401"))
    amira.put("r", day("r", "20260306", "20260307", "RRULE:FREQ=WEEKLY;COUNT=5"))
    amira.put("d", entry("d", "20260402T130000", "20260402T170000", title="Dentist"))
    url = amira.reader.url
    amira.reader.options = {"absences": {"url": url}}
    found = amira.reader.read()
    frame = found.frame("absences").sort("start_at")
    assert [(str(first), str(last)) for first, last in frame.select("start_on", "end_on").rows()] == [
        ("2026-03-06", "2026-03-06"),
        ("2026-03-13", "2026-03-13"),
        ("2026-03-20", "2026-03-20"),
        ("2026-03-27", "2026-03-27"),
        ("2026-03-30", "2026-03-31"),
        ("None", "None"),
        ("2026-04-03", "2026-04-03"),
    ]
    assert set(frame["person"]) == {amira.word}
    assert starts_of(found, amira.word) == ["04-02 12:00"]
    assert amira.reader.calls == 2  # for both


# Whose calendars, and where


def test_a_home_leads_to_all_calendars_inside_of_it(server: Radicale) -> None:
    server.home("kim")
    for name in ("work", "private"):
        server.calendar(f"kim/{name}")
        server.put(f"kim/{name}/a", calendar_of(entry(name, "20260330T090000")))
    reader = Reader(f"{server.url}/{{person}}/", {"Kim": ("kim",)})
    assert starts_of(reader.read(), "kim") == ["03-30 08:00"] * 2
    assert reader.poll() is None
    assert reader.calls == 1
    server.calendar("kim/more")
    server.put("kim/more/a", calendar_of(entry("more", "20260331T090000")))
    assert starts_of(reader.read(), "kim") == ["03-30 08:00", "03-30 08:00", "03-31 08:00"]
    server.delete("kim/work/")
    assert starts_of(reader.read(), "kim") == ["03-30 08:00", "03-31 08:00"]


@pytest.mark.parametrize("path", ["", "/", "/.well-known/caldav", "/wallboard/"])
def test_the_servers_own_address_leads_to_the_calendars_of_whoever_signs_in(server: Radicale, path: str) -> None:
    if not server.files("wallboard/team"):
        server.calendar("wallboard/team", "Müller@example.com")
        server.put("wallboard/team/a", calendar_of(entry("a", "20260330T090000")))
    found = Reader(f"{server.url}{path}").read()
    assert starts_of(found, "müller") == ["03-30 08:00"]


def test_a_persons_address_without_calendars_is_not_taken_for_that_of_whoever_signs_in(server: Radicale) -> None:
    server.home("lena")
    server.home("lena/empty")
    server.calendar("farid")
    server.put("farid/a", calendar_of(entry("a", "20260330T090000")))
    found = Reader(f"{server.url}/{{person}}/", {"Lena Fuchs": ("lena",), "Farid": ("farid",)}).read()
    assert set(found.frame("appointments")["person"]) == {"farid"}
    assert found.unread == ("lena",)


def test_entries_of_a_shared_calendar_are_their_organizers(server: Radicale) -> None:
    server.calendar("shared")
    for name in ("amira", "farid"):
        organizer = f"ORGANIZER;CN=X:mailto:{name}@example.com"
        server.put(f"shared/{name}", calendar_of(entry(name, "20260330T090000", "", organizer)))
    server.put("shared/nobody", calendar_of(entry("nobody", "20260330T100000")))
    found = Reader(f"{server.url}/shared/", resource={"person": "organizer"}).read()
    assert sorted(found.frame("appointments")["person"]) == ["amira", "farid"]
    assert counted(found) == [("calendar.row.no-organizer", 1, ("shared 2026-03-30",))]


def test_a_word_with_an_at_sign_and_an_umlaut_is_asked_for_as_addresses_are_written(server: Radicale) -> None:
    server.calendar("jörg@example.com")
    server.put("jörg@example.com/a", calendar_of(entry("a", "20260330T090000")))
    found = Reader(f"{server.url}/{{person}}/", {"Jörg": ("jörg@example.com",)}).read()
    assert starts_of(found, "jörg@example.com") == ["03-30 08:00"]


def test_what_counts_is_said_as_for_files(amira: Diary) -> None:
    amira.put("v", entry("v", "20260330T090000", "", "CATEGORIES:Visit"))
    amira.put("o", entry("o", "20260331T090000", "", "CATEGORIES:Office"))
    amira.reader.resource = {"counts": {"category": ["visit", "Demo"]}}
    found = amira.reader.read()
    assert starts_of(found, amira.word) == ["03-30 08:00"]
    assert len(remarks(found)) == 1
    assert "“Demo”" in remarks(found)[0]


def test_a_collection_that_is_fetched_as_a_text_is_the_same(amira: Diary, server: Radicale) -> None:
    """The server gives a calendar as one .ics to whoever does not speak CalDAV: so any address of an .ics is read."""
    amira.put("a", entry("a", "20260330T090000"))
    amira.put("s", entry("s", "20260316T090000", "20260316T100000", WEEKLY))
    reader = Reader(f"{server.url}/{amira.word}/a.ics", resource={"person": "organizer"})
    with pytest.raises(NeedsPerson) as caught:
        reader.read()
    assert caught.value.fault.key == "calendar.useless"
    assert caught.value.remedy is not None
    assert "export" not in SENTENCES[caught.value.remedy.key]  # nobody exported what lies at an address


# What goes wrong


def test_people_whose_calendars_cannot_be_read_are_named_and_do_not_hide_the_others(amira: Diary) -> None:
    amira.put("a", entry("a", "20260330T090000"))
    amira.reader.people = {"Amira Haddad": (amira.word,), "Farid Nazari": ("nobody",), "Lena Fuchs": ("hidden",)}
    found = amira.reader.read()
    assert starts_of(found, amira.word) == ["03-30 08:00"]
    assert found.unread == ("nobody", "hidden")
    assert remarks(found) == [
        "The calendar of “Farid Nazari” cannot be read: the server has none there.",
        "The calendar of “Lena Fuchs” cannot be read: the server does not allow it.",
    ]
    assert amira.reader.poll() is None
    amira.server.calendar("nobody")
    assert amira.reader.read().unread == ("hidden",)
    amira.server.delete("nobody/")
    assert amira.reader.read().unread == ("nobody", "hidden")


@pytest.mark.parametrize(("word", "key"), [("nowhere", "web.missing"), ("hidden", "web.forbidden")])
def test_where_nobodys_calendar_can_be_read_it_is_a_fault(server: Radicale, word: str, key: str) -> None:
    with pytest.raises(NeedsPerson) as caught:
        Reader(f"{server.url}/{{person}}/", {"Amira": (word,)}).read()
    assert caught.value.fault.key == key


def test_a_wrong_password_names_the_secret_and_is_not_tried_again_and_again(amira: Diary) -> None:
    amira.put("a", entry("a", "20260330T090000"))
    amira.reader.password = "wrong"
    for _ in range(2):
        with pytest.raises(NeedsPerson) as caught:
            amira.reader.read()
        assert "diaries" in said(caught.value.fault) + said(caught.value.remedy or caught.value.fault)
    amira.reader.password = Reader("").password
    assert starts_of(amira.reader.read(), amira.word) == ["03-30 08:00"]


def test_calendars_that_have_lost_all_their_entries_are_a_fault(amira: Diary) -> None:
    amira.put("a", entry("a", "20260330T090000"))
    amira.starts()
    amira.delete("a")
    for _ in range(2):
        with pytest.raises(NeedsPerson) as caught:
            amira.reader.read()
        assert caught.value.fault.key == "calendar.emptied"
        assert caught.value.remedy == words("calendar.remedy.emptied", resource="appointments")
    amira.put("b", entry("b", "20260331T090000"))
    assert amira.starts() == ["03-31 08:00"]


def test_a_board_without_words_for_its_people_is_told_so(server: Radicale) -> None:
    with pytest.raises(SourceFault) as caught:
        Reader(f"{server.url}/{{person}}/").read()
    assert caught.value.fault.key == "calendar.no-people"


def test_entries_that_cannot_be_used_are_counted_with_whose_they_are_and_when(amira: Diary) -> None:
    amira.put("a", entry("a", "20260330T090000"))
    amira.put("z", entry("z", ";TZID=Nowhere/Atlantis:20260331T090000"))
    found = amira.reader.read()
    assert counted(found) == [("calendar.row.zone", 1, (f"{amira.word} 2026-03-31",))]
    amira.delete("z")
    assert counted(amira.reader.read()) == []


def test_a_server_that_goes_away_and_comes_back_loses_nothing(tmp_path: Path) -> None:
    with radicale(tmp_path) as own:
        own.calendar("amira")
        own.put("amira/a", calendar_of(entry("a", "20260330T090000")))
        reader = Reader(f"{own.url}/{{person}}/", {"Amira": ("amira",)})
        reader.read()
        own.server.kill()
        with pytest.raises(SourceFault) as caught:
            reader.poll()
        assert caught.value.fault.key == "web.refused"
        own.server.start()
        assert reader.poll() is None
        own.put("amira/b", calendar_of(entry("b", "20260331T090000")))
        assert starts_of(reader.read(), "amira") == ["03-30 08:00", "03-31 08:00"]
