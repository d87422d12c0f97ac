"""The attribution tagger: what is read beside a text changes nothing, spans are exact, and a folder gives it back."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from service.adapters.attribution_tagger import CONFIG, WEIGHTS, AttributionTagger, Thresholds
from service.news.errors import ArtefactError
from tests.toy_tagger import make_toy_tagger

pytestmark = pytest.mark.models

WORDS = ("the", "ministry", "said", "two", "soldiers", "died", "in", "warda", ".", ",", "on", "monday")


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    return tmp_path_factory.mktemp("encoder")


@pytest.fixture(scope="module")
def toy(encoder):
    """One that finds something almost everywhere."""
    tagger = make_toy_tagger(encoder, WORDS)
    tagger.thresholds = Thresholds(anchor=0.2, source=0.1, cue=1.0, content=0.0)
    return tagger


def make_texts(number, seed=3):
    draw = random.Random(seed)
    return [" ".join(draw.choices([*WORDS, "\n\n", "odd"], k=draw.choice([1, 7, 40, 90, 400]))) for _ in range(number)]


def test_what_is_found_in_a_text_does_not_depend_on_the_texts_beside_it(toy):
    texts = make_texts(40)
    together = toy.tag(texts)
    assert sum(len(one) for one in together) > 100
    assert [toy.tag([text])[0] for text in texts] == together
    assert toy.tag(texts[::-1])[::-1] == together


def test_spans_lie_in_the_text_and_begin_and_end_with_words(toy):
    for text in make_texts(20):
        (found,) = toy.tag([text])
        spans = [span for one in found for part in (one.source, one.cue, one.content) for span in part]
        for span in spans:
            printed = span.of(text)
            assert printed
            assert printed == printed.strip()


def test_no_two_attributions_share_a_word_of_their_cues(toy):
    """Of two that do, the surer one is kept."""
    for text in make_texts(20):
        cues = [(span.start, span.end) for one in toy.tag([text])[0] for span in one.cue]
        assert all(here[1] <= after[0] for here, after in zip(sorted(cues), sorted(cues)[1:], strict=False))


def test_every_attribution_has_a_cue_and_a_content(toy):
    assert all(one.cue and one.content for found in toy.tag(make_texts(20)) for one in found)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "said", "…", "\x00", "said " * 3000])
def test_odd_texts_are_read(toy, text):
    assert len(toy.tag([text])) == 1


def test_how_a_word_is_printed_and_where_paragraphs_begin_is_told(toy):
    (words,) = toy.words(["The UN said\n\nsoldiers of 2nd Men died"])
    printed = [words.text[start:end] for start, end in words.spans]
    assert dict(zip(printed, words.looks, strict=True)) == {
        "The": 1,
        "UN": 2,
        "said": 0,
        "soldiers": 4,
        "of": 0,
        "2nd": 3,
        "Men": 1,
        "died": 0,
    }


def test_no_texts_no_answers(toy):
    assert toy.tag([]) == []


def test_a_folder_gives_back_what_was_saved(toy, encoder, tmp_path):
    toy.save(tmp_path)
    found = AttributionTagger.load(tmp_path, "toy", encoder)
    again = tmp_path / "again"
    found.save(again)
    assert found.thresholds == toy.thresholds
    assert (again / WEIGHTS).read_bytes() == (tmp_path / WEIGHTS).read_bytes()
    assert AttributionTagger.load(again, "toy", encoder).tag(make_texts(5)) == found.tag(make_texts(5))


def test_a_threshold_that_nothing_reaches_finds_nothing(toy, encoder, tmp_path):
    toy.save(tmp_path)
    found = AttributionTagger.load(tmp_path, "toy", encoder)
    found.thresholds = replace(found.thresholds, anchor=1e9)
    assert not any(found.tag(make_texts(5)))


@pytest.mark.parametrize("broken", [CONFIG, WEIGHTS])
def test_a_folder_that_lacks_a_part_is_refused(toy, encoder, tmp_path, broken):
    toy.save(tmp_path)
    (tmp_path / broken).unlink()
    with pytest.raises(ArtefactError, match="train attribution"):
        AttributionTagger.load(tmp_path, "toy", encoder)


def test_weights_of_another_shape_are_refused(toy, encoder, tmp_path):
    toy.save(tmp_path)
    config = json.loads((tmp_path / CONFIG).read_text())
    config["encoder"]["num_hidden_layers"] = 1
    (tmp_path / CONFIG).write_text(json.dumps(config))
    with pytest.raises(ArtefactError):
        AttributionTagger.load(tmp_path, "toy", encoder)
