"""Attributions that a tagger has marked: its words are kept, and what the cue's words make of them is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.news.article import Span
from service.news.claim import Form
from service.scoring.annotated import Marked
from service.scoring.attribution.attribute import relations


def spans(text, *parts):
    return tuple(Span(text.index(part), text.index(part) + len(part)) for part in parts if part)


@pytest.fixture(scope="module")
def marked(annotator):
    """A text and (source, cue, content) strings, each found where it first occurs → the attributions."""

    def read(text, *triples, filled=False):
        (annotated,) = annotator.annotate([text])
        found = tuple(Marked(*(spans(text, *part.split(" … ")) for part in triple)) for triple in triples)
        return relations(replace(annotated, marked=found), filled=filled)

    return read


def words(text, part):
    return " … ".join(span.of(text) for span in part)


def test_the_words_that_the_tagger_marks_are_kept(marked):
    text = "Stocks fell, a trader named Osei let slip to friends."
    (found,) = marked(text, ("a trader named Osei", "let slip", "Stocks fell"))
    assert words(text, found.source) == "a trader named Osei"
    assert words(text, found.cue) == "let slip"
    assert words(text, found.content) == "Stocks fell"
    assert found.form is Form.INDIRECT


def test_what_the_tagger_does_not_mark_is_nobodys(marked):
    assert marked("The minister said that seven people died.") == ()


@pytest.mark.parametrize(
    ("text", "triple", "denies", "hedges", "opens"),
    [
        ("The army denied that it fired.", ("The army", "denied", "that it fired"), True, False, False),
        ("The army said that it fired.", ("The army", "said", "that it fired"), False, False, False),
        ("The army claimed that it fired.", ("The army", "claimed", "that it fired"), False, True, False),
        ("The army did not say who fired.", ("The army", "did not say", "who fired"), False, False, True),
        ("The army declined to say who fired.", ("The army", "declined to say", "who fired"), False, False, True),
        ("Critics cast doubt: a denial that it fired.", ("Critics", "denial", "that it fired"), True, False, False),
        ("They voiced suspicion that it fired.", ("They", "suspicion", "that it fired"), False, True, False),
        ("It reportedly fired.", ("", "reportedly", "It … fired"), False, True, False),
    ],
)
def test_the_cue_tells_denial_doubt_and_what_is_left_open(marked, text, triple, denies, hedges, opens):
    (found,) = marked(text, triple)
    assert (found.denies, found.hedges, found.opens) == (denies, hedges, opens)


def test_one_inside_another_comes_through_it(marked):
    text = "State TV said the ministry confirmed that the bridge fell."
    outer = ("State TV", "said", "the ministry confirmed that the bridge fell")
    inner = ("the ministry", "confirmed", "that the bridge fell")
    found = marked(text, outer, inner)
    deepest = next(one for one in found if words(text, one.source) == "the ministry")
    assert [words(text, via) for via in deepest.via] == ["State TV"]


def test_a_content_is_widened_to_the_quotation_that_it_is_in(marked):
    text = '"The bridge fell. It fell at noon," the mayor said.'
    (found,) = marked(text, ("the mayor", "said", "It fell at noon"))
    assert words(text, found.content) == '"The bridge fell. It fell at noon,"'
    assert found.form is Form.DIRECT


def test_a_quotation_that_the_tagger_missed_goes_on_with_its_speaker(marked):
    text = '"The bridge fell," the mayor said. "It was never repaired."'
    (found,) = marked(text, ("the mayor", "said", '"The bridge fell,"'))
    assert "It was never repaired." in words(text, found.content)


def test_the_order_of_what_is_marked_changes_nothing(marked):
    text = "State TV said the ministry confirmed that the bridge fell, and the mayor denied it was closed."
    triples = [
        ("State TV", "said", "the ministry confirmed that the bridge fell"),
        ("the ministry", "confirmed", "that the bridge fell"),
        ("the mayor", "denied", "it was closed"),
    ]
    assert marked(text, *triples) == marked(text, *triples[::-1])


def only(marked, text, *triples):
    (found,) = marked(text, *triples, filled=True)
    return words(text, found.source), words(text, found.cue), words(text, found.content)


def test_sure_cues_that_the_tagger_missed_are_added_for_claims_alone(marked):
    text = "The minister said that seven people died."
    assert marked(text) == ()
    assert only(marked, text) == ("The minister", "said", "that seven people died")


def test_what_is_left_open_is_added(marked):
    (found,) = marked("Police did not disclose who fired.", filled=True)
    assert found.opens


def test_a_statement_ahead_of_its_speaker_is_added_whatever_the_verb(marked):
    assert only(marked, "The dam burst because of a crack, the panel has found.")[0] == "the panel"


def test_a_cue_that_is_not_sure_is_not_added(marked):
    assert marked("The minister hinted seven people died.", filled=True) == ()


def test_a_clause_with_that_is_added_whatever_the_verb(marked):
    assert only(marked, "The pilot cautioned that nobody was aboard.")[0] == "The pilot"
    assert marked("First results suggest that nobody was aboard.", filled=True) == ()


def test_what_an_inspectorate_found_is_added(marked):
    assert only(marked, "The inspectorate found the strain was another.")[0] == "The inspectorate"
    assert marked("The dog found the boy was cold.", filled=True) == ()


def test_who_is_put_in_between_commas_is_added_whatever_the_verb(marked):
    assert only(marked, "On seven belts, it records, guards were missing.")[0] == "it"


def test_who_stands_behind_a_cue_between_commas_is_no_part_of_what_is_said(marked):
    text = "They were stopped on the road, say officers, and a can was thrown out."
    triple = ("They", "say", "officers, and a can was thrown out")
    assert only(marked, text, triple)[0] == "officers"


def test_half_a_sentence_that_somebody_else_established_is_no_part_of_what_is_said(marked):
    text = "The board established that it was new, and that it was full. Nothing was lost, the rector stressed."
    triple = ("the rector", "stressed", "that it was full … Nothing was lost")
    found = {words(text, one.source): words(text, one.content) for one in marked(text, triple, filled=True)}
    assert found["the rector"] == "Nothing was lost"
    assert found["The board"] == "that it was new, and that it was full"


def test_a_cue_that_the_tagger_marked_is_not_added_again(marked):
    text = "The minister said that seven people died."
    assert len(marked(text, ("The minister", "said", "that seven people died"), filled=True)) == 1


@pytest.mark.parametrize(
    ("text", "triple", "source"),
    [
        (
            "Rosa Quintal, who was travelling with two nephews, said that the boat sank.",
            ("Rosa Quintal … was travelling with two nephews", "said", "that the boat sank"),
            "Rosa Quintal",
        ),
        (
            "A reporter counted two bodies. The brigade said its men were shelled.",
            ("A reporter counted … The brigade", "said", "its men were shelled"),
            "The brigade",
        ),
    ],
)
def test_a_source_in_pieces_is_brought_to_one_phrase_for_claims(marked, text, triple, source):
    assert only(marked, text, triple)[0] == source


def test_a_cue_over_two_sentences_is_that_of_what_is_said(marked):
    text = "The minister told parliament little. No patient had been admitted, she said."
    found = marked(text, ("she", "told … said", "No patient had been admitted"), filled=True)
    assert [words(text, one.cue) for one in found if "patient" in words(text, one.content)] == ["said"]


def test_small_gaps_in_what_is_said_are_closed_for_claims(marked):
    text = "At least 11 people drowned and 148 were rescued, the coast guard said."
    triple = ("the coast guard", "said", "At least 11 people drowned … were rescued")
    assert only(marked, text, triple)[2] == "At least 11 people drowned and 148 were rescued"
    assert words(text, marked(text, triple)[0].content) == "At least 11 people drowned … were rescued"


@pytest.mark.parametrize(
    ("text", "triple", "told"),
    [
        ("The senator backs the bill.", ("The senator", "backs", "the bill"), False),
        ("The firm eyes moving to Ohio.", ("The firm", "eyes", "moving to Ohio"), False),
        ("The firm let slip that it moves to Ohio.", ("The firm", "let slip", "that it moves to Ohio"), True),
        ('The senator backs "the worst bill".', ("The senator", "backs", '"the worst bill"'), True),
    ],
)
def test_plans_and_attitudes_are_attributions_but_no_claims(marked, text, triple, told):
    assert len(marked(text, triple)) == 1
    assert len(marked(text, triple, filled=True)) == told


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        (
            "The committee was told that nobody had been paid.",
            ("The committee", "was told", "that nobody had been paid"),
        ),
        ("According to current knowledge, it held.", ("current knowledge", "According to", "it held")),
    ],
)
def test_who_is_told_and_what_nobody_says_vouch_for_nothing(marked, text, triple):
    assert all(not one.source for one in marked(text, triple, filled=True))


def test_a_semicolon_parts_what_two_say(marked):
    text = (
        "Kestrian state television quoted a fisherman as saying that he saw a grey boat; "
        "the fisherman, reached by us, said he had been told what to say."
    )
    found = marked(text, ("the fisherman, reached by", "said", "he had been told what to say"), filled=True)
    assert "he had been told what to say" in [words(text, one.content) for one in found]


@pytest.mark.parametrize(
    ("text", "triple", "whole"),
    [
        (
            "Two dams burst and four villages were flooded overnight, the water board said.",
            ("the water board", "said", "and … villages"),
            ("the water board", "Two dams burst and four villages were flooded overnight"),
        ),
        (
            "The missing man has been found dead and the mill was still burning, Fire Chief Ann Roy said, hours later.",
            ("Fire Chief Ann Roy", "said", "the mill was still burning"),
            ("Fire Chief Ann Roy", "The missing man has been found dead and the mill was still burning"),
        ),
        (
            "A boiler blew up at noon, an engineer at the plant told the paper. He keeps a dog at home.",
            ("an engineer at the", "told", "He keeps a dog at home"),
            ("an engineer at the plant", "A boiler blew up at noon"),
        ),
        (
            "Nine ships are waiting outside, the port's chief pilot, Ivo Marek, told Coast Radio.",
            ("the … 's chief pilot, Ivo Marek", "told", "Nine ships are waiting outside"),
            ("the port's chief pilot, Ivo Marek", "Nine ships are waiting outside"),
        ),
        (
            "The line was cut on Sunday, a railway source told Norte, while the ministry denies it.",
            ("a railway source", "told", "the ministry denies it"),
            ("a railway source", "The line was cut on Sunday"),
        ),
        (
            "She had closed the hall in May, she told us on the stairs, because the roof was leaking.",
            ("she", "told", "because the roof was leaking"),
            ("she", "She had closed the hall in May … because the roof was leaking"),
        ),
        (
            "What was described by Ms Bortic is impossible, argues her rival Carlo Vestri.",
            ("by Ms Bortic", "argues", "is impossible"),
            ("her rival Carlo Vestri", "What was described by Ms Bortic is impossible"),
        ),
        (
            "The toll is 12, the clinic says.\n\nThe river rose again in the night.",
            ("the clinic", "says", "The toll is 12 … The river rose again"),
            ("the clinic", "The toll is 12"),
        ),
        (
            "Reacting, the adviser, Carlo Vestri, told the paper that the pier was shut.",
            ("Reacting", "told", "that the pier was shut"),
            ("Reacting, the adviser, Carlo Vestri", "that the pier was shut"),
        ),
        (
            "Police freed a man, Kofi Blay, announcing that it was over.",
            ("Police freed a man, Kofi Blay", "announcing", "that it was over"),
            ("Police", "that it was over"),
        ),
        (
            "“It was late,” he said. “It rained.”\n\nThe hold was empty, said Ana Bortic.",
            ("Ana Bortic", "said", "” … The hold was empty"),
            ("Ana Bortic", "The hold was empty"),
        ),
        (
            "The gate was shut, he added.\n\nAna Bortic was at home. “I heard no bell.”",
            ("he", "added", "The gate was shut … “I heard no bell.”"),
            ("he", "The gate was shut"),
        ),
        (
            "Mr Moss promised to pay every household. Ana Bortic, beside him, took notes.",
            ("Mr Moss", "promised", "to pay every household … Ana Bortic, beside him, took notes"),
            ("Mr Moss", "to pay every household"),
        ),
        (
            "The logger shows a red lamp at nine, the panel writes.",
            ("The logger", "writes", "shows a red lamp"),
            ("the panel", "The logger shows a red lamp at nine"),
        ),
        (
            "It held much grain, according to the company that runs it, Prairie Link.",
            ("the company that runs it … Prairie Link", "according to", "It held much grain"),
            ("the company that runs it, Prairie Link", "It held much grain"),
        ),
        (
            "Her rival looked out of the open window for some time. There was no drawer, Ivo Marek said.",
            ("Ivo Marek", "said", "Her rival … some … There was no drawer"),
            ("Ivo Marek", "There was no drawer"),
        ),
        (
            "The barriers were open, says the driver of the transporter.",
            ("the driver of the", "says", "The barriers were open"),
            ("the driver of the transporter", "The barriers were open"),
        ),
        (
            "Speaking by video link, the port's manager, Rui Cardote, told the court that the sheet was forged.",
            ("video link, the port's manager, Rui Cardote", "told", "that the sheet was forged"),
            ("the port's manager, Rui Cardote", "that the sheet was forged"),
        ),
        (
            "At the electoral commission, an official who sat there said that nobody broke in.",
            ("electoral commission, an official who", "said", "that nobody broke in"),
            ("an official who sat there", "that nobody broke in"),
        ),
        (
            "The crane would run, Dr Ann Roy added, and this one had run for a mile.",
            ("Dr Ann Roy", "added", "The crane would run"),
            ("Dr Ann Roy", "The crane would run … and this one had run for a mile"),
        ),
        (
            "• The toll is 12, says the clinic\n• The dam is whole, engineers confirm",
            ("engineers", "confirm", "The toll is 12 … The dam is whole"),
            ("engineers", "The dam is whole"),
        ),
    ],
)
def test_what_is_torn_is_made_whole_by_the_parse_for_claims(marked, text, triple, whole):
    found = marked(text, triple, filled=True)
    assert whole in [(words(text, one.source), words(text, one.content)) for one in found]
    kept = marked(text, triple)
    assert whole not in [(words(text, one.source), words(text, one.content)) for one in kept]


@pytest.mark.parametrize(
    ("text", "triples", "source", "via"),
    [
        (
            "State radio quoted the navy as saying that two men had been saved.",
            [("State radio", "quoted", "the navy … that two men had been saved")],
            "the navy",
            ["State radio"],
        ),
        (
            "The bridge was blown up, the news agency said, citing two villagers.",
            [("the news agency", "said, citing", "The bridge was blown up")],
            "two villagers",
            ["the news agency"],
        ),
        (
            "Tests show that the water is clean, the mayor told reporters.",
            [("Tests … the mayor", "show … told", "that the water is clean")],
            "the mayor",
            [],
        ),
    ],
)
def test_who_is_quoted_or_cited_vouches_and_not_who_passes_it_on(marked, text, triples, source, via):
    found = next(one for one in marked(text, *triples, filled=True) if words(text, one.source) == source)
    assert [words(text, one) for one in found.via] == via
    assert words(text, found.content).split()[-1] in {"saved", "up", "clean"}


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Peru and Chile agreed to reopen the pass.", ("Peru", "agreed", "to reopen the pass")),
        ("The mayor did not ask the army for boats.", ("The mayor", "did not ask", "the army for boats")),
        ("The video shows smoke rising over the port.", ("The video", "shows", "smoke rising over the port")),
        ("The footage shows that nobody fired.", ("The footage", "shows", "that nobody fired")),
        ("A man who is known to her was arrested.", ("", "was arrested", "A man who is known to her")),
    ],
)
def test_agreements_omissions_and_pictures_hand_nothing_on_in_claims(marked, text, triple):
    assert marked(text, triple)
    assert marked(text, triple, filled=True) == ()


def test_data_in_somebodys_words_are_theirs(marked):
    text = "The mayor said that the records show that 40 people went in."
    outer = ("The mayor", "said", "that the records show that 40 people went in")
    inner = ("the records", "show", "that 40 people went in")
    found = marked(text, outer, inner, filled=True)
    assert [words(text, one.source) for one in found] == ["The mayor"]


def test_a_witness_who_tells_what_they_said_is_the_voice(marked):
    text = '"They told me that the bridge was shut," Ana Bortic said.'
    assert only(marked, text, ("Ana Bortic", "said", '"They told me that the bridge was shut,"'))[0] == "Ana Bortic"


def test_who_tells_of_an_order_is_the_voice(marked):
    text = "The driver said that a foreman told him to keep quiet."
    outer = ("The driver", "said", "that a foreman told him to keep quiet")
    found = marked(text, outer, ("a foreman", "told", "him to keep quiet"), filled=True)
    assert [words(text, one.source) for one in found] == ["The driver"]


def test_a_quotation_has_its_speaker_whatever_the_verb(marked):
    text = '"We were never asked about the dam," Ana Bortic grumbled.'
    assert [one.source for one in marked(text)] == [()]
    assert only(marked, text)[0] == "Ana Bortic"


def test_what_others_write_of_something_denied_is_not_theirs(marked):
    text = '"Our men did not use mortars, as some papers write," Ana Bortic stressed.'
    assert only(marked, text)[0] == "Ana Bortic"


@pytest.mark.parametrize("refusal", ["would neither confirm nor deny", "declined to confirm or deny"])
def test_who_neither_confirms_nor_denies_leaves_it_open(marked, refusal):
    found = marked(f"The bank {refusal} that it had asked for help.", filled=True)
    assert found
    assert all(one.opens for one in found)


def test_a_quotation_behind_a_sentence_about_somebody_else_is_not_the_first_speakers(marked):
    text = (
        '"The boy blew his whistle," Dhiren Roy said. They had laughed. Malati rose from her chair. "Nobody came here."'
    )
    quotes = '"The boy blew his whistle," … "Nobody came here."'
    found = marked(text, ("Dhiren Roy", "said", quotes), filled=True)
    assert {words(text, one.source): words(text, one.content) for one in found} == {
        "Dhiren Roy": '"The boy blew his whistle,"',
        "Malati": '"Nobody came here."',
    }


def test_what_the_tagger_ends_at_a_comma_goes_no_further(marked):
    text = "The paper has learnt that the target was a truck, which had crossed the river in the dark an hour earlier."
    triple = ("The paper", "has learnt", "that the target was a truck")
    assert only(marked, text, triple)[2] == "that the target was a truck"


def test_an_account_that_is_only_described_leads_to_all_of_it(marked):
    text = (
        "What she told me was slow. They had drifted. The rope tore. Then it sank. It was cold. It rained. A man sang."
    )
    found = marked(text, ("she", "told", "What … was slow"), filled=True)
    assert any("A man sang" in words(text, one.content) for one in found)


@pytest.mark.parametrize(
    ("text", "triple", "source"),
    [
        (
            "They will tell any judge that he never stirred.",
            ("any judge", "will tell", "that he never stirred"),
            "They",
        ),
        (
            "Ana Bortic, who keeps the shop in Ardal, said that it was dark.",
            ("the shop in Ardal", "said", "that it was dark"),
            "Ana Bortic",
        ),
        (
            "On the motive: the suspect stated that it was a bet.",
            ("the motive", "stated", "that it was a bet"),
            "the suspect",
        ),
        (
            "Police held a student, Leo Marsh, on Monday, announcing that it was over.",
            ("Police held a student, Leo Marsh", "announcing", "that it was over"),
            "Police",
        ),
    ],
)
def test_who_cannot_speak_gives_way_to_who_does(marked, text, triple, source):
    (found,) = marked(text, triple, filled=True)
    assert words(text, found.source) == source


def test_a_quotation_led_into_in_its_own_paragraph_is_not_the_one_befores(marked):
    text = (
        "“There is no danger on board,” says the manager, Ana Bortic.\n\n"
        "A passenger, whispering by phone: “There are two of them on the stairs.”"
    )
    found = marked(
        text,
        (
            "the manager, Ana Bortic",
            "says",
            "“There is no danger on board,” … “There are two of them on the stairs.”",
        ),
        filled=True,
    )
    sources = {words(text, one.source): words(text, one.content) for one in found}
    assert "There are two" in sources["A passenger"]
    assert "There are two" not in sources["the manager, Ana Bortic"]


def test_what_something_is_said_in_is_no_second_voice(marked):
    text = "Leo Marsh maintained in a written reply that it never crossed his desk."
    found = marked(text, ("Leo Marsh", "maintained in a written reply", "that it never crossed his desk"), filled=True)
    assert [words(text, one.source) for one in found] == ["Leo Marsh"]
