"""Figures for Prometheus: how many requests, how long they take, how large the work is, what pairs are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Summary, generate_latest

from service.scoring.signals import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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

    def exposition(self, *, ready: bool) -> bytes:
        """All figures in the text format of Prometheus."""
        self._ready.set(int(ready))
        return generate_latest(self._registry)
