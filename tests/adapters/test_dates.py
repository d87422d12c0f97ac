"""Which day an expression means, seen from the day that the article was printed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from service.adapters.dates import DateparserReader

# A Friday.
PRINTED = datetime(2024, 3, 15, 9, 0, tzinfo=UTC)
READER = DateparserReader()


@pytest.mark.parametrize(
    ("expression", "day"),
    [
        ("today", (2024, 3, 15)),
        ("tonight", (2024, 3, 15)),
        ("this morning", (2024, 3, 15)),
        ("yesterday", (2024, 3, 14)),
        ("Yesterday evening", (2024, 3, 14)),
        ("last night", (2024, 3, 14)),
        ("the day before yesterday", (2024, 3, 13)),
        ("two days ago", (2024, 3, 13)),
        ("Monday", (2024, 3, 11)),
        ("on Monday", (2024, 3, 11)),
        ("TUESDAY", (2024, 3, 12)),
        ("early Thursday", (2024, 3, 14)),
        ("on Saturday night", (2024, 3, 9)),
        ("Friday", (2024, 3, 15)),
        ("last Friday", (2024, 3, 8)),
        ("March 12", (2024, 3, 12)),
        ("10 March", (2024, 3, 10)),
        ("Tuesday, March 12", (2024, 3, 12)),
        ("December 30", (2023, 12, 30)),
        ("12 March 2021", (2021, 3, 12)),
        ("March 12, 2021", (2021, 3, 12)),
        ("2024-03-10", (2024, 3, 10)),
        ("the night of 5 January 2023", (2023, 1, 5)),
        ("  12   March\n2021 ", (2021, 3, 12)),
        ("Sept. 3", (2023, 9, 3)),
        ("a March 12", (2024, 3, 12)),
        ("the early hours of Tuesday", (2024, 3, 12)),
        ("3 p.m. on March 12", (2024, 3, 12)),
        ("13/03/2024", (2024, 3, 13)),
        ("12/03/2024", (2024, 3, 12)),
        ("03/12/2024", (2024, 3, 12)),
    ],
)
def test_an_expression_means_a_day_seen_from_the_article(expression, day):
    assert READER.day(expression, PRINTED) == date(*day)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "   ",
        "noon",
        "at dawn",
        "overnight",
        "three days later",
        "two days earlier",
        "three days",
        "the day after",
        "60 seconds",
        "from Monday to Wednesday",
        "March 1 - 8",
        "40/40/2024",
        "last week",
        "last month",
        "a year ago",
        "an hour earlier",
        "the weekend",
        "March",
        "in March",
        "January 2020",
        "2019",
        "the 1990s",
        "next Monday",
        "next year",
        "on the 12th",
        "February 30",
        "no date at all",
        "🔥",
    ],
)
def test_words_that_fix_no_day_mean_none(expression):
    assert READER.day(expression, PRINTED) is None


@pytest.mark.parametrize("expression", ["today", "yesterday", "on Monday", "March 12", "two days ago", "last night"])
def test_without_a_day_of_print_only_full_dates_mean_a_day(expression):
    assert READER.day(expression, None) is None


@pytest.mark.parametrize("expression", ["12 March 2021", "March 12, 2021", "2021-03-12"])
def test_a_full_date_means_the_same_day_from_anywhere(expression):
    assert {READER.day(expression, seen) for seen in (None, PRINTED, datetime(2030, 1, 1, tzinfo=UTC))} == {
        date(2021, 3, 12)
    }


def test_today_is_the_day_in_the_zone_of_the_article():
    west = timezone(timedelta(hours=-8))
    late = datetime(2024, 3, 15, 23, 30, tzinfo=west)
    assert READER.day("today", late) == date(2024, 3, 15)
    assert READER.day("today", late.astimezone(UTC)) == date(2024, 3, 16)


@pytest.mark.parametrize("offset", range(7))
def test_a_weekday_is_the_last_one_and_may_be_the_day_of_print_itself(offset):
    seen = PRINTED + timedelta(days=offset)
    day = READER.day("on Tuesday", seen)
    assert day.weekday() == 1
    assert timedelta(0) <= seen.date() - day < timedelta(days=7)


def test_asking_again_gives_the_same_day():
    assert READER.day("on Monday", PRINTED) == DateparserReader().day("On  monday", PRINTED)
