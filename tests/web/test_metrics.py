"""What pairs are called, and what is measured on them, as Prometheus gets it."""

from __future__ import annotations

import pytest

from service.news.pair import Bits, Evidence, Stance
from service.scoring.signals import SIGNALS
from service.web.metrics import Meters
from tests.builders import make_comparison
from tests.web.test_passage import figures

NOTHING = Bits(0.0, 0.0, 0.0)
TWO = {
    "articles": [
        {"id": "a", "outlet": "x", "text": "Seventy people were wounded, 7 died."},
        {"id": "b", "outlet": "y", "text": "Seventy people were wounded, 9 died."},
    ]
}


def told(meters):
    lines = meters.exposition(ready=True).decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def test_pairs_of_reports_are_counted_by_what_the_head_calls_them(client):
    client.post("/score", json=TWO)
    client.post("/score", json=TWO)
    assert figures(client)['counterclaim_pairs_total{called="contradicts",head="fake-1"}'] == "2.0"


def test_a_refused_request_counts_no_pair(client):
    client.post("/score", json={"articles": []})
    assert not [name for name in figures(client) if name.startswith("counterclaim_pairs_total{")]


def test_what_is_left_open_is_counted_as_undecided():
    meters = Meters()
    meters.observe_pairs("h", [make_comparison(decided=False), make_comparison(stance=Stance.NEUTRAL)])
    counted = {name: n for name, n in told(meters).items() if name.startswith("counterclaim_pairs_total")}
    assert counted == {
        'counterclaim_pairs_total{called="undecided",head="h"}': 1.0,
        'counterclaim_pairs_total{called="neutral",head="h"}': 1.0,
    }
    assert told(meters)['counterclaim_pair_probability_count{head="h"}'] == 2.0


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
def test_each_signal_is_told_by_its_place_in_its_range(signal):
    meters = Meters()
    values = (signal.low, signal.high, (signal.low + signal.high) / 2)
    meters.observe_pairs("h", [make_comparison(evidence=(Evidence(signal.name, value, NOTHING),)) for value in values])
    name = f'{{signal="{signal.name}"}}'
    found = told(meters)
    assert found[f"counterclaim_signal_sum{name}"] == pytest.approx(1.5)
    assert found[f"counterclaim_signal_count{name}"] == 3
