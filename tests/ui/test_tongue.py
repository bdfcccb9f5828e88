"""Numbers, times and dates as a place writes them."""

from datetime import date, timedelta

import pytest

from tests.ui.samples import NOW
from wallboard.collect.plain import said
from wallboard.core.words import Words, age, say, words
from wallboard.ui.assets import asset
from wallboard.ui.tongue import PlaceTongue, translation_of, weekday_tells

LONDON = PlaceTongue("en_GB", "Europe/London")
BERLIN = PlaceTongue("de_DE", "Europe/Berlin")
BOSTON = PlaceTongue("en_US", "America/New_York")


def test_a_minus_is_a_minus_sign():
    assert LONDON.number(-5, 0) == "−5"
    assert BERLIN.number(-1234.56, 1) == "−1.234,6"


def test_times_follow_the_place_and_its_zone():
    assert LONDON.time(NOW) == "10:42"
    assert BERLIN.time(NOW) == "11:42"
    assert BOSTON.time(NOW).replace("\u202f", " ") == "5:42 AM"


def test_weekdays_and_dates_follow_the_locale():
    assert LONDON.weekday_time(NOW) == "Sat 10:42"
    assert LONDON.date("2016-04-15") == "15 Apr 2016"
    assert BERLIN.date("2016-04-15") == "15. Apr. 2016"
    assert BOSTON.date("2016-04-15") == "Apr 15, 2016"
    assert LONDON.long_date(NOW) == "Saturday, 21 November 2026"


def test_the_past_is_named_with_date_and_time():
    assert LONDON.date_time(1_460_718_000_000_000) == "15 Apr 2016 12:00"


def test_a_day_of_this_year_needs_none_and_a_column_needs_its_weekday_only():
    assert [tongue.date("2026-11-03", "day") for tongue in (LONDON, BERLIN, BOSTON)] == ["3 Nov", "3. Nov.", "Nov 3"]
    assert [tongue.date("2026-11-03", "weekday") for tongue in (LONDON, BERLIN)] == ["Tue", "Di"]
    assert [tongue.date("2026-11-03", "weekday_long") for tongue in (LONDON, BERLIN)] == ["Tuesday", "Dienstag"]
    assert BERLIN.weekday_time(NOW) == "Sa 11:42"


@pytest.mark.parametrize(
    ("locale", "day"),
    [("es_ES", "3 de nov"), ("hu_HU", "nov. 3"), ("ru_RU", "3 нояб."), ("lv_LV", "3. nov."), ("ko_KR", "11월 3일"),
     ("ca_ES", "3 de nov."), ("ja_JP", "11月3日")],
)  # fmt: skip
def test_with_its_year_a_date_loses_what_belongs_to_the_year(locale, day):
    assert PlaceTongue(locale, "Europe/London").date("2026-11-03", "day") == day


def test_dates_of_other_scripts_lose_only_their_weekday():
    assert PlaceTongue("ja_JP", "Asia/Tokyo").date("2016-04-15") == "2016年4月15日"


def test_weekdays_at_the_head_of_columns_are_shortened_as_their_place_does():
    assert [names[1] for names in LONDON.weekday_heads()] == ["Tue", "Tu", "T"]
    assert [names[1] for names in BERLIN.weekday_heads()] == ["Di", "Di", "D"]
    for locale in ("ar_EG", "he_IL", "th_TH", "hi_IN", "zh_CN"):
        short, narrow = PlaceTongue(locale, "UTC").weekday_heads()
        assert len(set(narrow)) == 7
        assert all(len(less) <= len(more) for more, less in zip(short, narrow, strict=True))


def test_a_wall_shows_no_backticks():
    remedy = words("file.remedy.encoding")
    assert "`" in said(remedy)
    assert say(remedy, LONDON) == "Correct encoding, or leave it out."
    assert "`" not in say(remedy, BERLIN)


@pytest.mark.parametrize("locale", ["de_DE", "de_AT", "de_CH", "de"])
def test_german_is_spoken_wherever_it_is(locale):
    tongue = PlaceTongue(locale, "Europe/Berlin")
    assert say(words("state.no-data"), tongue) == "KEINE DATEN"
    assert [say(words("sources.cases", n=n), tongue) for n in (0, 1, 2)] == ["0 Fälle", "1 Fall", "2 Fälle"]


def test_figures_and_times_in_a_sentence_are_german_too():
    assert say(words("late-list.over", hours=1234.56), BERLIN) == "1.234,6 h drüber"
    assert say(words("state.as-of-weekday", at=NOW, age=age(9000)), BERLIN) == "Stand Sa 11:42, 2 h 30 alt"
    assert say(words("heading.in-and-out.day", on="2026-11-03"), BERLIN) == "Zu- und Abgänge am 3. Nov. 2026"


@pytest.mark.parametrize("locale", ["en_GB", "fr_FR", "xx_YY", "en"])
def test_where_nobody_translated_the_wall_speaks_english(locale):
    tongue = PlaceTongue(locale, "Europe/London")
    assert say(words("state.no-data"), tongue) == "NO DATA"
    assert [say(words("sources.cases", n=n), tongue) for n in (1, 2)] == ["1 case", "2 cases"]


def test_a_key_that_another_version_wrote_stops_no_wall():
    assert say(Words("panel.of-tomorrow", {"n": 2}), BERLIN) == "panel.of-tomorrow"


def test_a_sentence_that_counts_nothing_has_the_form_of_many():
    assert say(Words("lane.others", {}), BERLIN) == " weitere"
    assert say(Words("sources.cases", {"n": None}), BERLIN) == " Fälle"


@pytest.mark.parametrize("kept", [0, 3, 17, 200, 5000])
def test_a_damaged_translation_leaves_the_wall_in_english(tmp_path, kept):
    whole = asset("translations", "de", "LC_MESSAGES", "wallboard.mo").read_bytes()
    damaged = tmp_path / "de" / "LC_MESSAGES" / "wallboard.mo"
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(whole[:kept])
    assert translation_of("de_DE", tmp_path) is None
    damaged.write_bytes(b"\xff" * kept)
    assert translation_of("de_DE", tmp_path) is None


def test_a_weekday_tells_of_the_six_days_before_today():
    today = date(2026, 11, 24)
    told = [ago for ago in range(-8, 9) if weekday_tells(today - timedelta(days=ago), today)]
    assert told == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("resource", "named"),
    [
        ("cases", "Fälle"),
        ("appointments", "Termine"),
        ("opportunities", "Verkaufschancen"),
        ("absences", "Abwesenheiten"),
        ("people", "people"),  # a table, as the board names it
    ],
)
def test_a_resource_has_its_name_in_german_and_a_key_of_the_board_stays(resource, named):
    sentence = words("rest.no-list", host="a.example", what=resource)
    told = say(sentence, PlaceTongue("de_DE", "Europe/Berlin"))
    assert told == f"Die Antwort von a.example hat keine Liste, wo „{named}“ stehen sollte."
    remedy = say(words("rest.emptied.remedy", what=resource), PlaceTongue("de_DE", "Europe/Berlin"))
    assert remedy.endswith(f"may_be_empty: true unter {resource}.")
