"""What an operator can set, read once from the environment and frozen."""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_state_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "COUNTERCLAIM_"
LOG_LEVELS = ("debug", "info", "warning", "error")
JOBS = ("auto", "inside", "worker")
LEAST_SECRET = 32


class SettingsError(Exception):
    """A variable that no setting answers to, or a value that cannot be read; the message names the variable."""


def _meant(read: Callable[[str], object], meaning: str, *, secret: bool = False) -> dict[str, object]:
    """What a field of Settings carries besides its default: how it is read from a string, and what it means.

    A value that cannot be read is repeated to the operator, unless it may hold a ``secret``.
    """
    return {"read": read, "meaning": meaning, "secret": secret}


def _whole(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers in [least, most]."""

    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and least <= int(value[:20]) <= most):
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(value)

    return read


def _words(value: str) -> tuple[str, ...]:
    return tuple(word for word in (part.strip() for part in value.split(",")) if word)


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value.strip()


def _address(value: str) -> str:
    found = value.strip().rstrip("/")
    if found and not re.fullmatch(r"https?://[^\s/?#<>|]+[^\s?#<>|]*", found):
        raise ValueError("must be an http or https address")
    return found


def _folder(value: str) -> Path | None:
    return Path(value) if value.strip() else None


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    """A reader of one of ``words``, in capitals or not."""

    def read(value: str) -> str:
        if value.lower() not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return value.lower()

    return read


def _switch(value: str) -> bool:
    if value.lower() not in {"on", "off"}:
        raise ValueError("must be on or off")
    return value.lower() == "on"


def _database_url(value: str) -> str | None:
    if value.strip() and not value.strip().startswith(("postgresql://", "postgres://")):
        raise ValueError("must begin with postgresql:// (a server is asked whether the rest is right)")
    return value.strip() or None


def _secrets(value: str) -> tuple[str, ...]:
    found = _words(value)
    if any(len(each) < LEAST_SECRET for each in found):
        raise ValueError(f"must have at least {LEAST_SECRET} characters; several, newest first, are parted by commas")
    return found


@dataclass(frozen=True, slots=True)
class Meaning:
    """One setting as an operator meets it: the variable, its default as written in the environment, one line."""

    variable: str
    default: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Each field is the variable COUNTERCLAIM_ plus its name in capitals."""

    host: str = field(default="127.0.0.1", metadata=_meant(_text, "Address that the server listens on."))
    port: int = field(
        default=8000, metadata=_meant(_whole(0, 65535), "Port that the server listens on; 0 lets the system choose.")
    )
    allowed_hosts: tuple[str, ...] = field(
        default=("localhost", "127.0.0.1", "::1"),
        metadata=_meant(
            _words, "Host names that requests may be addressed to, separated by commas, without ports; * allows any."
        ),
    )
    max_body_bytes: int = field(default=8_388_608, metadata=_meant(_whole(1, 2**31), "Largest request body, in bytes."))
    max_articles: int = field(default=200, metadata=_meant(_whole(1, 100_000), "Most articles in one request."))
    max_text_chars: int = field(
        default=200_000,
        metadata=_meant(_whole(1, 10_000_000), "Longest text of an article, in characters (code points)."),
    )
    max_claims: int = field(
        default=4_000, metadata=_meant(_whole(1, 1_000_000), "Most claims that the articles of one request may hold.")
    )
    models: Path | None = field(
        default=None, metadata=_meant(_folder, "Folder of trained artefacts; empty means those in the package.")
    )
    encoder: Path | None = field(
        default=None,
        metadata=_meant(
            _folder, "Folder of a sentence-transformers model; empty means all-MiniLM-L6-v2 from its package."
        ),
    )
    log_level: str = field(
        default="info",
        metadata=_meant(_one_of(LOG_LEVELS), "Least severity that is logged: debug, info, warning or error."),
    )
    threads: int = field(
        default=4, metadata=_meant(_whole(1, 256), "Requests that one server process works on at a time.")
    )

    database_url: str | None = field(
        default=None,
        repr=False,  # it may hold a password
        metadata=_meant(
            _database_url,
            "Address of a PostgreSQL server with pgvector, postgresql://user:password@host:port/name; empty means the "
            "embedded server.",
            secret=True,
        ),
    )
    state: Path | None = field(
        default=None,
        metadata=_meant(
            _folder,
            "Folder of the embedded server's data; empty means counterclaim in the user's folder for state.",
        ),
    )
    jobs: str = field(
        default="auto",
        metadata=_meant(
            _one_of(JOBS),
            "Who does queued work: inside, the server's own process; worker, processes started by "
            "`counterclaim worker`; auto, inside with the embedded server and worker otherwise.",
        ),
    )

    secret: tuple[str, ...] = field(
        default=(),
        repr=False,
        metadata=_meant(
            _secrets,
            "Secret of the service, at least 32 characters; former ones may follow after commas; empty means the one "
            "in the state folder, made when first needed.",
            secret=True,
        ),
    )

    webhook_hosts: tuple[str, ...] = field(
        default=(),
        metadata=_meant(
            _words,
            "Hosts that webhooks may be sent to though they are on this machine or in its network, and over http too, "
            "separated by commas; else only https addresses of the open internet are.",
        ),
    )

    address: str = field(
        default="",
        metadata=_meant(
            _address,
            "Where people reach the service, such as https://desk.example/counterclaim; links in messages to chats "
            "begin with it. Empty means messages without links.",
        ),
    )
    fetch: bool = field(
        default=False,
        metadata=_meant(
            _switch,
            "Whether feeds that administrators add, and the pages that they name, are fetched: on or off.",
        ),
    )
    fetch_hosts: tuple[str, ...] = field(
        default=(),
        metadata=_meant(
            _words,
            "Hosts that feeds may be fetched from though they are on this machine or in its network, separated by "
            "commas; else only addresses of the open internet are.",
        ),
    )

    @property
    def state_folder(self) -> Path:
        """The folder for state: the one that was set, else the user's (``~/.local/state/counterclaim`` on Linux)."""
        return self.state or user_state_path("counterclaim", appauthor=False)

    @property
    def fetched_from(self) -> tuple[str, ...] | None:
        """The hosts inside that feeds may be fetched from; None where nothing is fetched at all."""
        return self.fetch_hosts if self.fetch else None

    @property
    def jobs_inside(self) -> bool:
        """Whether the serving process does queued work itself."""
        return self.jobs == "inside" or (self.jobs == "auto" and self.database_url is None)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Settings from the variables of ``environ`` that begin with COUNTERCLAIM_; absent ones keep their default.

        Raises SettingsError for a variable that names no setting and for a value that cannot be read.
        """
        given = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
        readers = {_variable(each.name): each for each in fields(cls)}
        unknown = sorted(given.keys() - readers.keys())
        if unknown:
            raise SettingsError(f"{unknown[0]} is not a setting; the settings are {', '.join(sorted(readers))}.")
        values: dict[str, Any] = {
            readers[name].name: _read(name, readers[name].metadata, value) for name, value in given.items()
        }
        return cls(**values)

    @classmethod
    def meanings(cls) -> tuple[Meaning, ...]:
        """Every setting with its default and its meaning, in the order of declaration."""
        return tuple(
            Meaning(_variable(each.name), _written(each.default), each.metadata["meaning"]) for each in fields(cls)
        )


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _read(variable: str, meant: Mapping[str, Any], value: str) -> Any:
    try:
        return meant["read"](value)
    except ValueError as fault:
        instead = "" if meant["secret"] else f", not {value!r}"
        raise SettingsError(f"{variable} {fault}{instead}.") from fault


def _written(default: object) -> str:
    """A default as it would be written in the environment; '' for none."""
    if default is None or default is MISSING:
        return ""
    if isinstance(default, bool):
        return "on" if default else "off"
    return ",".join(default) if isinstance(default, tuple) else str(default)
