"""One call by one model, whichever becomes active meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from service.news.errors import NotReady

T = TypeVar("T")
Asked = ParamSpec("Asked")


class Looking(Protocol):
    """Who answers by a model, and can find out whether another is to answer."""

    look: Callable[[], None]


Who = TypeVar("Who", bound=Looking)


class Superseded(Exception):
    """Another model has worked out what is kept."""


def by_one_model(method: Callable[Concatenate[Who, Asked], T]) -> Callable[Concatenate[Who, Asked], T]:
    """``method`` with one model from its start to its end, whichever becomes active meanwhile.

    Where another has worked out what is kept before this process has heard of it, it looks, and ``method`` runs again.
    """

    @wraps(method)
    def run(who: Who, /, *args: Asked.args, **kwargs: Asked.kwargs) -> T:
        try:
            return method(copy(who), *args, **kwargs)
        except Superseded:
            who.look()
        try:
            return method(copy(who), *args, **kwargs)
        except Superseded as fault:
            raise NotReady(str(fault)) from fault

    return run
