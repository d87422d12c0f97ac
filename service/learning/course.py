"""What every course of training shares: how the learning rate goes, and a state on disk to go on from."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import nn

WARM_UP = 0.06


def share(step: int, steps: int) -> float:
    """The share of the peak rate at a step, from 0: linear warm-up, then linear decay."""
    warm = max(1, round(WARM_UP * steps))
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))


def sixteen_bits() -> AbstractContextManager[None]:
    """16-bit arithmetic where the CPU has it; where it has not, it would take many times as long."""
    import torch

    return torch.autocast("cpu", torch.bfloat16, enabled=bool(torch.cpu.get_capabilities().get("avx512_bf16")))


class Pace:
    """How fast each group of an optimiser's parameters learns: the rate that it begins with is its peak."""

    def __init__(self, optimiser: Any) -> None:
        self._optimiser = optimiser
        self._peaks = [group["lr"] for group in optimiser.param_groups]

    def at(self, step: int, steps: int) -> None:
        """Set the rates of a step, from 0."""
        for group, peak in zip(self._optimiser.param_groups, self._peaks, strict=True):
            group["lr"] = peak * share(step, steps)


class State:
    """Weights and the optimiser's moments on disk, as plain tensors: nothing is pickled."""

    def __init__(self, network: nn.Module, optimiser: Any, folder: Path) -> None:
        self._network = network
        self._optimiser = optimiser
        self._file = folder / "state.safetensors"

    def keep(self, done: int) -> None:
        """Write the state after so many passes or batches; an interrupted write leaves the one before."""
        import torch
        from safetensors.torch import save_file

        tensors = {f"weight.{name}": value for name, value in self._network.state_dict().items()}
        for number, state in self._optimiser.state_dict()["state"].items():
            tensors |= {f"moment.{number}.{name}": value for name, value in state.items()}
        tensors["done"] = torch.tensor(done)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_suffix(".new")
        save_file({name: value.contiguous() for name, value in tensors.items()}, new)
        new.replace(self._file)

    def recall(self) -> int:
        """Take up the state that was kept; how much it has behind it, 0 where there is none."""
        from safetensors.torch import load_file

        if not self._file.is_file():
            return 0
        tensors = load_file(self._file)
        weights = {name.removeprefix("weight."): t for name, t in tensors.items() if name.startswith("weight.")}
        self._network.load_state_dict(weights)
        whole = self._optimiser.state_dict()
        for key, value in tensors.items():
            if key.startswith("moment."):
                _, number, name = key.split(".", 2)
                whole["state"].setdefault(int(number), {})[name] = value
        self._optimiser.load_state_dict(whole)
        return int(tensors["done"])

    def forget(self) -> None:
        """Remove what was kept: the course is over."""
        self._file.unlink(missing_ok=True)
