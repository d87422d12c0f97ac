"""Laws of sources, over any few of some articles: order, renaming, and voices without a name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.news.article import Article, Field
from service.news.source import SourceKind
from service.scoring.attribution.attribute import relations
from service.scoring.attribution.sources import AttributedText, chain_of, heard, tied

TEXTS = (
    "Rami Abdul Rahman, the director of the Syrian Observatory for Human Rights, said five people died. A security official said it was an accident. He said a depot was hit.",
    "SOHR said six people died. Residents said they heard a blast. The Observatory said a child was hurt.",
    "Rami Abdulrahman said six people died. A security official said nobody was held. The official said it was over.",
    "BEIRUT, March 3 (Archipelago News) — Two soldiers were wounded, the army said. “It was a drone,” said Col. Hadi Marrash, an army spokesman.",
    "State TV quoted the Interior Ministry as saying that 12 people were held. Two witnesses said there were more.",
    "Mohammed al-Sudani said the raid was illegal. Another official said it was not. Hassan said it was over.",
    "Prime Minister Muhammad Al Sudani said the raid was over. Ali Hassan said it was not. Omar Hassan said it was.",
    "Archipelago News reported that 12 people were held. The Ministry of the Interior said 13 were. They said it was odd.",
)
OUTLETS = ("Zeta Weekly", "Archipelago News", "Quill Radio")
# (which text, which outlet) for each article
CHOICES = st.lists(st.tuples(st.integers(0, len(TEXTS) - 1), st.integers(0, len(OUTLETS) - 1)), max_size=6)


@pytest.fixture(scope="module")
def told(annotator):
    """Articles, given as (id, text, outlet) → for each relation of each the ids of its chain, and all sources by id."""
    annotated = [(text, relations(text)) for text in annotator.annotate(TEXTS)]

    def tell(articles):
        met = []
        for name, text, outlet in articles:
            one, found = annotated[text]
            met.append(heard([AttributedText(Article(name, outlet, one.text), Field.TEXT, one, found)]))
        sources = tied([each.voices for each in met])
        chains = [[chain_of(c, known) for c in each.chains[0]] for each, known in zip(met, sources, strict=True)]
        return chains, {source.id: source for known in sources for source in known}

    return tell


def _articles(chosen):
    return [(f"a{n}", text, OUTLETS[outlet]) for n, (text, outlet) in enumerate(chosen)]


@settings(max_examples=60)
@given(chosen=CHOICES, random=st.randoms())
def test_the_order_of_articles_changes_no_source(told, chosen, random):
    articles = _articles(chosen)
    chains, sources = told(articles)
    order = list(range(len(articles)))
    random.shuffle(order)
    shuffled, again = told([articles[i] for i in order])
    assert shuffled == [chains[i] for i in order]
    assert again == sources


@settings(max_examples=60)
@given(chosen=CHOICES)
def test_a_voice_without_a_name_is_never_tied_across_articles(told, chosen):
    chains, sources = told(_articles(chosen))
    places = defaultdict(set)
    for number, found in enumerate(chains):
        for chain in found:
            for source in chain:
                places[source].add(number)
    unnamed = [id for id, source in sources.items() if source.kind is SourceKind.UNNAMED]
    assert all(len(places[id]) == 1 for id in unnamed if id in places)


@settings(max_examples=60)
@given(chosen=CHOICES)
def test_an_outlet_of_another_name_changes_nothing_else(told, chosen):
    # 'Zeta Weekly' and 'Zulu Gazette' come in the same place, and no text speaks of either.
    articles = _articles(chosen)
    chains, sources = told(articles)
    renamed = [(name, text, "Zulu Gazette" if outlet == "Zeta Weekly" else outlet) for name, text, outlet in articles]
    again, others = told(renamed)
    assert again == chains
    assert others == {
        id: replace(source, name="Zulu Gazette") if source.name == "Zeta Weekly" else source
        for id, source in sources.items()
    }
