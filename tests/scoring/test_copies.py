"""Which articles are reprints of which."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.adapters import artefacts
from service.learning.copy_pairs import Part, pairs, stories
from service.news.copy import CopyOf, KnownBy
from service.scoring.copies import candidates, copies
from service.scoring.copying.imprint import imprint
from service.scoring.copying.measures import measured
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


HEAD = artefacts.load_copy_head(artefacts.models_folder())


def origins(articles, vouched=None):
    """The origin of each copy, by the head that ships."""
    return {name: found.origin for name, found in copies(articles, HEAD, vouched).items()}


def known_by(articles, vouched=None):
    return {name: found.known_by for name, found in copies(articles, HEAD, vouched).items()}


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
    assert origins(articles) == {"a1": "a9"}


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
    assert origins([printed("a1", one), printed("a2", other, hours=1)]) == {}


def test_copies_of_copies_point_at_the_one_origin():
    chain = [
        printed("a3", WIRE),
        printed("a1", WIRE[: len(WIRE) * 3 // 4], 1),
        printed("a2", WIRE[: len(WIRE) // 2], 2),
    ]
    assert origins(chain) == {"a1": "a3", "a2": "a3"}


def test_an_origin_is_never_a_copy_itself():
    found = origins([printed(f"a{i}", WIRE[i * 40 :], i) for i in range(6)])
    assert not set(found) & set(found.values())


def test_order_does_not_matter():
    articles = [
        printed("a1", WIRE, 2),
        printed("a2", WIRE[:400], 1),
        make_article("a3", text=WIRE),
        printed("a4", OTHER, 1),
    ]
    expected = origins(articles)
    assert expected == {"a1": "a2", "a3": "a2"}
    assert all(origins(order) == expected for order in permutations(articles))


def test_of_undated_articles_the_smallest_id_is_the_origin():
    assert origins([make_article("a2", text=WIRE), make_article("a1", text=WIRE)]) == {"a2": "a1"}


@given(st.integers(0, 40), st.integers(60, 90))
def test_any_long_stretch_of_a_report_is_a_copy(first, last):
    words = WIRE.split()
    assert origins([printed("a1", WIRE), printed("a2", " ".join(words[first:last]), 1)]) == {"a2": "a1"}


def test_one_that_is_vouched_for_is_no_copy_of_one_that_is_not_whatever_date_that_bears():
    origin = make_article("real", outlet="Courier", text=WIRE, published_at=MORNING)
    forged = make_article("forged", outlet="Invented", text=WIRE, published_at=MORNING - timedelta(days=1))
    assert origins([origin, forged], vouched={"real"}) == {"forged": "real"}
    assert origins([origin, forged]) == {"real": "forged"}


AGENCY = make_article("wire", "Northern News Agency", f"BREST, March 15 (NNA) - {WIRE}", published_at=MORNING)


@pytest.mark.parametrize(
    ("articles", "origin", "known"),
    [
        ([printed("b", f"{WIRE} (NNA)", -1, outlet="B"), AGENCY], "wire", KnownBy.CREDITED),
        ([printed("b", WIRE, outlet="B"), printed("a", WIRE, 2, outlet="A")], "b", KnownBy.EARLIER),
        ([printed("b", WIRE, outlet="B"), make_article("a", text=WIRE)], "b", KnownBy.DATED),
        ([printed("b", f"{WIRE} {OTHER}", outlet="B"), printed("a", WIRE, outlet="A")], "b", KnownBy.FULLER),
        ([printed("b", WIRE, outlet="B"), printed("a", WIRE, outlet="A")], "a", KnownBy.ID),
    ],
    ids=["credited, though later", "earlier", "dated", "fuller", "nothing"],
)
def test_the_origin_is_whom_copies_credit_then_the_earliest_then_the_fullest_and_it_is_said_why(
    articles, origin, known
):
    (copy,) = {article.id for article in articles} - {origin}
    for order in permutations(articles):
        assert copies(order, HEAD) == {copy: CopyOf(origin, known)}


def test_one_that_is_vouched_for_is_the_origin_for_that():
    articles = [printed("real", WIRE, 3, outlet="A"), printed("forged", WIRE, outlet="B")]
    assert known_by(articles, vouched={"real"}) == {"forged": KnownBy.VOUCHED}


def test_a_credit_by_one_that_is_not_vouched_for_makes_no_origin_among_those_that_are():
    first, second = printed("a", WIRE, outlet="Harbour Agency"), printed("b", WIRE, 1, outlet="Levant Courier")
    false_credit = printed("c", f"{WIRE} (Levant Courier)", 2, outlet="Invented")
    assert copies([first, second, false_credit], HEAD, {"a", "b"})["b"] == CopyOf("a", KnownBy.EARLIER)
    assert copies([first, second, false_credit], HEAD)["a"] == CopyOf("b", KnownBy.CREDITED)


def test_what_is_made_of_two_wires_does_not_make_one_of_them():
    both = printed("both", f"{WIRE} {OTHER}", 3, outlet="Digest")
    found = origins([printed("a", WIRE, outlet="A"), printed("b", OTHER, 1, outlet="B"), both])
    assert set(found) == {"both"}


TOLD = stories(artefacts.seeds_folder())
MADE = [pair for part in (Part.FIT, Part.CHOOSE) for pair in pairs(TOLD, part)]


def test_minhash_proposes_every_pair_that_the_exact_share_of_runs_finds():
    shared = {pair.id: measured(imprint(pair.one), imprint(pair.other))[0] for pair in MADE}
    exact = [pair for pair in MADE if shared[pair.id] >= 0.5]
    assert len(exact) > 400
    proposed = [pair for pair in exact if candidates({"a": imprint(pair.one), "b": imprint(pair.other)})]
    assert [pair.id for pair in exact if pair not in proposed] == []


def test_minhash_proposes_few_pairs_of_unlike_stories():
    texts = {pair.one.id: imprint(pair.one) for pair in MADE}
    wires = {name: text for name, text in texts.items() if name.endswith("-wire")}
    assert len(candidates(wires)) < len(wires) * (len(wires) - 1) / 2 / 3


@given(st.sampled_from(MADE))
def test_measures_are_shares_and_the_same_whichever_article_comes_first(pair):
    one, other = imprint(pair.one), imprint(pair.other)
    found = measured(one, other)
    assert (found == measured(other, one)).all()
    assert ((found >= 0) & (found <= 1)).all()


@given(st.sampled_from(MADE))
def test_an_article_shares_everything_with_itself(pair):
    found = measured(imprint(pair.one), imprint(pair.one))
    assert (found[:2] == 1).all()


def test_words_in_quotation_marks_are_nobodys_own():
    """Two reporters at one press conference."""
    speech = "“We have counted every cow on this meadow twice, and I tell you that the sum was the same both times.”"
    one = printed("a", f"The mayor spoke for an hour on Monday, to a hall that was half empty and quite cold. {speech}")
    other = printed(
        "b", f"Nobody in the inn at Dorn had asked about cattle this week, said its host Karl Busch. {speech}"
    )
    assert measured(imprint(one), imprint(other))[0] == 0
