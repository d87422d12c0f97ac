"""Names put in the place of what stands for them."""

from __future__ import annotations

import pytest

from service.scoring.annotated import joined
from service.scoring.reading.reference import NO_REFERENCES, Reference, named, put_in


@pytest.fixture(scope="module")
def tokens_of(annotator):
    return lambda text: annotator.annotate([text])[0].tokens


@pytest.fixture(scope="module")
def said(tokens_of):
    """A sentence with a name in place of each of its words ``word``."""

    def say(text: str, word: str, name: str, **how) -> str:
        tokens, label = tokens_of(text), tokens_of(name)
        places = [token.i for token in tokens if token.text == word]
        return put_in(tokens, {i: Reference(i, i + 1, label, **how) for i in places})

    return say


PUT_IN = [
    ("It has left.", "It", "Eastern Brigade", {"definite": True}, "The Eastern Brigade has left."),
    ("I have left.", "I", "Omar Haddad", {}, "Omar Haddad has left."),
    ("I don't know and I care.", "I", "Omar Haddad", {}, "Omar Haddad doesn't know and Omar Haddad cares."),
    ("I try.", "I", "Omar Haddad", {}, "Omar Haddad tries."),
    ("we were there.", "we", "Rivers Agency", {"definite": True}, "the Rivers Agency was there."),
    ("I’ve left.", "I", "Omar Haddad", {}, "Omar Haddad has left."),
    ("They’ve left.", "They", "residents", {"plural": True}, "Residents have left."),
    ("He’d go.", "He", "Omar Haddad", {}, "Omar Haddad would go."),
    ("You and I know.", "I", "Omar Haddad", {}, "You and Omar Haddad know."),
    ("Their homes burnt.", "Their", "Residents", {"plural": True, "owner": True}, "Residents' homes burnt."),
    ("His home burnt.", "His", "Hans Weiss", {"owner": True}, "Hans Weiss's home burnt."),
]


@pytest.mark.parametrize(("text", "word", "name", "how", "expected"), PUT_IN)
def test_the_sentence_reads_on_with_the_name(said, text, word, name, how, expected):
    assert said(text, word, name, **how) == expected


@pytest.mark.parametrize("text", ["It has left.", " It \n has  left .", "I’ve “left”…", ""])
def test_where_nothing_stands_for_a_name_the_words_are_as_printed(tokens_of, text):
    tokens = tokens_of(text)
    assert put_in(tokens, NO_REFERENCES) == joined(tokens)
    assert named(tokens, NO_REFERENCES) == tuple(tokens)


def test_a_name_takes_the_place_of_several_words(tokens_of):
    tokens, label = tokens_of("Then the group's men left."), tokens_of("Eastern Brigade")
    meant = {1: Reference(1, 3, label, definite=True)}
    assert put_in(tokens, meant) == "Then the Eastern Brigade's men left."
    assert [token.text for token in named(tokens, meant)] == ["Then", "Eastern", "Brigade", "'s", "men", "left", "."]


def test_the_head_of_a_name_is_its_last_word_or_what_the_rest_hangs_on(tokens_of):
    assert Reference(0, 1, tokens_of("Omar Haddad")).head.text == "Haddad"
    assert Reference(0, 1, tokens_of("Observatory for Human Rights")).head.text == "Observatory"
