"""Windows over a long text: their cores are the text, none is too long, and they end where the text pauses."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.scoring.attribution.windows import AFTER, BEFORE, windows

LONGEST = 20


def make_words(text):
    """Words and marks with where they stand."""
    spans, start = [], None
    for i, char in enumerate(text + " "):
        if char.isalnum():
            start = i if start is None else start
            continue
        if start is not None:
            spans.append((start, i))
            start = None
        if not char.isspace():
            spans.append((i, i + 1))
    return spans


texts = st.lists(st.sampled_from(["rain", "fell", ".", "\n", "“Yes", ".”", "and", "."]), max_size=120).map(" ".join)


@given(texts, st.data())
def test_the_cores_are_the_text_and_fit(text, data):
    words = make_words(text)
    pieces = data.draw(st.lists(st.integers(1, 4), min_size=len(words), max_size=len(words)))
    found = windows(text, words, pieces, LONGEST)
    assert [i for one in found for i in range(one.core_first, one.core_last)] == list(range(len(words)))
    for one in found:
        assert sum(pieces[one.core_first : one.core_last]) <= LONGEST
        assert sum(pieces[one.first : one.core_first]) <= BEFORE
        assert sum(pieces[one.core_last : one.last]) <= AFTER
        assert one.first <= one.core_first < one.core_last <= one.last


def test_a_core_ends_with_a_paragraph_where_it_can():
    text = "One two three four five.\n\nSix seven eight. Nine ten eleven twelve thirteen fourteen fifteen sixteen."
    words = make_words(text)
    first = windows(text, words, [1] * len(words), 12)[0]
    assert text[: words[first.core_last - 1][1]] == "One two three four five."


def test_a_core_ends_with_a_sentence_and_its_closing_mark_where_no_paragraph_ends():
    text = "One two three. “Four five six.” Seven eight nine ten eleven twelve thirteen fourteen."
    words = make_words(text)
    first = windows(text, words, [1] * len(words), 14)[0]
    assert text[: words[first.core_last - 1][1]] == "One two three. “Four five six.”"


def test_a_word_of_more_pieces_than_a_core_holds_is_a_core_of_its_own():
    text = "a b c"
    found = windows(text, make_words(text), [1, 90, 1], LONGEST)
    assert [(one.core_first, one.core_last) for one in found] == [(0, 1), (1, 2), (2, 3)]


def test_a_text_that_fits_is_one_window():
    text = "Rain fell. More rain fell.\n\nIt stopped."
    words = make_words(text)
    assert len(windows(text, words, [1] * len(words), 50)) == 1


def test_windows_look_back_and_ahead():
    text = " ".join(f"w{i}." for i in range(200))
    words = make_words(text)
    found = windows(text, words, [1] * len(words), LONGEST)
    assert all(one.core_first - one.first == min(BEFORE, one.core_first) for one in found)
    assert all(one.last - one.core_last == min(AFTER, len(words) - one.core_last) for one in found)
    assert all(here.core_last == after.core_first for here, after in pairwise(found))
