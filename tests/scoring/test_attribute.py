"""Who says what: one table of sentences a way of attributing, and texts that try to break it."""

from __future__ import annotations

import itertools
import time

import pytest

from service.news.claim import Attribution, Form
from service.scoring.attribution.attribute import relations


@pytest.fixture(scope="module")
def said(annotator):
    """The attributions of a text as (source, cue, content) strings with the Attribution."""

    def read(text: str) -> list[tuple[str, str, str, Attribution]]:
        (annotated,) = annotator.annotate([text])
        return [(_of(a.source, text), _of(a.cue, text), _of(a.content, text), a) for a in relations(annotated)]

    return read


def _of(spans, text: str) -> str:
    return " … ".join(span.of(text) for span in spans)


REPORTED = [
    (
        "The minister said that seven people died in the blast.",
        "The minister",
        "said",
        "that seven people died in the blast",
    ),
    ("Seven people died in the blast, the minister said.", "the minister", "said", "Seven people died in the blast"),
    ("The toll, officials said, has risen to 30.", "officials", "said", "The toll … has risen to 30"),
    ("He added that ambulances had been seen.", "He", "added", "that ambulances had been seen"),
    ("The mayor told Reuters that the bridge had collapsed.", "The mayor", "told", "that the bridge had collapsed"),
    (
        "Five fighters were killed, according to Nabil Haddour, the director of the Observatory.",
        "Nabil Haddour, the director of the Observatory",
        "according to",
        "Five fighters were killed",
    ),
    ("According to the army, two soldiers were wounded.", "the army", "According to", "two soldiers were wounded"),
    (
        "In a statement, the army said its aircraft had struck a depot.",
        "the army",
        "said",
        "its aircraft had struck a depot",
    ),
    (
        "A statement by the army confirmed that its aircraft had struck a depot.",
        "A statement by the army",
        "confirmed",
        "that its aircraft had struck a depot",
    ),
    (
        "The company said in a statement that all of its workers had been accounted for.",
        "The company",
        "said",
        "that all of its workers had been accounted for",
    ),
    ("Police put the crowd at 38,000.", "Police", "put", "the crowd at 38,000"),
    ("The army accused the rebels of shelling the market.", "The army", "accused", "the rebels of shelling the market"),
    (
        "The ferry was carrying 163 passengers, harbourmaster Yudi Prasanto told reporters on Monday.",
        "harbourmaster Yudi Prasanto",
        "told",
        "The ferry was carrying 163 passengers",
    ),
    ("Ministry: two soldiers killed in border clash", "Ministry", ":", "two soldiers killed in border clash"),
    ("Prosecutors: no braking until 90 metres out", "Prosecutors", ":", "no braking until 90 metres out"),
    ("By his own account, the baker left at noon.", "his", "By … account", "the baker left at noon"),
    (
        "The mate jumped and the boat sank, in Ana's telling.",
        "Ana",
        "in … telling",
        "The mate jumped and the boat sank",
    ),
    (
        "On Monday, by the mate's own admission, he slept on watch.",
        "the mate",
        "by … admission",
        "On Monday … he slept on watch",
    ),
    ("The bank's position is that nobody was robbed.", "The bank", "position is", "that nobody was robbed"),
    ("Nobody had seen it, as far as the mayor knows.", "the mayor", "as far as … knows", "Nobody had seen it"),
    ("Nobody had died, came the reply from Ana Bortic.", "Ana Bortic", "came … reply from", "Nobody had died"),
    ("A steward had it that nobody was there.", "A steward", "had it", "that nobody was there"),
    ("A steward allowed that nobody was there.", "A steward", "allowed", "that nobody was there"),
    ("The clerk is plain: nobody was there.", "The clerk", "is", "nobody was there"),
    ("About the lamp the stewards are curt: nobody was there.", "the stewards", "are", "nobody was there"),
    ("The steward recalls it well: nobody was there.", "The steward", "recalls", "nobody was there"),
    ("The steward puts it this way: nobody was there.", "The steward", "puts", "nobody was there"),
    (
        "The steward's recollection was that nobody was there.",
        "The steward",
        "recollection was",
        "that nobody was there",
    ),
    ("For Dale Moss, of the union, nobody is right.", "Dale Moss, of the union", "For", "nobody is right"),
    ("For the neighbours there is no doubt: it was the cable.", "the neighbours", "is … doubt", "it was the cable"),
    ("The hull was changed, it goes on, in May.", "it", "goes on", "The hull was changed … in May"),
    ("The gold is new, his thesis runs.", "his", "thesis runs", "The gold is new"),
    ("The driver was adamant that the light was green.", "The driver", "was adamant", "that the light was green"),
    ("It had come from the roof, she was certain.", "she", "was certain", "It had come from the roof"),
    (
        "Soldiers retook the village on Sunday, a military source has told the paper.",
        "a military source",
        "has told",
        "Soldiers retook the village on Sunday",
    ),
    (
        "The road had been cut for a week, the driver thundered.",
        "the driver",
        "thundered",
        "The road had been cut for a week",
    ),
    ("POLICE SAID THREE PEOPLE WERE HURT IN THE CRASH.", "POLICE", "SAID", "THREE PEOPLE WERE HURT IN THE CRASH"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content"), REPORTED)
def test_a_reported_statement_has_its_source_its_cue_and_its_content(said, text, source, cue, content):
    assert (source, cue, content) in [found[:3] for found in said(text)]


QUOTED = [
    ("“Seven people died,” said the minister, Ali Hassan.", "the minister, Ali Hassan", "“Seven people died,”"),
    (
        '"We heard two blasts. Then the wall fell," the shopkeeper said.',
        "the shopkeeper",
        '"We heard two blasts. Then the wall fell,"',
    ),
    (
        "The commander said: “We shall not retreat. The bridge is ours.”",
        "The commander",
        "“We shall not retreat. The bridge is ours.”",
    ),
    (
        "“We heard two blasts,” the baker said. “My brother was inside.”",
        "the baker",
        "“We heard two blasts,” … “My brother was inside.”",
    ),
    ("‘We heard two blasts and ran,’ the shopkeeper said.", "the shopkeeper", "We heard two blasts and ran,"),
]


@pytest.mark.parametrize(("text", "source", "content"), QUOTED)
def test_a_quotation_goes_to_its_speaker_before_after_or_between(said, text, source, content):
    found = [(who, what) for who, _, what, _ in said(text)]
    assert any(who == source and content in what for who, what in found), found


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“We won,” Ana Bortic told the crew. Leo Marsh said he would wait. “I can lose by three votes.”", "Leo Marsh"),
        ("The clerk told us that it was over. Marsh speaks. The lamp? “I can lose by three votes.”", "Marsh"),
        ("Ana Bortic was asked twice. Did it strike her as late? “I can lose by three votes.”", "her"),
        ("He kept the gate for years. I give his words in full.\n\n“I can lose by three votes.”", "his"),
        ("Commander “Heron” told the paper that it was over. “I can lose by three votes.”", "Commander “Heron”"),
        ("She is equally firm: it was over. Then the rain came.", None),
    ],
)
def test_a_quotation_goes_to_whoever_the_sentence_ahead_brings_in(sources_of, text, source):
    if source is None:
        assert sources_of(text, "it was over") == ["She"]
    else:
        assert sources_of(text, "I can lose") == [source]


def test_a_sentence_behind_a_quotation_with_a_full_stop_says_nothing_of_it(said):
    text = "“I never saw who threw it.” So the letter says less than they hoped."
    assert "the letter" not in [who for who, _, what, _ in said(text) if "threw it" in what]


@pytest.mark.parametrize(
    "text", ["In my view the pier is lost.", "By all accounts the pier was lost.", "We are sure it fell."]
)
def test_nobody_elses_account_is_given(said, text):
    assert said(text) == []


def test_a_quotation_in_quotation_marks_is_direct_and_a_reported_clause_is_not(said):
    text = "“The dam has burst,” the mayor said. The governor said the dam was holding."
    assert {who: a.form for who, _, _, a in said(text)} == {"the mayor": Form.DIRECT, "The governor": Form.INDIRECT}


def test_a_quotation_over_paragraphs_stays_with_its_speaker(said):
    text = (
        "“The fire started in the kitchen,” the chief said.\n\n“It spread to the roof within minutes.\n\n"
        "“Nobody was inside the building.”\n\nThe street has reopened."
    )
    (found,) = said(text)
    assert found[0] == "the chief"
    assert "within minutes" in found[2]
    assert "Nobody was inside" in found[2]
    assert "reopened" not in found[2]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said “we lost the bridge. The river took it on Friday.\n\nThe school stays open.",
        "“I never saw it coming, said the driver. The lorry was on the wrong side.\n\nThe school stays open.",
        'He called it "a miracle. Nobody was hurt.\n\nThe school stays open.',
    ],
)
def test_a_broken_quotation_does_not_swallow_the_article(said, text):
    assert not any("school" in content for _, _, content, _ in said(text))


def test_a_few_words_in_quotation_marks_are_no_statement_of_their_own(said):
    assert said("The town has a “ghost” bridge that leads nowhere.") == []


DENIED = [
    ("The army denied carrying out the strike.", "carrying out the strike"),
    ("The army denied any involvement in the attack.", "any involvement in the attack"),
    ("The army denied that its jets had bombed the camp.", "that its jets had bombed the camp"),
    ("The army rejected the claim that it had bombed the camp.", "the claim that it had bombed the camp"),
]


@pytest.mark.parametrize(("text", "content"), DENIED)
def test_a_denial_denies_what_it_is_about(said, text, content):
    assert [("The army", content)] == [(who, what) for who, _, what, a in said(text) if a.denies]


def test_who_reports_a_denial_denies_nothing(said):
    found = {
        who: a.denies
        for who, _, _, a in said("Reuters reported that the ministry denied that its jets had bombed the camp.")
    }
    assert found == {"Reuters": False, "the ministry": True}


HEDGED = [
    "The group claimed that it had shot down a drone.",
    "The general believes the rocket came from the north.",
    "The pilot was reportedly killed in the crash.",
    "The rebels allegedly used a captured tank.",
    "The president is said to have resigned.",
]


@pytest.mark.parametrize("text", HEDGED)
def test_a_cue_that_keeps_its_distance_hedges(said, text):
    assert [a.hedges for *_, a in said(text)] == [True]


@pytest.mark.parametrize("text", ["The minister said that it rained.", "Officials confirmed that the dam had burst."])
def test_saying_and_confirming_hedge_nothing(said, text):
    assert [(a.hedges, a.denies, a.opens) for *_, a in said(text)] == [(False, False, False)]


OPEN = [
    ("Haddour did not say whose aircraft it was.", "Haddour", "whose aircraft it was"),
    (
        "The spokesman declined to say whether anyone had been arrested.",
        "The spokesman",
        "whether anyone had been arrested",
    ),
    (
        "The ministry gave no details about who carried out the raid.",
        "The ministry",
        "no details about who carried out the raid",
    ),
    ("The army reported an explosion, without specifying who was behind it.", "The army", "who was behind it"),
    ("It was unclear who fired the missile.", "", "who fired the missile"),
    ("It was not immediately clear how many people were on board.", "", "how many people were on board"),
    (
        "The ministry said it was still too early to say which country had carried it out.",
        "The ministry",
        "which country had carried it out",
    ),
    ("Neither side would say how many prisoners were exchanged.", "Neither side", "how many prisoners were exchanged"),
]


@pytest.mark.parametrize(("text", "source", "content"), OPEN)
def test_what_is_left_open_is_the_open_clause(said, text, source, content):
    assert [(who, what) for who, _, what, a in said(text) if a.opens] == [(source, content)]


PASSED_ON = [
    ("State TV quoted the ministry as saying that two soldiers were wounded.", "the ministry", "State TV"),
    ("“Two soldiers were wounded,” SANA quoted the ministry as saying.", "the ministry", "SANA"),
    (
        "The agency, citing two security officials, reported that the convoy was hit.",
        "two security officials",
        "The agency",
    ),
    ("The convoy was hit by a drone, Reuters reported, citing a security source.", "a security source", "Reuters"),
    ("The minister said police had told him that the driver was drunk.", "police", "The minister"),
    ("The count is over, State News quoted the mayor as saying.", "the mayor", "State News"),
]


@pytest.mark.parametrize(("text", "source", "through"), PASSED_ON)
def test_words_that_come_through_a_second_mouth_name_it(said, text, source, through):
    found = [(who, [_of(spans, text) for spans in a.via]) for who, _, _, a in said(text)]
    assert (source, [through]) in found


def test_a_claim_that_is_rejected_is_still_made_by_who_made_it(said):
    found = {
        who: (a.denies, a.via)
        for who, _, _, a in said("The ministry's claim that the bridge was empty was rejected by residents.")
    }
    assert found["The ministry"] == (False, ())
    assert found["residents"][0]


NOTHING = [
    "",
    " ",
    "\n\n\n",
    '"',
    "“”",
    "”“”“",
    '"""""""',
    "''''",
    "::::",
    "said",
    "Said.",
    "🙂",
    "…",
    "“\n”",
    "according to",
    "X:",
]


@pytest.mark.parametrize("text", NOTHING)
def test_texts_without_a_statement_give_none(said, text):
    assert said(text) == []


ODD = [
    "🔥🔥 The mayor 🙂 said the dam 🌊 had burst 🔥.",
    "قال الوزير إن سبعة أشخاص قتلوا. The minister said that seven people died.",
    "\u202bהשר אמר\u202c: “seven people died,” the minister said.",
    "he said she said they said we said",
    "“a” “b” “c” said “d” said",
    "The minister said\tthat\u00a0seven\u200bpeople died.\r\n\r\n“Yes,”\r\nhe said.",
    "<p>The minister said &quot;seven people died&quot;.</p>",
    "A said B said C said D said E said that it rained.",
]


@pytest.mark.parametrize("text", [text for text, *_ in REPORTED + QUOTED + DENIED + OPEN + PASSED_ON] + HEDGED + ODD)
def test_every_span_lies_in_the_text_is_not_empty_and_is_in_order(said, text):
    for *_, a in said(text):
        assert a.content
        for part in (a.source, a.cue, a.content, *a.via):
            assert all(0 <= span.start < span.end <= len(text) for span in part)
            assert list(part) == sorted(part)
            assert all(not one.overlaps(other) for one, other in itertools.pairwise(part))


def test_the_same_text_is_read_the_same_way(said):
    text = " ".join(text for text, *_ in REPORTED)
    assert said(text) == said(text)


def _seconds(annotated) -> float:
    start = time.process_time()
    relations(annotated)
    return time.process_time() - start


@pytest.mark.parametrize(
    "paragraph",
    [
        "“The dam has burst,” the mayor said. The army denied that it had opened the gates, according to Reuters.\n\n",
        "“The dam “has “burst the mayor said ",
        "and the mayor said that ",
    ],
)
def test_time_grows_with_the_length_of_the_text_and_not_with_its_square(annotator, paragraph):
    words = len(paragraph.split())
    short, long = annotator.annotate([paragraph * (1_000 // words), paragraph * (8_000 // words)])
    assert min(_seconds(long) for _ in range(3)) < 24 * min(_seconds(short) for _ in range(3)) + 0.05
