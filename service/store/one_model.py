"""One model from the start of what is asked to its end, whichever becomes active meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from service.news.errors import NotReady


class HasLook(Protocol):
    """What can find out whether another model is to answer, and if so starts anew with it."""

    look: Callable[[], None]


T = TypeVar("T")
Asked = ParamSpec("Asked")
Looking = TypeVar("Looking", bound=HasLook)


class Superseded(Exception):
    """Another model has worked out what is kept."""


def by_one_model(
    method: Callable[Concatenate[Looking, Asked], T],
) -> Callable[Concatenate[Looking, Asked], T]:
    """``method`` with one model from its start to its end, whichever becomes active meanwhile.

    Where another has worked out what is kept before this process has heard of it, it looks, and ``method`` runs again.
    """

    @wraps(method)
    def run(kept: Looking, /, *args: Asked.args, **kwargs: Asked.kwargs) -> T:
        try:
            return method(copy(kept), *args, **kwargs)
        except Superseded:
            kept.look()
        try:
            return method(copy(kept), *args, **kwargs)
        except Superseded as fault:
            raise NotReady(str(fault)) from fault

    return run
