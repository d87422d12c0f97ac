"""Versions of the model in memory, and models to be kept as versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from service.news.errors import NotKept, UnusableModel
from service.news.model import Activation, Model, Models, ModelVersion, Origin

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)


def make_model(version="head-1", reads_with="pair+encoder+annotator", origin=Origin.RETRAINED, **rest) -> Model:
    parts = {"build": "1", "learnt_from": "ab12", "figures": {"accuracy": 0.5}, "card": "# A head"}
    return Model({"version": version}, reads_with, origin=origin, **(parts | rest))


class FakeVersions:
    """Versions in memory: ``add`` names them model-1, model-2, …"""

    def __init__(self, at: datetime = EPOCH) -> None:
        self.at = at
        self.versions: dict[str, ModelVersion] = {}
        self.activations: list[Activation] = []

    def add(self, model: Model | None) -> str:
        id = f"model-{len(self.versions) + 1}"
        self.versions[id] = ModelVersion(id, self.at, "key:ada", False, model)
        return id

    def all(self) -> Models:
        return Models(tuple(map(self.one, reversed(self.versions))), tuple(reversed(self.activations)))

    def one(self, id) -> ModelVersion:
        if id not in self.versions:
            raise NotKept(f"No version {id} of the model is kept.")
        active = bool(self.activations) and self.activations[-1].version == id
        return replace(self.versions[id], active=active)

    def activate(self, id, by, reason) -> bool:
        if self.one(id).model is None:
            raise UnusableModel(f"{id} was altered.")
        self.activations.append(Activation(len(self.activations) + 1, id, self.at, by.id, reason))
        return True
