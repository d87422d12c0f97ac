"""A scorer that reads for real and guesses in earnest: everything but the heavy models."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from service.news.pair import Bits
from service.news.source import Prior
from service.scoring.affinity import Grouping
from service.scoring.copying.head import CopyHead
from service.scoring.copying.measures import MEASURES
from service.scoring.head import Bounds, Head
from service.scoring.headline.head import BodyHead
from service.scoring.headline.held import MANNER, NEARNESS
from service.scoring.pipeline import Limits, Scorer, Tools
from service.scoring.signals import SIGNALS
from service.scoring.update import SIGNS
from tests.fakes import FakeEncoder, FakePairModel

if TYPE_CHECKING:
    from service.adapters.language import LangidIdentifier
    from service.scoring.ports import Annotator

NOTHING = Bits(0.0, 0.0, 0.0)
# Bits per unit, by hand: few enough to be added up on paper, and each row sums to nothing.
WEIGHTS = {
    "model_agrees": Bits(0.7, -0.35, -0.35),
    "model_contradicts": Bits(-0.35, 0.7, -0.35),
    "similarity": Bits(2.0, 1.0, -3.0),
    "overlap": Bits(2.0, 1.0, -3.0),
    "number_conflict": Bits(-3.0, 4.0, -1.0),
    "number_agreement": Bits(1.0, -1.0, 0.0),
    "sums": Bits(2.0, -2.0, 0.0),
    "actor_conflict": Bits(-2.0, 3.0, -1.0),
    "target_conflict": Bits(-1.0, 2.0, -1.0),
    "exchanged_roles": Bits(-2.0, 3.0, -1.0),
    "place_conflict": Bits(-2.0, 1.0, 1.0),
    "time_conflict": Bits(-2.0, 1.0, 1.0),
    "cause_conflict": Bits(-2.0, 3.0, -1.0),
    "negation": Bits(-3.0, 5.0, -2.0),
    "opposition": Bits(-3.0, 4.0, -1.0),
    "openness": Bits(-1.0, -2.0, 3.0),
}
PRIOR = Bits(-1.0, -1.0, 2.0)
UPDATES = {"count_grew": 8.0, "count_fell": -8.0, "came_about": 12.0, "moved_on": 12.0, "corrects": 12.0}
UPDATE_PRIOR = -4.0
# Bits for each measure of two threads, by hand, for the vectors of FakeEncoder.
JOINING = {
    "meaning": 16.0,
    "meaning_of_headline": 4.0,
    "words": 4.0,
    "names": 2.0,
    "headline": 0.0,
    "next_day": -0.5,
    "other_day": -3.0,
    "look_alike": -16.0,
    "days_apart": -1.0,
    "dated": 0.0,
    "dated_length": 0.0,
    "background": -6.0,
}
EVEN = Prior(0.5, 4.0, "no record")


def make_head(
    weights=WEIGHTS,
    prior=PRIOR,
    updates=UPDATES,
    update_prior=UPDATE_PRIOR,
    agreement_from=0.4,
    contradiction_from=0.5,
    version="hand-1",
    *,
    wording=None,
    laid=None,
) -> Head:
    """A head with a weight for every signal and sign: those given, and nothing for the rest."""
    whole = {signal.name: NOTHING for signal in SIGNALS} | dict(weights)
    signs = {sign.name: 0.0 for sign in SIGNS} | dict(updates)
    asked = Bounds(agreement_from, contradiction_from)
    return Head(version, prior, whole, update_prior, signs, asked, laid or asked.in_reports(), wording or {})


def make_grouping(prior=-8.0, rarity=(("the", 1), ("of", 1)), rarest=9, **rest) -> Grouping:
    """A decision what is one event: by hand, with the weights and thresholds given."""
    weights = JOINING | {name: rest.pop(name) for name in JOINING if name in rest}
    return Grouping("grouping-test", prior, weights, dict(rarity), rarest, rest.pop("near_from", 0.2), **rest)


def make_body_head(version="stance-test", near_prior=-4.5, nearness=None, manner_prior=(0.0, 0.0, 6.0), manner=None):
    """A head for bodies: by default a cosine from 0.45 on is near, and one stance from a probability of 0.6 on is said."""
    near = dict.fromkeys(NEARNESS, 0.0) | (nearness or {"cosine_top": 10.0})
    said = dict.fromkeys(MANNER, (0.0, 0.0, 0.0)) | (
        manner or {"top_agrees": (10.0, 0.0, 0.0), "top_contradicts": (0.0, 10.0, 0.0)}
    )
    return BodyHead(version, near_prior, near, manner_prior, said)


def make_copy_head(version="copies-test", prior=-5.0, weights=None) -> CopyHead:
    """A head for copies: by default what shares half of its runs of words is one, whoever is credited."""
    return CopyHead(version, prior, dict.fromkeys(MEASURES, 0.0) | (weights or {"runs": 10.0}))


@cache
def languages() -> LangidIdentifier:
    """The language identifier, loaded once."""
    from service.adapters.language import LangidIdentifier

    return LangidIdentifier()


def make_tools(annotator: Annotator, **rest) -> Tools:
    """What scoring works with: real reading, fake meaning, weights by hand; any of them can be given."""
    from service.adapters.dates import DateparserReader

    parts = {
        "annotator": annotator,
        "encoder": FakeEncoder(),
        "text_encoder": FakeEncoder(),
        "pair_model": FakePairModel(),
        "dates": DateparserReader(),
        "languages": languages(),
        "head": make_head(),
        "copy_head": make_copy_head(),
        "grouping": make_grouping(),
        "prior_of": lambda source, articles: EVEN,
        "body_head": make_body_head,
    }
    return Tools(**(parts | rest))


def make_scorer(annotator: Annotator, max_claims: int = 4000, **rest) -> Scorer:
    """The real pipeline over ``make_tools``."""
    return Scorer(make_tools(annotator, **rest), build="test", limits=Limits(max_claims))
