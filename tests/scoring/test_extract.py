"""Articles into claims: whose they are, where they stand, and what was left aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from service.news.article import Field, Span
from service.news.claim import Certainty, Form
from service.scoring import extract
from service.scoring.annotated import Marked
from tests.builders import MORNING, make_article
from tests.tools import make_tools


@pytest.fixture(scope="module")
def extracted(annotator):
    """What articles claim, in canonical order."""
    tools = make_tools(annotator)
    return lambda *articles: extract.claims(extract.canonical(articles), tools.annotator, tools.dates, tools.languages)


LAYOUTS = [
    "The army said two soldiers were wounded. Seven people died in Homs.",
    "😀 The army said two soldiers were wounded 🎉.\r\n\r\nSeven people 👨‍👩‍👧 died in Homs.",
    "\r\n  The army said two soldiers were wounded.\r\nSeven people died in Homs.  \r\n",
    "“Two soldiers were wounded,” the army said.\u2028Seven people died in Homs.",
    "قال الجيش: The army said two soldiers were wounded. \u202eSeven people died in Homs.\u202c",
    "The army said two soldiers were wounded.\tSeven\u00a0people died in Homs.",
]


@pytest.mark.parametrize("text", LAYOUTS)
@pytest.mark.parametrize("title", ["", "🎉 Two soldiers wounded — army\r\n"])
def test_spans_point_at_the_claim_as_printed(extracted, title, text):
    article = make_article(text=text, title=title, language="en")
    found = extracted(article).claims
    assert {claim.field for claim in found} == ({Field.TITLE, Field.TEXT} if title else {Field.TEXT})
    for claim in found:
        field = article.field(claim.field)
        printed = claim.span.of(field)
        assert printed.split()[0] in claim.text
        assert printed.split()[-1] in claim.text
        if claim.cue is not None:
            assert claim.cue.span.of(field) == claim.cue.text
        for slot in claim.statement.slots:
            assert claim.span.covers(slot.span)
            assert "".join(slot.span.of(field).split()) == "".join(slot.text.split())


def test_ids_run_through_the_articles_in_canonical_order_title_first(extracted):
    late = make_article("a1", "A", "Seven people died.", published_at=MORNING + timedelta(hours=1))
    early = make_article("a2", "B", "The road is closed.", title="Road to Homs closed", published_at=MORNING)
    undated = make_article("a0", "C", "Prices rose in May.")
    found = extracted(undated, late, early).claims
    assert [(claim.id, claim.article, claim.field) for claim in found] == [
        ("c1", "a2", Field.TITLE),
        ("c2", "a2", Field.TEXT),
        ("c3", "a1", Field.TEXT),
        ("c4", "a0", Field.TEXT),
    ]


def test_canonical_order_does_not_depend_on_the_order_given():
    articles = [make_article(f"a{i}", outlet, published_at=at) for i, (outlet, at) in enumerate([("B", MORNING), ("A", MORNING), ("A", None), ("A", MORNING)])]  # fmt: skip
    expected = extract.canonical(articles)
    assert [article.id for article in expected] == ["a1", "a3", "a0", "a2"]
    assert all(extract.canonical(order) == expected for order in permutations(articles))


def test_a_chain_leads_from_the_outlet_to_the_source(extracted):
    found = extracted(
        make_article(
            text="State TV quoted the ministry as saying that two soldiers were wounded. Seven people died in Homs."
        )
    )
    name = {source.id: source.name for source in found.sources}
    quoted, own = found.claims
    assert [name[each] for each in quoted.chain] == ["The Courier", "State TV", "ministry"] or name[quoted.source] in {"the ministry", "ministry"}  # fmt: skip
    assert name[quoted.chain[0]] == name[own.source] == "The Courier"
    assert own.chain == (own.source,)
    for claim in found.claims:
        assert claim.chain[-1] == claim.source
        assert len(set(claim.chain)) == len(claim.chain)
        assert set(claim.chain) <= set(name)


@pytest.mark.parametrize(
    ("text", "form", "certainty", "negated"),
    [
        ("Two soldiers were wounded.", Form.OUTLET, Certainty.FIRM, False),
        ("The army said two soldiers were wounded.", Form.INDIRECT, Certainty.FIRM, False),
        ("“Two soldiers were wounded,” the army said.", Form.DIRECT, Certainty.FIRM, False),
        ("The army denied that its aircraft struck the convoy.", Form.INDIRECT, Certainty.FIRM, True),
        ("Two soldiers were reportedly wounded.", Form.INDIRECT, Certainty.HEDGED, False),
        ("The Observatory did not say whose aircraft it was.", Form.INDIRECT, Certainty.UNSPECIFIED, False),
    ],
)
def test_how_a_claim_is_put(extracted, text, form, certainty, negated):
    (claim,) = extracted(make_article(text=text)).claims
    assert (claim.form, claim.certainty, claim.statement.negated) == (form, certainty, negated)


@pytest.mark.parametrize(
    ("article", "why"),
    [
        (make_article(text="Siete personas murieron en la explosión.", language="es"), "language not read yet: es"),
        (make_article(text="Siete personas murieron el lunes en la explosión de un camión cerca de la frontera con Irak. Los vecinos dijeron que las llamas se veían desde la carretera."), "language not read yet: es"),
        (make_article(text="قتل سبعة أشخاص في انفجار شاحنة قرب الحدود."), "language not read yet: ar"),
        (make_article(text='"' * 5_000, language="en"), "5000 characters without a space: no running text"),
        (make_article(text="..."), "no claim found"),
        (make_article(text="   "), "no claim found"),
        (make_article(text="😀"), "no claim found"),
        (make_article(text="The army has not commented."), "no claim found"),
    ],
)  # fmt: skip
def test_what_is_not_used_says_why(extracted, article, why):
    found = extracted(article, make_article("a2", text="Seven people died in Homs."))
    assert [(each.article, each.why) for each in found.unused] == [("a1", why)]
    assert {claim.article for claim in found.claims} == {"a2"}


@pytest.mark.parametrize("language", ["en", "EN", "en-GB", None])
def test_english_is_read_however_it_is_stated(extracted, language):
    assert extracted(make_article(text="Seven people died in Homs.", language=language)).claims


def test_no_articles_claim_nothing(extracted):
    assert extracted() == extract.Extraction((), (), ())


class Counted:
    """A language identifier that counts how often it is asked."""

    def __init__(self) -> None:
        self.n_asked = 0

    def language(self, text: str) -> str:
        self.n_asked += 1
        return "xx"


def test_each_article_is_asked_its_language_once(annotator):
    tools, languages = make_tools(annotator), Counted()
    articles = [make_article(f"a{i}") for i in range(20)]
    assert len(extract.claims(articles, tools.annotator, tools.dates, languages).unused) == 20
    assert languages.n_asked == 20


class MarksHints:
    """An annotator with a tagger that marks 'X hints …' and nothing else, and tells what it has read."""

    def __init__(self, annotator):
        self.annotator, self.name = annotator, annotator.name
        self.tagged = []

    def annotate(self, texts, *, by_rule=False):
        found = self.annotator.annotate(texts)
        if by_rule:
            return found
        self.tagged.extend(one.text for one in found)
        return [replace(one, marked=tuple(self.marked(one.text))) for one in found]

    def marked(self, text):
        if " hints " in text:
            at = text.index(" hints ")
            yield Marked((Span(0, at),), (Span(at + 1, at + 6),), (Span(at + 7, len(text.rstrip("."))),))


def test_each_article_keeps_its_own_words_where_titles_and_texts_are_missing(extracted):
    told = {
        "a1": ("Rain fell on Warda.", ""),
        "a2": ("", "Snow fell on Homs."),
        "a3": ("Hail fell on Aleppo.", "Sleet fell on Hama."),
        "a4": ("", " "),
    }
    articles = [make_article(id, title=title, text=text, language="en") for id, (title, text) in told.items()]
    found = {(claim.article, claim.field.value): claim.statement.text for claim in extracted(*articles).claims}
    assert found == {
        ("a1", "title"): "Rain fell on Warda",
        ("a2", "text"): "Snow fell on Homs",
        ("a3", "title"): "Hail fell on Aleppo",
        ("a3", "text"): "Sleet fell on Hama",
    }


def test_headlines_are_read_by_rule_alone(annotator):
    tools = make_tools(MarksHints(annotator))
    words = "The envoy hints the two sides met in Oslo."
    articles = [
        make_article("a1", title=words, text="", language="en"),
        make_article("a2", title="", text=words, language="en"),
    ]
    found = extract.claims(articles, tools.annotator, tools.dates, tools.languages).claims
    by_rule = {claim.article: claim.cue is not None and claim.cue.text == "hints" for claim in found}
    rules = extract.claims(articles, annotator, tools.dates, tools.languages).claims
    assert by_rule["a2"]
    assert tools.annotator.tagged == [words]
    assert [c.statement for c in found if c.article == "a1"] == [c.statement for c in rules if c.article == "a1"]
