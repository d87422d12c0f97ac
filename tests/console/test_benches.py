"""What `bench` is told that does not fit what it measures is an error, before anything is measured."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from service.__main__ import commands


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["truth", "--claims", "1000"], "say bench store"),
        (["store", "--labels", "100"], "say bench retrain"),
        (["desk", "--rounds", "1"], "not for desk"),
    ],
)
def test_an_option_of_another_bench_is_refused(words, said):
    done = CliRunner().invoke(commands, ["bench", *words])
    assert done.exit_code == 2
    assert said in done.output
