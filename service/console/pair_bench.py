"""How fast the pair model reads pairs, beside what the machine can multiply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from service.adapters import products
from service.adapters.pair_models import CrossEncoder
from service.measure.bench import ROUNDS, SpeedRow, Speeds, seconds_of
from service.measure.scenario_files import Scenario
from service.news.progress import Progress
from service.news.report import ScoreRequest
from service.scoring.compare import as_read, turned
from service.scoring.pipeline import Scorer

NOTE = (
    "read pairs: each in both directions, as many multiplications as the pair model's own (padding included) over the "
    f"rate of a {products.WIDTH} × {products.WIDTH} product in the same rounds (in 16 bits where the CPU has them, "
    "else in 32)"
)


def with_pairs(speeds: Speeds, scenarios: Sequence[Scenario], scorer: Scorer, progress: Progress) -> Speeds:
    """``speeds`` with how many of the pairs of ``scenarios`` that are compared the pair model reads a second."""
    pairs = _pairs(scenarios, scorer)
    model = scorer.tools.pair_model
    if not isinstance(model, CrossEncoder) or not pairs:
        return speeds
    many = products.counted(lambda: model.judge(pairs))
    rates, limits = [], []
    for done in range(ROUNDS + 1):
        reading, multiplying = seconds_of(lambda: model.judge(pairs)), products.rate()
        if done:  # the first round warms up
            rates.append(len(pairs) / 2 / reading)
            limits.append(many / reading / multiplying)
        progress("read pairs", done, ROUNDS)
    rows = (
        SpeedRow("read_pairs_per_second", median(rates), "pairs/s"),
        SpeedRow("share_of_products", median(limits), ""),
    )
    return replace(speeds, rows=(*speeds.rows, *rows), notes=(*speeds.notes, NOTE))


def _pairs(scenarios: Sequence[Scenario], scorer: Scorer) -> list[tuple[str, str]]:
    """The texts of the pairs that are compared, in both directions."""
    found: list[tuple[str, str]] = []
    for scenario in scenarios:
        report = scorer.score(ScoreRequest(scenario.articles))
        text = {claim.id: claim.text for claim in report.claims}
        found += [as_read(text[p.a], text[p.b], asked=False) for event in report.events for p in event.pairs]
    return [*found, *(turned(*each) for each in found)]
