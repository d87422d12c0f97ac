"""Who is meant where names are shared, guessed at, or only told of: voices within one article."""

from __future__ import annotations

import pytest

from service.news.article import Article, Field
from service.scoring.attribution.attribute import relations
from service.scoring.attribution.sources import AttributedText, chain_of, heard, tied


@pytest.fixture(scope="module")
def speakers(annotator):
    """The names of the sources of one article's attributions, in the order of the text."""

    def read(text):
        (annotated,) = annotator.annotate([text])
        found = relations(annotated, filled=True)
        met = heard([AttributedText(Article("a1", "The Courier", text), Field.TEXT, annotated, found)])
        (sources,) = tied([met.voices])
        name = {source.id: {source.name, *source.aliases} for source in sources}
        return [name[chain_of(chain, sources)[-1]] for chain in met.chains[0]]

    return read


def test_two_people_of_one_surname_are_two(speakers):
    text = (
        "The magistrate, Rakesh Kumar, said four children died. Kumar said the oil was bad. "
        "The headmaster, Sunil Kumar, said he had tasted it. He said it was clean."
    )
    first, again, other, he = speakers(text)
    assert first == again
    assert other == he
    assert "Rakesh Kumar" in first - other


@pytest.mark.parametrize("acronym", ["WHO", "IT"])
def test_an_acronym_is_no_pronoun(speakers, acronym):
    assert speakers(f"{acronym} said that 40 people were ill.") == [{acronym}]


def test_a_time_zone_is_nobody(speakers):
    names = set().union(*speakers("18:40 BST - Two people were hurt, the army said. It said a third was missing."))
    assert "BST" not in names


def test_a_body_is_known_by_the_short_name_set_beside_it(speakers):
    text = (
        "Two observers of the Organization for Peace and Co-operation in Asia, the OPCA, went to the well at noon. "
        "Local television said nobody fired. The organisation said that the digger had burnt out."
    )
    assert "OPCA" in speakers(text)[-1]


def test_she_is_not_the_one_of_whom_she_speaks(speakers):
    text = (
        "The colonel's lawyer, Hawa Barry, denied that he was held. "
        '"Colonel Moussa Keita has been in hospital since Thursday," she said.'
    )
    assert speakers(text)[0] == speakers(text)[1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"The ship turned," Nord Tankers reported. "It was dark," the message says.', "Nord Tankers"),
        ("Nord Tankers said the ship turned. The announcement did not say who was on watch.", "Nord Tankers"),
        ('Its chief, Ana Bortic, put it down to prices. "They sank," she told reporters.', "Ana Bortic"),
        ('I asked Ana Bortic about it at the gate. "They sank," she said.', "Ana Bortic"),
    ],
)
def test_who_is_spoken_of_may_speak_next(speakers, text, name):
    assert name in speakers(text)[-1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Neither the Foreign Ministry nor the delegation would say whether he had left.", "Foreign Ministry"),
        ("Live on Radio Norte\n\nAna Bortic said nobody was hurt.", "Ana Bortic"),
        ("According to a court filing, the firm moved 40 million.", "court filing"),
    ],
)
def test_a_name_ends_where_its_phrase_does(speakers, text, name):
    assert name in speakers(text)[-1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The coroner will say why. Castellanos, up next, was asked about it. He said it was late.", "Castellanos"),
        ("The surgeon spoke. Boyie, as he asks to be called, was out at sea. He says it was late.", "Boyie"),
        (
            "Ivo Marek said it was noon. Mo Siddiqui runs three cafés in Leeds. Nobody told him why, he says.",
            "Mo Siddiqui",
        ),
        ('Ana Bortic spoke. Tighe goes after the map. "The towers fell," she says.', "Tighe"),
    ],
)
def test_a_pronoun_tells_whose_name_is_a_persons(speakers, text, name):
    assert name in speakers(text)[-1]


def test_a_body_stays_one_where_somebody_else_can_be_meant(speakers):
    assert speakers("Ivo Marek rang at noon. Frontex sent a boat to Dr Ana Bortic. He said it was late.")[-1] != {
        "Frontex"
    }


def test_who_is_the_company_next_is_no_person(speakers):
    text = "The weather agency said it blew. Altura Ocio said it was sorry. There had been soup, the company added."
    assert speakers(text)[-1] == speakers(text)[-2]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The weather agency said it blew. Nobody had asked Altura. There had been soup, a spokesman said.", "agency"),
        (
            "Corvane Metals said all was well. Nobody asked Rachidath. There had been soup, the company added.",
            "Corvane",
        ),
    ],
)
def test_a_body_that_spoke_is_meant_rather_than_a_name_that_did_not(speakers, text, name):
    assert any(name in each for each in speakers(text)[-1])


def test_those_asked_are_the_ones_spoken_to(speakers):
    text = (
        "Police said it was noon. Our staff spoke to fourteen survivors. It fell early, according to those interviewed."
    )
    assert "fourteen survivors" in speakers(text)[-1]


def test_who_gives_a_name_is_called_so(speakers):
    text = (
        "Father Honor Silva asked for silence. Outside, a crane driver who gave his name only as Beto smoked. "
        "He had driven it on Tuesday, he said."
    )
    assert speakers(text)[-1] == {"Beto"}


def test_it_is_the_one_who_cites_rather_than_the_one_cited(speakers):
    text = "Twelve are Filipinos, the Department of Works said, citing the Manning Agency. All are safe, it added."
    assert speakers(text)[-1] == {"Department of Works"}


def test_a_quoted_word_is_no_speaker(speakers):
    text = "The wire, Anwar Kamal assured me, was put in by “a junior hand, without orders”. He also said nobody knew."
    assert speakers(text)[-1] == {"Anwar Kamal"}


def test_a_report_calls_somebody_by_words_of_like_meaning(speakers):
    text = (
        "Dr Elkanah Rotich told lawmakers that the plant tripped. The clerk said nobody knew. "
        "The medic said the letters were never answered."
    )
    assert speakers(text)[-1] == {"Elkanah Rotich"}


def test_who_disputes_something_may_speak_next(speakers):
    text = (
        "Dr Aoife Brannigan said the samples were clear. That was disputed by a consultant at the ward. "
        "The doctor said three people had come on Thursday."
    )
    assert "Aoife Brannigan" not in speakers(text)[-1]


def test_who_speaks_stands_on_the_same_side_of_a_semicolon(speakers):
    text = (
        "State television quoted a fisherman as saying that he saw a grey boat; the fisherman, reached by us, "
        "said he had been told what to say."
    )
    assert speakers(text)[-1] == {"fisherman"}


@pytest.mark.parametrize(
    "text",
    [
        "Leo Marsh, a farmer in Ardal, who said that it was late, had seen it.",
        "Reporters met Leo Marsh, 34, who, asked about it, said that it was late.",
    ],
)
def test_who_is_a_person_and_not_where_he_is(speakers, text):
    assert {"Leo Marsh"} in speakers(text)


def test_according_to_which_means_what_stands_ahead(speakers):
    (found,) = speakers("She showed a certificate, according to which the boat left at noon.")
    assert "certificate" in found


def test_nobody_in_particular_speaks_next(speakers):
    text = "Ana Bortic said that it was late. Every second driver had left. She added that the lamp was out."
    assert speakers(text) == [{"Ana Bortic"}, {"Ana Bortic"}]


def test_a_town_that_the_article_names_in_full_as_a_person_speaks(speakers):
    text = "Leo Paris told the paper that it was late. Nobody knew. Paris, who was there, said that the lamp was out."
    first, last = speakers(text)
    assert first == last


def test_whoever_there_is_speaks_next(speakers):
    text = "Ivo Orsic said that it was late. Then there is Ana Bortic, the cook. She said that the lamp was out."
    assert "Ana Bortic" in speakers(text)[1]


def test_a_word_for_a_firm_or_a_person_means_the_person_behind_who(speakers):
    text = "The operator calls it a leak. The crane operator, who has worked there for years, said that it was late."
    assert speakers(text) == [{"operator"}, {"crane operator"}]


def test_the_company_is_the_known_one_rather_than_what_may_be_a_person(speakers):
    text = "Lesk Shipping Company said it blew. Tibor Lasz said it was dark. There was soup, the company added."
    assert speakers(text)[-1] == speakers(text)[0]
