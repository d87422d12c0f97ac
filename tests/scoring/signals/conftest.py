"""Two sentences → what one signal makes of them."""

from __future__ import annotations

import pytest

from service.scoring.signals import SIGNALS

BY_NAME = {signal.name: signal for signal in SIGNALS}


@pytest.fixture(scope="session")
def measured(side_by_side):
    """The measurement of the signal called ``name``."""

    def measure(name: str, one: str, other: str) -> float:
        return BY_NAME[name].measure(side_by_side(one, other))

    return measure


@pytest.fixture(scope="session")
def pointed_at(side_by_side):
    """The words in both sentences that the signal called ``name`` gives as its reason."""

    def explain(name: str, one: str, other: str):
        return [(reason.a.of(one), reason.b.of(other)) for reason in BY_NAME[name].explain(side_by_side(one, other))]

    return explain
