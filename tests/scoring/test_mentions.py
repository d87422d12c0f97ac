"""Source phrases read: what they name, whatever their edges, their parse and the labels of their names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.scoring.annotated import AnnotatedText
from service.scoring.attribution.mention import Shape
from service.scoring.attribution.mentions import read
from service.scoring.attribution.runs import known
from service.scoring.attribution.syntax import Tree

# (phrase, shape, name, institution): each is read in '<phrase> said on Monday that it was over.'
PHRASES = [
    ("Rami Abdul Rahman, the director of the Syrian Observatory for Human Rights,", "person", "Rami Abdul Rahman", "Syrian Observatory for Human Rights"),
    ("Its director, Rami Abdul Rahman,", "person", "Rami Abdul Rahman", "its"),
    ("Tolliver's chief executive, Carl Denholm,", "person", "Carl Denholm", "Tolliver"),
    ("Russian Defence Ministry spokesman Igor Konashenkov", "person", "Igor Konashenkov", "Russian Defence Ministry"),
    ("Clinton campaign Chairman John Podesta", "person", "John Podesta", "Clinton campaign"),
    ("Coast guard commander Ruggero Salis", "person", "Ruggero Salis", "Coast guard"),
    ("Dr. Amina Yusuf, MD, of Lagos University Hospital,", "person", "Amina Yusuf", "Lagos University Hospital"),
    ("The attorney general of Washington, Dolores Whitcomb,", "person", "Dolores Whitcomb", ""),
    ("The Huffington Post’s Scott Conroy", "person", "Scott Conroy", "Huffington Post"),
    ("Former governor Jeb Bush", "person", "Jeb Bush", ""),
    ("Rosa Quintal of the dock workers' federation", "person", "Rosa Quintal", "dock workers' federation"),
    ("Martin Luther King Jr.", "person", "Martin Luther King Jr.", ""),
    ("Reacting, the adviser to the governor, Mr. Ibrahim Danladi,", "person", "Ibrahim Danladi", ""),
    ("DCP (East) Anita Revathi", "person", "Anita Revathi", ""),
    ("A steward I know who was on the door", "indefinite", "steward", ""),
    ("Residents of Ras Ambel", "indefinite", "Residents of Ras Ambel", ""),
    ("Stephen King", "person", "Stephen King", ""),
    ("J.K. Rowling", "person", "J.K. Rowling", ""),
    ("Ted Cruz and Marco Rubio", "person", "Ted Cruz", ""),
    ("The Syrian Observatory for Human Rights (SOHR)", "institution", "Syrian Observatory for Human Rights", ""),
    ("The charity Lifeline South", "institution", "Lifeline South", ""),
    ("The company that runs the silo, Prairie Link,", "institution", "Prairie Link", ""),
    ("Those interviewed", "pronoun", "Those", ""),
    ("A group that calls itself Copperhead", "institution", "Copperhead", ""),
    ("Human Rights Watch", "institution", "Human Rights Watch", ""),
    ("Gaza's Hamas-run health ministry", "institution", "Gaza's Hamas-run health ministry", ""),
    ("The state-run newspaper Tuoi Tre", "institution", "Tuoi Tre", ""),
    ("NASA Administrator Bill Nelson", "person", "Bill Nelson", ""),
    ("The head of Russia's Wagner group, Yevgeny Prigozhin,", "person", "Yevgeny Prigozhin", "Wagner group"),
    ("The elected government", "institution", "elected government", ""),
    ("The Obama administration", "institution", "Obama administration", ""),
    ("China's Ministry of Foreign Affairs", "institution", "China's Ministry of Foreign Affairs", ""),
    ("The Iraqi border guard", "institution", "Iraqi border guard", ""),
    ("A night guard, Ana Bortic,", "person", "Ana Bortic", "night guard"),
    ("One of the two, cook Leo Marsh,", "person", "Leo Marsh", ""),
    ("His former superior, Mr Leo Marsh,", "person", "Leo Marsh", ""),
    ("The owner, Mr Leo Marsh,", "person", "Leo Marsh", ""),
    ("The second accused", "definite", "second accused", ""),
    ("Two drivers we", "indefinite", "Two drivers", ""),
    ("The Governor of Upper Silesia, Dr. Adam Nowak,", "person", "Adam Nowak", ""),
    ("The choir's accompanist, Carlo Vestri,", "person", "Carlo Vestri", ""),
    ("Chief Executive Ana Bortic", "person", "Ana Bortic", ""),
    ("Special Agent Carlo Vestri", "person", "Carlo Vestri", ""),
    ("The Ministry of Trade and Industry", "institution", "Ministry of Trade and Industry", ""),
    ("A rebel officer who goes by the name of Abu Rashid", "person", "Abu Rashid", ""),
    ("Superintendent Irina Volk of Devon Police", "person", "Irina Volk", "Devon Police"),
    ("The MP for Quill Valley, Jarvis Stone,", "person", "Jarvis Stone", ""),
    ("The dead man's brother, Kofi,", "person", "Kofi", ""),
    ("The club's coach, Leo Marsh,", "person", "Leo Marsh", "club"),
    ("Mountain guide Reto Caduff", "person", "Reto Caduff", ""),
    ("Depot foreman Gus Petrakis", "person", "Gus Petrakis", ""),
    ("The bus company's managing director", "definite", "bus company's managing director", "bus company"),
    ("A spokesperson for Northline", "document", "spokesperson for Northline", "Northline"),
    ("A spokesman for the campaign group Clean Water Now", "document", "spokesman for the campaign group Clean Water Now", "Clean Water Now"),
    ("One of them", "indefinite", "One of them", ""),
    ("The ministry", "definite", "ministry", ""),
    ("The Brigade", "definite", "Brigade", ""),
    ("The director of the Observatory", "definite", "director of the Observatory", "Observatory"),
    ("A security official who asked not to be named", "indefinite", "security official", ""),
    ("Two people familiar with the matter", "indefinite", "Two people familiar with the matter", ""),
    ("An officer of the Iraqi border guard", "indefinite", "officer of the Iraqi border guard", "Iraqi border guard"),
    ("A statement from the Interior Ministry", "document", "statement from the Interior Ministry", "Interior Ministry"),
    ("A spokesman for the army", "document", "spokesman for the army", "army"),
    ("He", "pronoun", "He", ""),
    ("They", "pronoun", "They", ""),
    ("We", "self", "We", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def told(annotator):
    """A phrase → the text it opens, annotated, and the indices of its tokens."""

    def read_in(phrase: str) -> tuple[AnnotatedText, list[int]]:
        (text,) = annotator.annotate([f"{phrase} said on Monday that it was over."])
        return text, [token.i for token in text.tokens if token.end <= len(phrase)]

    return read_in


@pytest.mark.parametrize(("phrase", "shape", "name", "body"), PHRASES)
def test_a_phrase_says_who_is_meant_and_for_whom_he_speaks(told, phrase, shape, name, body):
    text, indices = told(phrase)
    found = read(Tree(text), indices, known(text))
    assert (found.shape, found.name, found.body) == (Shape(shape), name, body)


@pytest.mark.parametrize(("phrase", "shape", "name", "body"), PHRASES)
def test_a_phrase_is_read_alike_without_a_parse(told, phrase, shape, name, body):
    text, indices = told(phrase)
    unparsed = replace(text, tokens=tuple(replace(token, dep="", head=token.i) for token in text.tokens))
    found = read(Tree(unparsed), indices, known(unparsed))
    assert (found.shape, found.name, found.body) == (Shape(shape), name, body)


@pytest.mark.parametrize(("phrase", "shape", "name", "body"), PHRASES)
def test_a_verb_at_the_edge_of_a_phrase_is_no_part_of_it(told, phrase, shape, name, body):
    text, indices = told(phrase)
    found = read(Tree(text), [*indices, indices[-1] + 1], known(text))
    assert (found.shape, found.name, found.body) == (Shape(shape), name, body)


@pytest.mark.parametrize(
    ("phrase", "shape", "name", "wrote"),
    [
        ("Her report", "pronoun", "Her", "report"),
        ("The driver's letter", "definite", "driver", "letter"),
        ("A letter from the driver", "definite", "driver", "letter"),
        ("The reply, from Leo Marsh,", "person", "Leo Marsh", "reply"),
        ("Statements of the crewmen and of the cook", "definite", "crewmen", "statement"),
        ("The log of the boat", "document", "log of the boat", ""),
    ],
)
def test_what_somebody_has_written_is_that_persons_word(told, phrase, shape, name, wrote):
    text, indices = told(phrase)
    found = read(Tree(text), indices, known(text))
    assert (found.shape, found.name, found.wrote) == (Shape(shape), name, wrote)


@pytest.mark.parametrize("phrase", ["Lind's Letter", "Lind's Report", "Lind Report from Lind"])
def test_whose_word_a_text_is_is_asked_once_where_all_of_it_is_labelled_as_one_name(told, phrase):
    text, indices = told(phrase)
    one_name = replace(
        text,
        tokens=tuple(replace(t, entity="PERSON", entity_start=not t.i) if t.i in indices else t for t in text.tokens),
    )
    found = read(Tree(one_name), indices, known(one_name))
    assert found.name.startswith("Lind")


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Mayor Amina Yusuf", "Amina Yusuf"),
        ("Ministry spokesman Igor Konashenkov", "Igor Konashenkov"),
        ("Carl Denholm, the company's chairman,", "Carl Denholm"),
        ("Olena Shevchenko", "Olena Shevchenko"),
    ],
)
@pytest.mark.parametrize("label", ["", "ORG", "GPE"])
def test_a_person_is_known_under_a_wrong_label_or_none(told, phrase, name, label):
    text, indices = told(phrase)
    relabelled = replace(
        text, tokens=tuple(replace(t, entity=label if t.entity else "", entity_start=bool(label) and t.entity_start) for t in text.tokens)
    )  # fmt: skip
    found = read(Tree(relabelled), indices, known(relabelled))
    assert (found.shape, found.name) == (Shape.PERSON, name)


def test_a_name_cut_in_two_is_made_whole(told):
    text, indices = told("The Syrian Observatory for Human Rights")
    found = read(Tree(text), indices[:3], known(text))
    assert found.name == "Syrian Observatory for Human Rights"


def test_what_has_no_word_in_it_names_nobody(told):
    text, _ = told("He, she,")
    assert read(Tree(text), []) is None
    assert read(Tree(text), [1]) is None


@pytest.mark.parametrize(
    ("phrase", "gender"), [("Her aunt Mary Li", "f"), ("Mr. Li", "m"), ("Olena Li", "f"), ("Kim Li", "")]
)
def test_a_title_an_office_or_a_given_name_tells_a_gender(told, phrase, gender):
    text, indices = told(phrase)
    assert read(Tree(text), indices, known(text)).gender == gender
