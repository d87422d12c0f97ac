"""A text cut into claims: nothing lost, nothing doubled, every span as printed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.scoring.annotated import joined
from service.scoring.attribution.attribute import relations
from service.scoring.reading import passages
from service.scoring.reading.frames import frames


@pytest.fixture(scope="module")
def pieces(annotator):
    """The claims of a text as (words, whether it is attributed)."""

    def cut(text: str, *, headline=False):
        (annotated,) = annotator.annotate([text])
        found = passages.pieces(annotated, relations(annotated, filled=headline), headline=headline)
        return [(" ".join(token.text for token in piece.tokens), piece.relation is not None) for piece in found]

    return cut


OWN, SAID = False, True


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Seven people died. The road is closed.", [("Seven people died", OWN), ("The road is closed", OWN)]),
        ("Seven people died and the road was closed.", [("Seven people died", OWN), ("the road was closed", OWN)]),
        ("Militants stormed and attacked the base.", [("Militants stormed and attacked the base", OWN)]),
        ("Officials said five died.", [("five died", SAID)]),
        ("The toll, officials said, has risen to 30.", [("The toll has risen to 30", SAID)]),
        ("The mayor said seven people died and the police said nine were hurt.", [("seven people died", SAID), ("nine were hurt", SAID)]),
        ("According to the army, two soldiers were wounded, but the Observatory said five died.", [("two soldiers were wounded", SAID), ("five died", SAID)]),
        ('He said: "We struck the depot. We will strike again."', [("We struck the depot", SAID), ("We will strike again", SAID)]),
        ("Police put the crowd at 38,000.", [("put the crowd at 38,000", SAID)]),
        ("The ministry gave a figure of 340 for the country.", [("gave a figure of 340 for the country", SAID)]),
        ("Was it a missile?", [("Was it a missile ?", OWN)]),
        ("The bridge was closed; two men were arrested.", [("The bridge was closed", OWN), ("two men were arrested", OWN)]),
        ("The blast was heard 10 km away: it shattered windows.", [("The blast was heard 10 km away", OWN), ("it shattered windows", OWN)]),
        ("Ten people were killed, two men were arrested.", [("Ten people were killed", OWN), ("two men were arrested", OWN)]),
        ("The toll:\n- 12 dead\n- 30 hurt\n\nThe road is closed.", [("12 dead", OWN), ("30 hurt", OWN), ("The road is closed", OWN)]),
        ("Of the 40 houses - some of them new - none burned down.", [("Of the 40 houses - some of them new - none burned down", OWN)]),
    ],
)  # fmt: skip
def test_sentences_are_split_into_claims_of_their_owners(pieces, text, claims):
    assert pieces(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("The man was hit by a car and died in hospital.", ["The man was hit by a car", "The man died in hospital"]),
        ("The strike killed three soldiers and destroyed a depot.", ["The strike killed three soldiers", "The strike destroyed a depot"]),
        ("The army has reportedly killed ten men and taken two villages.", ["The army has reportedly killed ten men", "The army has reportedly taken two villages"]),
        ("The attack, which killed 12 people, was the third this month.", ["The attack was the third this month", "The attack killed 12 people"]),
        ("The strike hit a warehouse in Kafra, where 40 people were sheltering.", ["The strike hit a warehouse in Kafra", "in Kafra 40 people were sheltering"]),
        ("A truck blew up on a track, killing at least one man and wounding 30.", ["A truck blew up on a track", "A truck killing at least one man", "A truck wounding 30"]),
        ("He stood up and left.", ["He stood up and left"]),
        ("Militants stormed and attacked the base.", ["Militants stormed and attacked the base"]),
        ("The army did not strike the town and kill the mayor.", ["The army did not strike the town and kill the mayor"]),
        ("Israel hit a truck that was carrying weapons.", ["Israel hit a truck that was carrying weapons"]),
        ("Fighting broke out while residents were fleeing.", ["Fighting broke out while residents were fleeing"]),
    ],
)  # fmt: skip
def test_what_states_a_fact_of_its_own_is_a_claim_with_the_words_it_shares(annotator, text, claims):
    (annotated,) = annotator.annotate([text])
    found = passages.pieces(annotated, ())
    assert [joined(piece.words) for piece in found] == claims


def test_shared_words_hang_on_the_claims_own_verb(annotator):
    (annotated,) = annotator.annotate(["The strike killed three soldiers and destroyed a depot."])
    _, second = passages.pieces(annotated, ())
    (frame,) = frames(second.words)
    assert (frame.actor.text, frame.action.text, frame.target.text) == ("The strike", "destroyed", "a depot")
    assert second.span.of(annotated.text) == "destroyed a depot"


@pytest.mark.parametrize(
    "dateline",
    [
        "BEIRUT — ",
        "BEIRUT, March 3 (Agency) — ",
        "IDLIB, Syria (AP) — ",
        "NEW YORK – ",
        "BEIRUT (Reuters) - ",
        "KABUL, March 3 /Xinhua/ -- ",
        "PORTO SILENE, Oct. 3 (Tirreno) - ",
        "Quito, 4 May (Sur).- ",
        "León (Spain), 8 Apr (Sur) - ",
        "DELHI, Aug 19 (HPS) ",
        "OMSK, 10 February. /Volga News/. ",
        "MOSCOW, 15 August. ",
        "TASHKENT. ",
    ],
)
def test_a_dateline_is_no_part_of_the_first_claim(pieces, dateline):
    assert pieces(f"{dateline}Seven people died in the blast.") == [("Seven people died in the blast", OWN)]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "The report says that the oil was clean and that the rice was rotten.",
            [("the oil was clean", SAID), ("the rice was rotten", SAID)],
        ),
        (
            "No plane of ours, manned or unmanned, flew over the town on Sunday, the army said.",
            [("No plane of ours , manned or unmanned , flew over the town on Sunday", SAID)],
        ),
        ("Asked about the dead, the mayor declined to give a figure.", [("declined to give a figure", SAID)]),
        ("The rebels accused the army of hiding in the school.", [("accused the army of hiding in the school", SAID)]),
        ("She described the cause as a leak.", [("described the cause as a leak", SAID)]),
        ("The ship sank, according to the navy, while the crew blamed a mine.", [("The ship sank", SAID)]),
    ],
)
def test_what_the_parser_or_the_cue_hides_is_a_claim_too(pieces, text, claims):
    assert [found for found in pieces(text) if found[1]][: len(claims)] == claims


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"Seven people died, the mayor said. The road is closed.', "Seven people died"),
        ("“Seven people died,” the mayor said. “The road is closed.", "Seven people died"),
        ('Seven people died," the mayor said.', "Seven people died"),
        ("'Seven people died', the mayor said.", "Seven people died"),
        ("»Seven people died«, the mayor said.", "Seven people died"),
    ],
)
def test_a_quotation_that_is_not_closed_is_still_the_speakers(pieces, text, words):
    assert (words, SAID) in pieces(text)


@pytest.mark.parametrize(
    "text",
    [
        "The army has not commented.",
        "The ministry declined to comment.",
        "Israel refused to comment on the report.",
        "There was no immediate comment from Israel.",
    ],
)
def test_not_having_commented_is_no_claim(pieces, text):
    assert pieces(text) == []


def test_who_has_not_commented_may_have_acted(pieces):
    text = "Israel, which has not commented on the report, struck a convoy near Homs."
    assert [words for words, _ in pieces(text)] == [text[:-1].replace(",", " ,")]


@pytest.mark.parametrize("text", ["", "  ", "...", "Police said.", "Kabul, Monday.", "😀", "* * *", "He did."])
def test_what_predicates_nothing_is_no_claim(pieces, text):
    assert pieces(text) == []


def test_a_headline_may_do_without_a_verb(pieces):
    assert pieces("Seven dead in Kabul blast", headline=True) == [("Seven dead in Kabul blast", OWN)]
    assert pieces("Kabul blast", headline=True) == []


@pytest.mark.parametrize(
    "title",
    [
        "Libyan parliament dismisses PM",
        "Harbour trust slams port chief",
        "Union asks shareholders to oppose Lindqvist nominees",
        "Ferry firm reveals new route",
    ],
)
def test_a_headline_of_which_attributions_leave_nothing_is_a_claim_whole(pieces, title):
    assert pieces(title, headline=True) == [(title, OWN)]


@pytest.mark.parametrize("title", ["Both ways", "Business Wire", "Ministry declines to comment on strike"])
def test_a_headline_that_says_nothing_is_no_claim(pieces, title):
    assert pieces(title, headline=True) == []


@pytest.mark.parametrize(
    ("title", "half"),
    [
        ("Ardal poll voided: judge says form was forged", "Ardal poll voided"),
        (
            "Ferry fire near Ardal kills three of crew; mayor says boat was old",
            "Ferry fire near Ardal kills three of crew",
        ),
    ],
)
def test_half_a_headline_beside_somebodys_words_is_a_claim_of_its_own(pieces, title, half):
    assert (half, OWN) in pieces(title, headline=True)


def test_a_label_beside_somebodys_words_is_none(pieces):
    found = pieces("Port strike live: mayor says boat was old", headline=True)
    assert not any("strike" in words for words, _ in found)


SENTENCES = [
    "State TV quoted the ministry as saying that two soldiers were wounded.",
    "The minister said that the army believed that rebels had shelled the market.",
    "“The agency told us that the mayor had said that the bridge was safe,” the driver said.",
    "According to the army, the police said that officials reported that nine people were hurt.",
    "Residents rejected the ministry's claim that no shell had hit the school.",
    "The road is closed 🎉.",
    "BEIRUT — Seven people died and the road was closed.",
    '"We struck the depot," he said. "We will strike again.',
    "The Observatory did not say whose aircraft it was.",
    "قال الوزير إن سبعة قتلوا.",
    "The attack, which killed 12 and hit Homs, where 40 slept, was the third, wounding two and sending four to hospital.",
    "The man, who died in hospital, was hit by a car and robbed of $30; the driver fled, leaving two others hurt.",
    "- 12 dead\n- 30 hurt",
    "Police (who arrived at 3 a.m.) arrested 3 men – and 2 women; nobody was hurt.",
]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(SENTENCES), max_size=4), st.sampled_from([" ", "\n\n", "\r\n", "  "]))
def test_no_token_belongs_to_two_claims_and_every_span_is_exact(annotator, sentences, gap):
    text = gap.join(sentences)
    (annotated,) = annotator.annotate([text])
    found = list(passages.pieces(annotated, relations(annotated)))
    used = [token.i for piece in found for token in piece.tokens]
    assert len(used) == len(set(used))
    assert [piece.span for piece in found] == sorted(piece.span for piece in found)
    for piece in found:
        printed = piece.span.of(text)
        assert printed == printed.strip()
        assert printed.startswith(piece.tokens[0].text)
        assert printed.endswith(piece.tokens[-1].text)


def test_the_innermost_attribution_owns_the_words(annotator):
    (annotated,) = annotator.annotate([SENTENCES[1]])
    said = relations(annotated)
    (piece,) = passages.pieces(annotated, said)
    assert piece.span.of(SENTENCES[1]) == "rebels had shelled the market"
    assert [span.of(SENTENCES[1]) for span in said[piece.relation].source] == ["the army"]
