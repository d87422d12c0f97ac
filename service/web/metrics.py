"""Figures for Prometheus: how many requests, how long they take, how large the work is, what pairs are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Summary, generate_latest

from service.news.monitoring import Labelled
from service.scoring.signals import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.news.monitoring import Drift
    from service.news.pair import Comparison

_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_TENTHS = tuple(n / 10 for n in range(3, 11))
_RANGES = {signal.name: (signal.low, signal.high) for signal in SIGNALS}
_SIZES = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)


class Meters:
    """The figures of one app, in a registry of their own. Safe to use from several threads."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ("endpoint", "status")
        self._requests = Counter("counterclaim_requests", "Requests answered.", labels, registry=self._registry)
        self._seconds = Histogram(
            "counterclaim_request_seconds", "Time to answer.", labels, buckets=_SECONDS, registry=self._registry
        )
        self._sizes = Histogram(
            "counterclaim_score_size",
            "Size of each stage of one scoring.",
            ("stage",),
            buckets=_SIZES,
            registry=self._registry,
        )
        self._pairs = Counter(
            "counterclaim_pairs",
            "Pairs in reports, by what they are called.",
            ("head", "called"),
            registry=self._registry,
        )
        self._probability = Histogram(
            "counterclaim_pair_probability",
            "Probability of a pair's likeliest relation.",
            ("head",),
            buckets=_TENTHS,
            registry=self._registry,
        )
        # Where in its range, so that no sum falls: what falls is taken for a restart.
        self._signal = Summary(
            "counterclaim_signal",
            "Where in its range, from 0 to 1, a signal of a pair lies.",
            ("signal",),
            registry=self._registry,
        )
        self._labels = self._of_drift("labels", "Labelled pairs by whether they are called what people say.", "verdict")
        self._shares = self._of_drift("share", "What part of the latest period's pairs is called what.", "called")
        self._above = self._of_drift(
            "above_chance", "How much of what is measured on them is shifted by more than chance."
        )
        self._ready = Gauge("counterclaim_ready", "1 when the models and the store are there.", registry=self._registry)

    def observe(self, endpoint: str, status: int, seconds: float, sizes: Mapping[str, int]) -> None:
        """Counts one answered request; ``sizes`` are the stages of scoring it went through."""
        self._requests.labels(endpoint, str(status)).inc()
        self._seconds.labels(endpoint, str(status)).observe(seconds)
        for stage, size in sizes.items():
            self._sizes.labels(stage).observe(size)

    def observe_pairs(self, head: str, pairs: Iterable[Comparison]) -> None:
        """Counts pairs that were decided by ``head``, and what was measured on them."""
        for pair in pairs:
            self._pairs.labels(head, pair.called).inc()
            self._probability.labels(head).observe(pair.probability)
            for part in pair.evidence:
                if part.value is not None and part.signal in _RANGES:
                    low, high = _RANGES[part.signal]
                    self._signal.labels(part.signal).observe((part.value - low) / (high - low))

    def observe_drift(self, drift: Drift) -> None:
        """Takes over what a drift report says of all labels, and of its latest period that holds pairs."""
        labels = sum((period.labels for period in drift.periods), Labelled())
        for verdict in ("same", "other", "undecided"):
            self._labels.labels(drift.version, verdict).set(getattr(labels, verdict))
        seen = next((period.seen for period in reversed(drift.periods) if period.seen.pairs), None)
        if seen is None:
            return
        for called, share in seen.shares.items():
            self._shares.labels(drift.version, called).set(share)
        shifts = [seen.shift, *(each.shift for each in (seen.probability, *seen.signals.values()) if each)]
        above = [shift.index > shift.chance for shift in shifts if shift]
        self._above.labels(drift.version).set(sum(above))

    def exposition(self, *, ready: bool) -> bytes:
        """All figures in the text format of Prometheus."""
        self._ready.set(int(ready))
        return generate_latest(self._registry)

    def _of_drift(self, name: str, what: str, *labels: str) -> Gauge:
        said = f"By the latest drift report on a version that this process gave: {what}"
        return Gauge(f"counterclaim_drift_{name}", said, ("version", *labels), registry=self._registry)
