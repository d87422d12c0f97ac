"""What is known of outlets beforehand: the table as it is read, and whom its rows are of."""

from __future__ import annotations

import pytest

from service.adapters.outlet_priors import OutletPriors, load_priors
from service.news.errors import ArtefactError
from service.news.source import Prior, Source, SourceKind
from service.scoring.weigh import UNIFORM
from tests.builders import make_article

HEADING = "domain,name,mean,strength,basis\n"


def priors_of(folder, rows):
    (folder / "outlets.csv").write_text(HEADING + rows, encoding="utf-8")
    return load_priors(folder)


def test_priors_are_found_by_domain_and_by_name_in_any_case(tmp_path):
    found = priors_of(tmp_path, 'Reuters.com,Reuters,0.8,4,"a study, 2023"\nblog.example,,0.3,2,b\n')
    assert found == {
        "reuters.com": Prior(0.8, 4.0, "a study, 2023"),
        "reuters": Prior(0.8, 4.0, "a study, 2023"),
        "blog.example": Prior(0.3, 2.0, "b"),
    }


@pytest.mark.parametrize(
    "bad",
    [
        "x.example,X,high,4,b",
        "x.example,X,,4,b",
        "x.example,X,0.5",
        "x.example",
        "x.example,X,0,4,b",
        "x.example,X,1,4,b",
        "x.example,X,1.2,4,b",
        "x.example,X,nan,4,b",
        "x.example,X,0.5,0,b",
        "x.example,X,0.5,-1,b",
    ],
)
def test_a_bad_line_is_refused_by_its_number(tmp_path, bad):
    good = "".join(f"good{i}.example,Good {i},0.5,4,b\n" for i in range(3))
    with pytest.raises(ArtefactError, match=r"outlets\.csv:5: "):
        priors_of(tmp_path, f"{good}{bad}\n{good}")


def test_a_table_without_the_right_columns_is_refused(tmp_path):
    (tmp_path / "outlets.csv").write_text("site,score\nx.example,0.5\n", encoding="utf-8")
    with pytest.raises(ArtefactError, match=r"outlets\.csv:2: "):
        load_priors(tmp_path)


def test_a_missing_table_is_refused_by_its_path(tmp_path):
    with pytest.raises(ArtefactError, match=str(tmp_path / "outlets.csv")):
        load_priors(tmp_path)


REUTERS, POST = Prior(0.8, 4.0, "r"), Prior(0.6, 4.0, "p")
PRIORS = OutletPriors({"reuters.com": REUTERS, "reuters": REUTERS, "post.example": POST})


@pytest.mark.parametrize(
    ("name", "url", "prior"),
    [
        ("Reuters", None, REUTERS),
        ("REUTERS", None, REUTERS),
        ("Reuters", "https://elsewhere.example/a", REUTERS),
        ("The Post", "https://post.example/a", POST),
        ("The Post", "https://www.post.example/a?b#c", POST),
        ("The Post", "https://WWW.Post.example:443/a", POST),
        ("The Post", None, UNIFORM),
        ("The Post", "https://post.example.evil.test/", UNIFORM),
        ("The Post", "https://evil.test/post.example", UNIFORM),
        ("The Post", "https://post.example@evil.test/", UNIFORM),
        ("The Post", "http://[bad", UNIFORM),
        ("The Post", "", UNIFORM),
    ],
)
def test_an_outlet_has_the_prior_of_its_domain_or_else_of_its_name(name, url, prior):
    assert PRIORS(Source("s1", name, SourceKind.OUTLET), [make_article(outlet=name, url=url)]) == prior


def test_an_article_of_another_outlet_lends_no_prior():
    articles = [make_article(outlet="Reuters", url="https://reuters.com/a")]
    assert PRIORS(Source("s1", "The Post", SourceKind.OUTLET), articles) == UNIFORM


@pytest.mark.parametrize("kind", [kind for kind in SourceKind if kind is not SourceKind.OUTLET])
def test_who_is_no_outlet_has_no_prior_of_an_outlet(kind):
    assert PRIORS(Source("s1", "Reuters", kind), [make_article(outlet="Reuters")]) == UNIFORM


def test_the_order_of_articles_changes_no_prior():
    articles = [
        make_article(id, "The Post", url=f"https://{host}/")
        for id, host in (("a", "post.example"), ("b", "reuters.com"))
    ]
    source = Source("s1", "The Post", SourceKind.OUTLET)
    assert PRIORS(source, articles) == PRIORS(source, articles[::-1])
