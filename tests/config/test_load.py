"""Good boards: what they become."""

from datetime import date
from pathlib import Path

import pytest

from tests.config.good_board import GOOD, PANELS, SOURCES
from wallboard.config.board import Span
from wallboard.config.faults import BoardFaults
from wallboard.config.load import find_board, load_board, sample_path
from wallboard.core.organisation import CaseType, Dated, Target
from wallboard.core.scope import Condition, Where
from wallboard.core.views.layout import PanelPlace, Standup
from wallboard.sources.contract import SourceOptions, SourceType

HOUR_US = 3_600_000_000
EXAMPLE = Path(__file__).parents[1] / "data" / "board-example.yaml"


def test_a_good_board_has_no_warnings_and_all_its_parts(load):
    board = load(GOOD)

    assert (board.name, board.folder, board.locale) == ("board", Path(), "en_GB")
    assert board.files == (Path("board.yaml"),)
    assert board.warnings == ()
    assert board.screen.size_px == (1920, 1080)
    assert board.screen.theme == "light"
    assert [source.name for source in board.sources] == ["desk", "erp"]
    assert [page.title for page in board.pages] == ["Service", "More"]
    assert not board.is_demo


def test_an_organisation_is_read_as_written(load):
    organisation = load(GOOD).organisation

    assert (organisation.name, organisation.time_zone, organisation.calendar) == (
        "Northwind",
        "Europe/London",
        "office",
    )
    assert organisation.sources == ("desk", "erp")
    assert organisation.source_calendars == {"erp": "night"}
    assert organisation.types == (CaseType("Order"), CaseType("Quote"), CaseType("Technical", "Techn."))
    assert [queue.tier for queue in organisation.queues] == ["front", "expert"]
    assert organisation.queues[0].also == {"erp": ("FL", "FRONT")}


def test_statuses_match_without_regard_to_case_and_a_sources_own_go_first(load):
    statuses = load(GOOD.replace("closed: [Resolved]", "closed: [Resolved, Active-ish]")).organisation.statuses

    assert statuses.state_of("WAITING ", "desk") == "on-hold"
    assert statuses.state_of("shipped", "erp") == "closed"
    assert statuses.state_of("shipped", "desk") is None


def test_people_have_slots_with_dates_in_force_and_leave(load):
    amira, farid, _, kim = load(GOOD).organisation.people

    assert amira.slots == (Dated(None, 4),)
    assert amira.coordinator == "Lena"
    assert amira.also == {"erp": ("amira",)}
    assert farid.slots == (Dated(date(2026, 1, 1), 4), Dated(date(2026, 9, 1), 3))
    assert farid.away == ((date(2026, 11, 16), date(2026, 11, 18)),)
    assert kim.capacity == (Dated(None, 9.0),)


def test_targets_know_where_they_were_written(load):
    targets = load(GOOD).organisation.targets

    assert targets[0] == Target("Order", 6 * HOUR_US, place="board.yaml:42")
    assert targets[1].priority == "high"
    assert targets[2].from_on == date(2026, 12, 1)
    assert targets[3] == Target(None, round(24.5 * HOUR_US), calendar="night", clock="customer", place="board.yaml:45")


def test_a_source_has_its_envelope_and_the_options_of_its_type(load):
    desk, erp = load(GOOD).sources

    assert (desk.every_s, desk.expect_every, desk.stale_after, desk.calendar) == (30.0, None, None, None)
    assert desk.options.path == "cases.csv"
    assert erp.every_s == 60.0  # its type's
    assert (erp.expect_every, erp.stale_after) == (Span(work_days=1.0), Span(work_days=2.0))
    assert erp.place == "board.yaml:26"


def test_a_panel_has_its_envelope_its_place_and_the_options_of_its_type(load):
    first, second = load(GOOD).pages
    marks, share, rows = first.panels

    assert (first.grid, first.dwell_s) == ((12, 8), 30.0)
    assert (second.grid, second.dwell_s) == ((6, 4), 60.0)
    assert (marks.envelope.title, marks.envelope.has_title, marks.place) == ("Open cases", True, (0, 0, 7, 8))
    assert (share.envelope.title, share.envelope.has_title, share.options.target) == ("share", False, 90)
    assert rows.envelope.where == Where((Condition("queue", ("Experts",), is_negated=True),))
    assert (rows.envelope.calendar, rows.envelope.clock) == ("night", "customer")
    assert rows.written_at == "board.yaml:51"


def test_the_glass_gets_the_layout_of_a_board(load):
    layout = load(GOOD).layout()

    assert (layout.board, layout.organisation, layout.time_zone, layout.locale) == (
        "board",
        "Northwind",
        "Europe/London",
        "en_GB",
    )
    assert layout.pages[0].panels[0] == PanelPlace("marks", "Open cases", (0, 0, 7, 8))


def test_the_glass_is_told_when_the_stand_up_begins_by_itself(load):
    assert load(GOOD).layout().standup == Standup("09:00", (0, 1, 2, 3, 4), 20)
    other = load(GOOD.replace('{at: "09:00", days: mon-fri, minutes: 20}', '{at: "8:05", days: "sat,sun"}'))
    assert other.layout().standup == Standup("08:05", (5, 6), 20)


def test_without_a_time_no_stand_up_begins_by_itself(load):
    assert load(GOOD[: GOOD.index("standup:")]).layout().standup is None


def test_a_where_can_ask_for_missing_values_ranges_and_alternatives(load):
    where = "{owner: null, share: {above: 0.5, below: 1}, priority: [low, null], any: [{type: Order}, {zone: late}]}"
    board = load(GOOD.replace("{queue: {not: [Experts]}}", where))

    assert board.pages[0].panels[2].envelope.where == Where(
        (
            Condition("owner", (None,)),
            Condition("share", above=0.5, below=1.0),
            Condition("priority", ("low", None)),
        ),
        (Where((Condition("type", ("Order",)),)), Where((Condition("zone", ("late",)),))),
    )


def test_a_board_with_one_calendar_need_not_name_it(load):
    board = load(
        GOOD.replace(", calendar: office}", "}")
        .replace("night", "office", 1)
        .replace(GOOD[GOOD.index("  office:\n") : GOOD.index("  night:\n")], "")
        .replace("calendar: night", "calendar: office")
    )

    assert board.organisation.calendar == "office"


def test_without_types_every_type_will_do(load):
    text = GOOD.replace("types: [Order, Quote, {name: Technical, short: Techn.}]\n", "")

    assert load(text.replace("type: Order,", "type: Whatever,")).organisation.types == ()


def test_hours_have_dates_in_force_and_run_over_midnight(load):
    night = load(GOOD).organisation.calendars["night"]
    monday_us = 1_783_288_800_000_000  # 2026-07-06 00:00 in Berlin

    assert night.time_zone == "Europe/Berlin"
    assert night.worked_at_us(monday_us + 86_400_000_000) - night.worked_at_us(monday_us) == 18 * HOUR_US


def test_holidays_that_are_listed_end_with_the_last(load):
    assert load(GOOD).organisation.calendars["office"].holidays_until == date(2026, 12, 26)
    assert load(GOOD).organisation.calendars["night"].holidays_until is None


def test_a_board_names_a_region_of_holidays(load):
    office = load(GOOD.replace("[2026-12-25, 2026-12-26]", "GB-ENG")).organisation.calendars["office"]
    boxing_day_us = 1_798_243_200_000_000  # 2026-12-26 00:00; the day off is Monday the 28th

    assert office.holidays_until == date(2060, 12, 31)
    after_us = boxing_day_us + 3 * 86_400_000_000
    assert office.worked_at_us(after_us) == office.worked_at_us(boxing_day_us)


def test_a_crowded_page_is_a_warning(load):
    panels = "".join(f"      - {{type: share, place: [{n}, 0, 1, 1], title: S{n}}}\n" for n in range(7))
    board = load(GOOD[: GOOD.index("  - title: More")] + "  - title: More\n    panels:\n" + panels)

    assert board.warnings == (
        "board.yaml:54:7: pages.2.panels: 7 panels on a page; at most 6 can be taken in: make two pages of it",
    )


def test_unknown_types_can_be_left_out(load):
    text = GOOD.replace("type: table\n    path: cases.csv", "type: rest\n    foo: 1").replace(
        "{type: share, place: [0, 0, 6, 4], title: Share again}", "{type: bookings, foo: 1}"
    )
    board = load(text, skips_unknown=True)

    assert [source.name for source in board.sources] == ["erp"]
    assert [page.title for page in board.pages] == ["Service"]
    assert len(board.warnings) == 2


def test_what_an_alias_repeats_is_read_like_what_is_written_out(load):
    text = GOOD.replace('["09:00-12:30", "13:00-17:30"]', '&day ["09:00-12:30", "13:00-17:30"]').replace(
        'fri: ["09:00-16:00"]', "fri: *day"
    )
    calendar = load(text).organisation.calendars["office"]

    assert set(calendar.day_work_us(calendar.work_days[:5])) == {8 * HOUR_US}


def test_words_for_a_source_of_another_board_are_a_warning(load):
    board = load(GOOD.replace("{erp: [FL, FRONT]}", "{crm: [FL, FRONT]}"))

    assert board.warnings == (
        'board.yaml:34:41: queues.Front line.also.crm: "crm" is no source of this board; its words are not used',
    )


def test_sources_say_what_they_bring(load):
    class Telling(SourceOptions):
        path: str

        def resources(self):
            return {"cases": self.path}

    table = SOURCES["table"]
    telling = SourceType("table", Telling, table.read, 60.0, is_service=False)
    load(GOOD)

    board = load_board(Path("board.yaml"), source_types={"table": telling}, panel_types=PANELS)
    assert board.organisation.feeds == {"desk": frozenset({"cases"}), "erp": frozenset({"cases"})}
    assert load(GOOD).organisation.feeds == {}


def test_the_whole_example_parses():
    board = load_board(EXAMPLE)
    assert [(source.name, source.type.name, source.type.is_service) for source in board.sources] == [
        ("helpdesk", "rest", True),
        ("erp", "file", False),
        ("diaries", "calendar", True),  # by their addresses
    ]
    assert [source.every_s for source in board.sources] == [60, 5, 300]
    assert [page.title for page in board.pages] == ["Customer service", "Sales"]


def test_the_example_opens_where_its_services_are_of_another_version(tmp_path):
    copy = tmp_path / "copy.yaml"
    text = EXAMPLE.read_text(encoding="utf-8")
    copy.write_text(text.replace("type: rest", "type: telepathy"), encoding="utf-8")
    with pytest.raises(BoardFaults) as caught:
        load_board(copy)
    assert [fault.path for fault in caught.value.faults] == ["sources.helpdesk.type"]
    board = load_board(copy, skip_unknown_types=True)
    assert [source.name for source in board.sources] == ["erp", "diaries"]


def test_a_board_is_found_by_argument_environment_user_site_and_else_the_demo(tmp_path):
    user, site = tmp_path / "user", tmp_path / "site"
    environ = {"XDG_CONFIG_HOME": str(user), "XDG_CONFIG_DIRS": f"{tmp_path / 'none'}:{site}"}
    for folder in (user, site):
        (folder / "wallboard").mkdir(parents=True)

    assert find_board(None, environ) == sample_path("demo")
    (site / "wallboard" / "board.yaml").touch()
    assert find_board(None, environ) == site / "wallboard" / "board.yaml"
    (user / "wallboard" / "board.yaml").touch()
    assert find_board(None, environ) == user / "wallboard" / "board.yaml"
    assert find_board(None, environ | {"WALLBOARD_BOARD": "/a/b.yaml"}) == Path("/a/b.yaml")
    assert find_board("x.yaml", environ | {"WALLBOARD_BOARD": "/a/b.yaml"}) == Path("x.yaml")
    assert find_board("nowhere", environ) == Path("nowhere")
    assert find_board("demo", environ) == sample_path("demo")


def test_without_xdg_variables_the_platform_says_where_configuration_lies(tmp_path):
    assert find_board(None, {}).name in ("demo.yaml", "board.yaml")


def test_samples_lie_in_the_checkout():
    assert sample_path("demo") == Path(__file__).parents[2] / "config" / "demo.yaml"
