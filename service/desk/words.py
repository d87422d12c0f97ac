"""What people have decided, as the desk shows it: in whose name, and whether who looks may take it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from service.news.identity import Scope
from service.web import auth

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Word(Generic[T]):
    """``what`` somebody of this ``name`` has decided, and whether who looks may withdraw it."""

    what: T
    name: str
    revocable: bool


def word(what: T, by: str) -> Word[T]:
    """``what`` the one with the id ``by`` has decided, for who makes the request at hand."""
    me = auth.principal()
    return Word(what, name_of(by), me.may(Scope.LABEL) and (by == me.id or me.may(Scope.ADMIN)))


def name_of(by: str) -> str:
    """The name in an id such as 'user:mara'."""
    return by.partition(":")[2]
