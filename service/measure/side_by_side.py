"""Articles scored statelessly and articles kept, side by side in one run."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from statistics import median

from service.measure.bench import SpeedRow
from service.measure.kept import Stores
from service.measure.scenario_files import Scenario
from service.measure.subject import Progress
from service.news.report import ScoreRequest
from service.scoring.pipeline import Scorer

WAYS = ("stateless", "kept", "one_by_one", "sent_again")


def side_by_side(
    scenarios: Sequence[Scenario], scorer: Scorer, stores: Stores, progress: Progress, rounds: int
) -> tuple[SpeedRow, ...]:
    """How much longer each way of keeping takes than scoring statelessly, and the rates; medians over ``rounds``.

    Each round keeps its articles in empty stores, for what a store has once read and judged it never does again.
    ``progress`` is told the stage 'side by side'.
    """
    requests = [ScoreRequest(scenario.articles) for scenario in scenarios]
    # So that nothing is loaded or compiled within a round that counts.
    _round(requests[:1], scorer, stores, lambda _: None)
    steps = rounds * len(WAYS)
    n_articles = sum(len(request.articles) for request in requests)
    rows = [
        _rows(_round(requests, scorer, stores, partial(_tell, progress, done, steps)), n_articles)
        for done in range(0, steps, len(WAYS))
    ]
    return tuple(
        SpeedRow(name, median(each[name] for each in rows), "articles/s" if name.endswith("per_second") else "")
        for name in rows[0]
    )


def _tell(progress: Progress, before: int, total: int, done: int) -> None:
    progress("side by side", before + done, total)


def _rows(seconds: Mapping[str, float], n_articles: int) -> dict[str, float]:
    """The ratios of one round, then its rates."""
    ratios = {f"{way}_over_stateless": seconds[way] / seconds["stateless"] for way in WAYS[1:]}
    return ratios | {f"{way}_articles_per_second": n_articles / seconds[way] for way in WAYS}


def _round(
    requests: Sequence[ScoreRequest], scorer: Scorer, stores: Stores, tell: Callable[[int], None]
) -> dict[str, float]:
    """The seconds that each way of working takes for all articles."""
    singly = [ScoreRequest((article,)) for request in requests for article in request.articles]
    stateless = _seconds(scorer.score, requests)
    tell(1)
    with stores(scorer) as store:
        together = _seconds(store.keep, requests)
    tell(2)
    with stores(scorer) as store:
        one_by_one = _seconds(store.keep, singly)
        tell(3)
        again = _seconds(store.keep, singly)
    tell(4)
    return dict(zip(WAYS, (stateless, together, one_by_one, again), strict=True))


def _seconds(work: Callable[[ScoreRequest], object], requests: Sequence[ScoreRequest]) -> float:
    start = time.perf_counter()
    for request in requests:
        work(request)
    return time.perf_counter() - start
