"""Indexes of sitemaps followed, within bounds, whatever they name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.jobs.indexes import DEEPEST, MOST, followed
from service.newsroom.items import Unusable
from service.newsroom.reaching import Unreachable
from service.newsroom.sitemaps import Index

NAMES = st.text("abcdef", min_size=1, max_size=2)
SITES = st.dictionaries(NAMES, st.none() | st.lists(NAMES, max_size=8).map(tuple), max_size=20)


class Site:
    """Indexes by their addresses, each with what it names; None is a sitemap, and what is not there is not there."""

    def __init__(self, there):
        self.there, self.asked = there, []

    def read(self, url):
        self.asked.append(url)
        if url not in self.there:
            raise Unreachable("404")
        if self.there[url] is None:
            return (Unusable(url),)
        raise Index(self.there[url])

    def followed(self, *named):
        found = followed("index", Index(named), self.read)
        return [str(each) if isinstance(each, Exception) else str(each[0]) for each in found]


def test_an_index_within_an_index_is_followed_in_its_place_and_no_deeper():
    site = Site({"a": None, "b": ("c", "d"), "c": None, "d": ("e",), "e": None, "f": None})
    assert site.followed("a", "b", "f") == ["a", "c", "It is an index of sitemaps within one within another.", "f"]
    assert DEEPEST == 2
    assert "e" not in site.asked


def test_what_leads_back_is_not_asked_for_again():
    site = Site({"a": ("index", "b"), "b": ("a",)})
    assert site.followed("a", "a", "index", "gone") == ["It is an index of sitemaps within one within another.", "404"]
    assert site.asked == ["a", "b", "gone"]


def test_of_one_that_has_been_dealt_with_the_next_is_asked_for_only_then():
    site = Site({"a": None, "b": None})
    found = followed("index", Index(("a", "b")), site.read)
    next(found)
    assert site.asked == ["a"]


@given(SITES, st.lists(NAMES, max_size=30))
def test_whatever_is_named_it_ends_and_nothing_is_asked_for_twice(there, named):
    site = Site(there)
    site.followed(*named)
    assert len(site.asked) == len(set(site.asked)) <= MOST
