"""Which articles are reprints of which."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.scoring.copies import copies
from tests.builders import MORNING, make_article

WIRE = (
    "A truck carrying weapons exploded shortly after midnight near the border town of Al-Bukamal, killing at least seven people, "
    "residents said. The blast was heard as far as the river, and flames could be seen from the main road for about two hours. "
    "Rescue workers who reached the site at dawn found the remains of two vehicles and a crater several metres wide. A local "
    "council member said that the truck had crossed from Iraq the evening before. No group has claimed responsibility so far."
)
QUOTE = "We heard an aircraft, then a flash, and then the ground shook under the whole house so that all of us ran out into the yard"
OTHER = (
    "The health ministry opened eleven new clinics in the northern provinces this week after a year of delays over money. "
    "Doctors who had waited since the spring for equipment welcomed the step but said that nurses were still hard to find. "
    "The minister promised that salaries would be paid on time and that the roads to the clinics would be repaired by autumn."
)


def printed(id, text, hours=0, **rest):
    return make_article(id, text=text, published_at=MORNING + timedelta(hours=hours), **rest)


@pytest.mark.parametrize(
    "reprint",
    [
        WIRE,
        WIRE.upper(),
        WIRE[: len(WIRE) * 2 // 3],
        WIRE[len(WIRE) // 3 :],
        WIRE.replace("shortly after midnight", "early on Friday").replace("seven", "7"),
        "Our correspondent reports. " + WIRE.replace(", ", " , ") + " More follows.",
    ],
    ids=["whole", "shouted", "cut at the end", "cut at the start", "lightly edited", "framed"],
)
def test_a_reprint_is_a_copy_of_the_earliest(reprint):
    articles = [printed("a9", WIRE, title="Blast"), printed("a1", reprint, hours=3, title="Night of fire", outlet="B")]
    assert copies(articles) == {"a1": "a9"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WIRE, OTHER),
        (f"{WIRE} “{QUOTE},” a shepherd said.", f"“{QUOTE},” a shepherd said. {OTHER}"),
        ("Seven people died.", "Seven people died."),
        ("", ""),
    ],
    ids=["another report", "one long quotation in common", "too short to tell", "nothing"],
)
def test_what_only_shares_words_is_no_copy(one, other):
    assert copies([printed("a1", one), printed("a2", other, hours=1)]) == {}


def test_copies_of_copies_point_at_the_one_origin():
    chain = [
        printed("a3", WIRE),
        printed("a1", WIRE[: len(WIRE) * 3 // 4], 1),
        printed("a2", WIRE[: len(WIRE) // 2], 2),
    ]
    assert copies(chain) == {"a1": "a3", "a2": "a3"}


def test_an_origin_is_never_a_copy_itself():
    found = copies([printed(f"a{i}", WIRE[i * 40 :], i) for i in range(6)])
    assert not set(found) & set(found.values())


def test_order_does_not_matter():
    articles = [
        printed("a1", WIRE, 2),
        printed("a2", WIRE[:400], 1),
        make_article("a3", text=WIRE),
        printed("a4", OTHER, 1),
    ]
    expected = copies(articles)
    assert expected == {"a1": "a2", "a3": "a2"}
    assert all(copies(order) == expected for order in permutations(articles))


def test_of_undated_articles_the_smallest_id_is_the_origin():
    assert copies([make_article("a2", text=WIRE), make_article("a1", text=WIRE)]) == {"a2": "a1"}


@given(st.integers(0, 40), st.integers(60, 90))
def test_any_long_stretch_of_a_report_is_a_copy(first, last):
    words = WIRE.split()
    assert copies([printed("a1", WIRE), printed("a2", " ".join(words[first:last]), 1)]) == {"a2": "a1"}


def test_one_that_is_vouched_for_is_no_copy_of_one_that_is_not_whatever_date_that_bears():
    origin = make_article("real", outlet="Courier", text=WIRE, published_at=MORNING)
    forged = make_article("forged", outlet="Invented", text=WIRE, published_at=MORNING - timedelta(days=1))
    assert copies([origin, forged], vouched={"real"}) == {"forged": "real"}
    assert copies([origin, forged]) == {"real": "forged"}
