"""Numbers: what they are, what range they admit, and what they count."""

from __future__ import annotations

from math import inf

import pytest

from service.news.claim import SlotName


@pytest.fixture(scope="module")
def numbers(reads):
    """The quantities of a sentence, in its order."""

    def read(text: str):
        return [slot.quantity for slot in reads(text).slots_named(SlotName.NUMBER)]

    return read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The blast killed 7 people.", 7),
        ("Seven people were killed in the blast.", 7),
        ("Twenty-three people were killed.", 23),
        ("Two hundred and fifty people died.", 250),
        ("The quake killed 1,204 people.", 1204),
        ("The war killed 1.5 million people.", 1_500_000),
        ("The famine killed half a million people.", 500_000),
        ("A hundred people died.", 100),
        ("Two dozen people were killed.", 24),
        ("10k people were killed.", 10_000),
        ("One person died.", 1),
        ("No one was killed.", 0),
        ("Nobody died in the fire.", 0),
        ("None of the people were killed.", 0),
        ("The death toll stood at 45.", 45),
        ("Seven people lost their lives.", 7),
        ("The toll rose from 5 to 7 on Monday.", 7),
        ("The toll was revised from 30 to 12.", 12),
        ("The toll now stands at 45, up from 30.", 45),
        ("Neither was killed.", 0),
        ("There were no deaths.", 0),
        ("A couple was killed.", 2),
    ],
)
def test_a_figure_in_any_dress_is_one_exact_value(numbers, text, value):
    (found,) = numbers(text)
    assert (found.value, found.low, found.high) == (value, value, value)
    assert (found.counted, found.of) == ("killed", "")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Between 5 and 7 people died.", 5, 7),
        ("5 to 7 people died.", 5, 7),
        ("5-7 people died.", 5, 7),
        ("From 5 to 7 people died.", 5, 7),
        ("At least 10 people were killed.", 10, inf),
        ("More than 1,200 people were killed.", 1200, inf),
        ("Over 100 people were killed.", 100, inf),
        ("No fewer than 12 people were killed.", 12, inf),
        ("No less than 12 people were killed.", 12, inf),
        ("Thirty or more people died.", 30, inf),
        ("Fewer than 12 people were killed.", 0, 12),
        ("No more than 12 people were killed.", 0, 12),
        ("Up to 30 people were killed.", 0, 30),
        ("As many as 30 people were killed.", 0, 30),
        ("About 50 people were killed.", 45, 55),
        ("Nearly 300 people were killed.", 270, 330),
        ("Several people were killed.", 3, 9),
        ("Dozens of people were killed.", 24, 120),
        ("Scores of people were killed.", 40, 200),
        ("Hundreds of people were killed.", 200, 1999),
        ("Tens of thousands of people were killed.", 20_000, 199_999),
        ("A dozen people were killed.", 10, 14),
        ("Half a dozen people were killed.", 5, 7),
        ("A couple of people were killed.", 2, 2),
        ("Several hundred people were killed.", 300, 900),
        ("A few dozen people were killed.", 36, 84),
        ("Tens of people were killed.", 20, 99),
        ("More than a dozen people were killed.", 12, inf),
        ("Not more than 12 people were killed.", 0, 12),
        ("As few as 12 people were killed.", 12, inf),
        ("Possibly 15 people were killed.", 0, 15),
    ],
)
def test_bounds_ranges_and_vague_words_admit_what_they_mean(numbers, text, low, high):
    (found,) = numbers(text)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.low <= found.value <= found.high
    assert found.counted == "killed"


@pytest.mark.parametrize("text", ["Handsome 40 people were killed.", "Moreover 40 people were killed."])
def test_a_bound_is_a_word_of_its_own(numbers, text):
    (found,) = numbers(text)
    assert (found.low, found.high) == (40, 40)


@pytest.mark.parametrize(
    ("text", "counted", "of"),
    [
        ("Twenty-three soldiers were wounded.", "injured", "soldier"),
        ("Three civilians were injured.", "injured", "civilian"),
        ("Over 100 people are missing.", "missing", ""),
        ("Twelve people remain missing.", "missing", ""),
        ("Police arrested 3 men.", "arrested", ""),
        ("1.5 million people fled.", "displaced", ""),
        ("The rebels hold 12 hostages.", "abducted", ""),
        ("There were 300 passengers on the ferry.", "passenger", ""),
        ("Some 400 homes were destroyed.", "home", ""),
        ("Dozens of homes were destroyed.", "home", ""),
        ("Thousands of homes lost power.", "home", ""),
        ("The party lost 12 seats.", "seat", ""),
        ("The ship sank with 63 people aboard.", "people", ""),
        ("Nobody claimed responsibility.", "people", ""),
        ("Both pilots died.", "killed", "pilot"),
        ("Seven people died in two attacks.", "killed", ""),
        ("An eight-storey building collapsed.", "storey", ""),
        ("Two-thirds of the houses lost power.", "percent", "house"),
    ],
)
def test_what_is_counted_has_a_normal_form(numbers, text, counted, of):
    assert (counted, of) in [(found.counted, found.of) for found in numbers(text)]


def test_who_did_it_and_where_is_not_who_suffered_it(numbers):
    assert [(found.counted, found.value) for found in numbers("Two gunmen killed five people.")] == [
        ("gunman", 2),
        ("killed", 5),
    ]
    assert [(found.counted, found.value) for found in numbers("Seven people died in two attacks.")] == [
        ("killed", 7),
        ("attack", 2),
    ]


def test_a_part_is_told_from_the_whole_that_it_is_a_part_of(numbers):
    assert [(found.counted, found.of, found.value) for found in numbers("Twelve of the 20 passengers died.")] == [
        ("killed", "passenger", 12),
        ("passenger", "", 20),
    ]


def test_no_casualties_are_nobody_killed_and_nobody_hurt(numbers):
    assert {(found.counted, found.value) for found in numbers("There were no casualties.")} == {
        ("killed", 0),
        ("injured", 0),
    }


def test_sums_in_two_currencies_are_not_of_one_thing(numbers):
    (dollars,), (euros,) = numbers("The deal is worth $3bn."), numbers("The deal is worth 3 billion euros.")
    assert (dollars.value, dollars.of, euros.value, euros.of) == (3e9, "dollar", 3e9, "euro")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Unemployment rose to 5.3 percent.", 5.3, "percent"),
        ("Inflation hit 12%.", 12, "percent"),
        ("The company paid $3.5 million in fines.", 3_500_000, "money"),
        ("The fine was 2 million euros.", 2_000_000, "money"),
        ("The deal is worth $4bn.", 4e9, "money"),
        ("A magnitude 6.1 earthquake hit the coast.", 6.1, "magnitude"),
        ("The oil slick stretched for 16 kilometres.", 16, "kilometre"),
        ("The fire burned 10 miles of coast.", 16.09344, "kilometre"),
        ("The fire burned 100 acres.", 40.4686, "hectare"),
        ("Prices fell 3.5 per cent.", 3.5, "percent"),
        ("Inflation rose by 2 percentage points.", 2, "point"),
        ("A 7.8-magnitude earthquake hit the town.", 7.8, "magnitude"),
        ("A third of the homes were destroyed.", 100 / 3, "percent"),
        ("One in five voters stayed at home.", 20, "percent"),
        ("The strike lasted two hours.", 2, "hour"),
        ("The court sentenced the man to 25 years in prison.", 300, "month"),
    ],
)
def test_units_come_with_their_figure_and_are_converted(numbers, text, value, unit):
    (found,) = numbers(text)
    assert (found.value, found.counted) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "A 27-year-old man was arrested.",
        "The victim, 34, was a teacher.",
        "He is 45 years old.",
        "The attack happened on 3 March 2024.",
        "The attack occurred in 2019.",
        "It happened at 10:30 am.",
        "The first attack came at dawn.",
        "The shooting took place at 9.20am.",
        "The blast happened at 0300 GMT.",
        "The plane crashed three hours later.",
        "The bill passed 51-49.",
        "The lorry hit a wall on Highway 61.",
        "It was the second attack in three days.",
    ],
)
def test_ages_dates_hours_and_ranks_count_nothing(numbers, text):
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Police arrested 3 men and 2 women.", [("arrested", 3), ("arrested", 2)]),
        ("The earthquake killed 12 and injured 40.", [("killed", 12), ("injured", 40)]),
        ("Seven soldiers were killed and three civilians were wounded.", [("killed", 7), ("injured", 3)]),
    ],
)
def test_each_figure_of_a_sentence_counts_its_own(numbers, text, figures):
    assert [(found.counted, found.value) for found in numbers(text)] == figures


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("At least 10 people were killed.", "10"),
        ("Between 5 and 7 people died.", "5 and 7"),
        ("Thirty or more people died.", "Thirty or more"),
        ("A blast, 7 dead – and more.", "7"),
    ],
)
def test_the_span_of_a_number_is_the_number_as_printed(reads, text, words):
    (slot,) = reads(text).slots_named(SlotName.NUMBER)
    assert slot.span.of(text) == words


@pytest.mark.parametrize("text", ["Police put the crowd at 38,000.", "put the turnout at 38,000"])
def test_a_figure_of_a_crowd_is_one_of_people(numbers, text):
    (found,) = numbers(text)
    assert (found.value, found.counted, found.of) == (38_000, "people", "")
