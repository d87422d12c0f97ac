"""Killed at any moment, nothing that was answered is lost or doubled; `make chaos` kills more often."""

from __future__ import annotations

from tests.chaos import TARGETS, chaos


def test_each_process_killed_once_under_writing_load_loses_and_doubles_nothing():
    assert chaos(kills=len(TARGETS), seed=3, longest_pause=1.0) == []
