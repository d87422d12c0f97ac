"""What the simplest answers reach: always the commonest label, and labels by thresholds on the cosine alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeClassifier

from service.measure.metrics import Numbers, one_hot_confusions

HOW_FITTED = (
    "majority: the file's own commonest label; "
    "similarity: thresholds on the cosine fitted on one half of the groups, scored on the other, crossed over"
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows as the baselines see them: gold labels in [0, n_labels), the cosine of the two texts, the group of each."""

    gold: Sequence[int]
    similarities: Sequence[float]
    groups: Sequence[Hashable]
    n_labels: int


def baselines(
    rows: Labelled, figures: Callable[[Numbers], Mapping[str, float]], seed: int
) -> dict[str, Mapping[str, float] | None]:
    """The figures of both, given how a confusion table, shape (n_labels, n_labels + 1), is turned into figures."""
    often = int(np.bincount(rows.gold).argmax())
    answers = {"majority": [often] * len(rows.gold), "similarity": crossed_over(rows, seed)}
    return {
        name: figures(one_hot_confusions(rows.gold, predicted, rows.n_labels).sum(0))
        for name, predicted in answers.items()
    }


def crossed_over(rows: Labelled, seed: int) -> list[int]:
    """A label for each row from its similarity alone.

    Groups are dealt into two halves; on each a tree with no more leaves than there are labels sets the thresholds by
    which the other half is labelled (labels balanced, or it would only ever name the commonest). One group alone is
    its own half.
    """
    halves = _halves(rows.groups, seed)
    measured, wanted = np.asarray(rows.similarities, dtype=np.float64)[:, None], np.asarray(rows.gold)
    labels = np.zeros(len(rows.gold), dtype=int)
    for half in (halves, ~halves):
        fitted_on = ~half if (~half).any() else half
        if half.any():
            labels[half] = _tree(measured[fitted_on], wanted[fitted_on]).predict(measured[half])
    return [int(label) for label in labels]


def _halves(groups: Sequence[Hashable], seed: int) -> NDArray[np.bool_]:
    number = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    first = np.random.default_rng(seed).permutation(len(number)) < len(number) // 2
    return np.array([first[number[group]] for group in groups], dtype=bool)


def _tree(measured: NDArray[np.float64], wanted: NDArray[np.int_]) -> DecisionTreeClassifier:
    leaves = max(2, len(np.unique(wanted)))
    return DecisionTreeClassifier(max_leaf_nodes=leaves, class_weight="balanced", random_state=0).fit(measured, wanted)
