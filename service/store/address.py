"""The address of a PostgreSQL server: read with care, and never repeated with its password."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

import psycopg
from psycopg import conninfo

from service.news.errors import StoreError

SCHEMES = ("postgresql://", "postgres://")
CONNECT_WITHIN_S = "10"
MALFORMED = (
    "The address of the database is not of the form postgresql://user:password@host:port/name; the characters "
    "@ : / ? # % in a user or a password are written %40 %3A %2F %3F %23 %25."
)


def parameters(url: str) -> dict[str, str]:
    """The connection parameters of libpq in ``url``, with UTC as the session's time zone.

    Raises StoreError for what is no address. Libpq takes some malformed ones for others and would name a piece of the
    password as the host in its messages, so these are refused here, without being repeated.
    """
    scheme = next((each for each in SCHEMES if url.startswith(each)), None)
    if scheme is None or not url.isprintable() or not _is_clear(url.removeprefix(scheme)):
        raise StoreError(MALFORMED)
    try:
        given = conninfo.conninfo_to_dict("postgresql://" + url.removeprefix(scheme))
    except (psycopg.Error, UnicodeError):
        raise StoreError(MALFORMED) from None
    given = {"connect_timeout": CONNECT_WITHIN_S, "application_name": "counterclaim", **given}
    given["options"] = f"{given.get('options') or ''} -c TimeZone=UTC".strip()
    return {name: str(value) for name, value in given.items() if value is not None}


def uri(given: Mapping[str, str]) -> str:
    """The libpq URI of connection parameters, password and all."""
    return "postgresql://?" + urlencode(given, quote_via=quote)


def spoken(given: Mapping[str, str]) -> str:
    """An address as it may be shown and logged: HOST/DATABASE."""
    return f"{given.get('host', 'localhost')}/{given.get('dbname', given.get('user', ''))}"


def _is_clear(rest: str) -> bool:
    """Whether user, host and name are where libpq will look for them; ``rest`` follows the scheme."""
    authority, _, path = rest.partition("?")[0].partition("/")
    _, _, hosts = authority.rpartition("@")
    ports = [each.rpartition(":")[2] for each in hosts.split(",") if ":" in each.rpartition("]")[2]]
    return authority.count("@") <= 1 and "@" not in path and all(each.isascii() and each.isdigit() for each in ports)
