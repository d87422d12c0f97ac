"""What a rebuild and one more article cost in stores of different sizes, whose articles are spread over as many days.

The store is made of a few scenarios told again and again (``service.measure.clones``). Their texts repeat, so the pair
model is asked about them once and its answers are known from then on: that makes such a store quick to fill, and takes
nothing from a rebuild, which never asks the model about what it has judged. The articles that come as one more are of
scenarios that are not told again, published by outlets that are: they are read and judged in earnest, and what they
change about an outlet they change about one that is heard in the whole store.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import count, islice
from statistics import mean

import numpy as np

from service.measure.bench import StageClock
from service.measure.clones import later, moved_to, told_again
from service.measure.kept import Kept, Stores
from service.measure.scenario_files import Scenario
from service.measure.subject import Progress, silent
from service.news.article import Article
from service.news.memory import Extent
from service.news.reckoning import Reckoned
from service.news.report import ScoreRequest
from service.scoring import memory
from service.scoring.memory import Remembered
from service.scoring.pipeline import Scorer
from service.scoring.ports import Logits, PairModel

DAYS = 730
"""24 months, whatever the size: a larger store is one that more articles a day come into."""
KEPT_BACK = 4
"""Every so manieth scenario is not told again, and comes as one more."""
START = date(2026, 1, 1)
SEED = 20260101
ADDITIONS = 100
"""So many articles come in between two reckonings whose distance is measured."""


class KnownPairs:
    """The pair model, with a clock, and with the answers that it gave while it ``learns``."""

    def __init__(self, inner: PairModel) -> None:
        self._inner = inner
        self._known: dict[tuple[str, str], Logits] = {}
        self.name = inner.name
        self.learns = True
        self.judged = 0
        self.seconds = 0.0

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """What the model says, or said, of each pair."""
        asked = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        start = time.perf_counter()
        told = dict(zip(asked, self._inner.judge(asked), strict=True)) if asked else {}
        self.seconds += time.perf_counter() - start
        self.judged += len(asked)
        if self.learns:
            self._known |= told
        answers = [told[pair] if pair in told else self._known[pair] for pair in pairs]
        return np.array(answers, np.float32).reshape(len(pairs), -1 if pairs else 0)


@dataclass(frozen=True, slots=True)
class Sample:
    """What is told ``again``, as it was read, and the ``fresh`` articles that come as one more, by scenario."""

    again: Sequence[Sequence[Remembered]]
    fresh: Sequence[Sequence[Article]]

    @property
    def n_claims(self) -> int:
        """How many claims each telling adds."""
        return sum(len(one.reading.claims) for read in self.again for one in read)

    @property
    def n_articles(self) -> int:
        """How many articles each telling adds."""
        return sum(map(len, self.again))


@dataclass(frozen=True, slots=True)
class Grown:
    """What was found in one store, ``extent`` after its rebuild.

    ``rebuild`` holds seconds and ``one_more`` seconds for each article, the mean: 'whole', and its parts by name.
    ``one_more_claims`` is how many claims each of these holds, ``one_more_judged`` how many ordered pairs were
    judged for it, both the mean. ``reckoned`` is how far credibilities lay from a reckoning after so many ``additions``
    since the one before. Memory is in bytes: the most that this process has held so far, what the server holds.
    """

    extent: Extent
    rebuild: Mapping[str, float]
    one_more: Mapping[str, float]
    one_more_claims: float
    one_more_judged: float
    additions: int
    reckoned: Reckoned
    process_memory: int
    server_memory: int


def sample(scenarios: Sequence[Scenario], scorer: Scorer, progress: Progress) -> Sample:
    """The scenarios that are told again, each article read alone, and those that are kept back."""
    again = [one for place, one in enumerate(scenarios) if place % KEPT_BACK]
    read = []
    for done, scenario in enumerate(again):
        progress("read", done, len(again))
        read.append([memory.remember(article, scorer.tools) for article in scenario.articles])
    progress("read", len(again), len(again))
    return Sample(read, [one.articles for one in scenarios[::KEPT_BACK]])


def grown(
    found: Sample,
    scorer: Scorer,
    stores: Stores,
    model: KnownPairs,
    claims: int,
    progress: Progress,
    additions: int = ADDITIONS,
) -> Grown:
    """Fills a store with about ``claims`` claims, rebuilds it, and keeps the fresh articles in it one by one.

    They are told again, of other weeks, until there are ``additions`` of them. ``scorer`` compares by ``model``.
    """
    times = max(1, round(claims / found.n_claims))
    with stores(scorer) as store:
        _fill(store, found.again, times, progress)
        rebuild = _clocked(store.rebuild, model, progress)
        extent = store.extent()
        store.reckon()
        store.tidy()
        one_more, judged = [], model.judged
        coming = _coming(found)
        for done, article in enumerate(coming):
            progress("one more", done, len(coming))
            one_more.append(_clocked(partial(store.keep, ScoreRequest((article,))), model, silent))
        progress("one more", len(coming), len(coming))
        added, judged = store.extent().claims - extent.claims, model.judged - judged
        further = list(islice(_further(found), max(0, additions - len(coming))))
        for done, article in enumerate(further):
            progress("further", done, len(further))
            store.keep(ScoreRequest((article,)))
        progress("further", len(further), len(further))
        return Grown(
            extent,
            rebuild,
            {name: mean(each[name] for each in one_more) for name in one_more[0]},
            one_more_claims=added / len(coming),
            one_more_judged=judged / len(coming),
            additions=len(coming) + len(further),
            reckoned=store.reckon(),
            process_memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            server_memory=store.server_memory(),
        )


def _further(found: Sample) -> Iterator[Article]:
    """The fresh articles told again and again, of one week after the other, each time as happenings of their own."""
    for number in count(1):
        for article in _coming(found, number):
            yield replace(article, id=f"{article.id}-{number}", url=None)


def _coming(found: Sample, weeks: int = 0) -> list[Article]:
    """The fresh articles, so many weeks after the middle, as outlets would publish them that are heard in the store."""
    outlets = sorted({one.article.outlet for read in found.again for one in read})
    middle = START + timedelta(days=DAYS // 2 + 7 * weeks)
    moved = [later(one, moved_to(middle, articles)) for articles in found.fresh for one in articles]
    return [replace(one, outlet=outlets[place % len(outlets)]) for place, one in enumerate(moved)]


def _fill(store: Kept, again: Sequence[Sequence[Remembered]], times: int, progress: Progress) -> None:
    """The first telling is worked out beforehand, so that what is judged of the texts is kept by the time of the rest.

    Were all texts different, each telling would bring judgements of its own: as many are put beside.
    """
    clones = told_again(again, times, START, DAYS, SEED)
    store.put_in([one for _ in again for one in next(clones)])
    store.rebuild()
    store.repeat_judgements(times - 1)
    for done, read in enumerate(clones, len(again)):
        progress("fill", done, times * len(again))
        store.put_in(read)
    progress("fill", times * len(again), times * len(again))
    store.tidy()


STAGES = {"extract": "reading", "group": "grouping", "compare": "comparing", "weigh": "writing"}
"""What the stages that a store tells are called where they are shown."""


def _clocked(work: Callable[[Progress], object], model: KnownPairs, progress: Progress) -> dict[str, float]:
    """The seconds that ``work`` takes, whole and by stage, and those that the pair model takes of them."""
    clock, judging, start = StageClock(), model.seconds, time.perf_counter()

    def tell(stage: str, done: int, total: int) -> None:
        clock(stage, done, total)
        progress(stage, done, total)

    work(tell)
    whole = time.perf_counter() - start
    parts = {name: clock.seconds.get(stage, 0.0) for stage, name in STAGES.items()}
    return {"whole": whole, **parts, "rest": whole - sum(parts.values()), "pair_model": model.seconds - judging}
