"""Files on the command line → what would be POSTed to /score, through the same door."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from marshmallow import ValidationError

from service import app
from service.news.article import Article
from service.news.report import ScoreRequest
from service.newsroom import feeds, newsml, ninjs, sitemaps, superdesk, trees, wordpress
from service.newsroom.files import PAGES, PLAIN, UnreadableFile, article
from service.newsroom.items import Item, Status, Unusable, or_why
from service.web.contract import Contract, contract
from service.web.problems import faults

NO_OBJECT = "a request body or a scenario is an object, and this is not one"
FEEDS = frozenset({".xml", ".rss", ".atom"})


def bodies() -> Contract:
    """The schemas of the API under the settings of this process."""
    return contract(app.bounds_of(app.settings_from_environ()), lambda: datetime.now(UTC))


def body_of(file: Path) -> dict[str, Any]:
    """The request body in a JSON file: the file itself, or the ``articles`` of a scenario. Raises UnreadableFile."""
    found = _parsed(file)
    if isinstance(found, list):
        raise UnreadableFile(f"{file}: {NO_OBJECT}")
    return _body(found)


def _body(found: dict[str, Any]) -> dict[str, Any]:
    return {"articles": found.get("articles")} if "gold" in found else found


def _parsed(file: Path) -> dict[str, Any] | list[Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{file}: {error}") from error
    if not isinstance(found, (dict, list)):
        raise UnreadableFile(f"{file}: {NO_OBJECT}")
    return found


def request_of(
    files: Sequence[Path], outlets: Sequence[str], published_at: datetime | None, *, store: bool = False
) -> ScoreRequest:
    """All articles of ``files`` as one request. Raises UnreadableFile with the file and what is wrong in it.

    Outlets are given in turn to the plain files; one outlet serves all of them, and the items of newsroom formats that
    name none. Ids are to be unique across files. With ``store`` no item may be under embargo.
    """
    found: dict[str, Article] = {}
    plain = [file for file in files if file.suffix.lower() in PAGES | PLAIN]
    if plain and len(outlets) not in {1, len(plain)}:
        raise UnreadableFile(f"{plain[0]}: a plain file needs its outlet: give --outlet once, or once for each of them")
    each = list(outlets) * len(plain) if len(outlets) == 1 else list(outlets)
    named = dict(zip(plain, each, strict=False))
    for file in files:
        for one in (
            [article(file, named[file], published_at)] if file in named else _articles(file, outlets, store=store)
        ):
            if one.id in found:
                raise UnreadableFile(f"{file}: another file holds an article with the id {one.id} too")
            found[one.id] = one
    return ScoreRequest(tuple(found.values()))


def _articles(file: Path, outlets: Sequence[str], *, store: bool) -> Sequence[Article]:
    """The articles of a feed, of items of a newsroom's system, or of a request body, whichever the file holds."""
    if file.suffix.lower() in FEEDS:
        body = _body_of_items(file, _of_xml(file, store=store), outlets)
    else:
        found = _parsed(file)
        if isinstance(found, list) or ("articles" not in found and ("uri" in found or "guid" in found)):
            items = [_item(each) for each in (found if isinstance(found, list) else [found])]
            body = _body_of_items(file, _usable(file, items, store=store), outlets)
        else:
            body = _body(found)
    try:
        request: ScoreRequest = bodies().score_request.load(body)
    except ValidationError as error:
        why = "; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults(error.messages))
        raise UnreadableFile(f"{file}: {why}") from error
    return request.articles


def _item(raw: object) -> Item | Unusable:
    """An item of ninjs or Superdesk, or a post of WordPress."""
    if not isinstance(raw, dict) or ("uri" not in raw and ("guid" not in raw or wordpress.is_post(raw))):
        return wordpress.read([raw])[0]
    return or_why(superdesk.read if superdesk.is_item(raw) else ninjs.read, raw)


def _of_xml(file: Path, *, store: bool) -> Sequence[Item]:
    """Items of NewsML-G2 or entries of a feed, by the name of the root; a feed need not even be XML."""
    try:
        document = file.read_bytes()
        root = _root(document)
        if root in sitemaps.ROOTS:
            raise UnreadableFile(f"{file}: it is a sitemap, which names pages and holds no texts")
        found = newsml.read(document) if root in newsml.ROOTS else feeds.read(document)
    except (OSError, Unusable) as error:
        raise UnreadableFile(f"{file}: {error}") from error
    return _usable(file, found, store=store)


def _root(document: bytes) -> str:
    try:
        return trees.name(trees.root_of(document))
    except Unusable:
        return ""


def _usable(file: Path, found: Sequence[Item | Unusable], *, store: bool) -> Sequence[Item]:
    """Those that can be used; which of several cannot is said, and not a fault unless none can."""
    usable = []
    for each in found:
        why = _why_not(each, store=store)
        if why and len(found) == 1:
            raise UnreadableFile(f"{file}: {why}")
        if isinstance(each, Item) and not why:
            usable.append(each)
        else:
            click.echo(f"{file}: left out {each.guid or 'an entry'}: {why}", err=True)
    return usable


def _why_not(found: Item | Unusable, *, store: bool) -> str:
    """Why something cannot be used now; '' where it can."""
    if isinstance(found, Unusable):
        return str(found)
    if found.status is not Status.USABLE:
        return f"it is {found.status}, and nothing to be scored"
    if store and found.embargoed_until is not None and found.embargoed_until > datetime.now(UTC):
        until = found.embargoed_until.isoformat()
        return f"it is under embargo until {until}: POST /ingest/… keeps it when that is over"
    return ""


def _body_of_items(file: Path, items: Sequence[Item], outlets: Sequence[str]) -> dict[str, Any]:
    """A request body; an outlet that is given, once, goes before what the items say."""
    given = outlets[0] if len(outlets) == 1 else None
    if given is None and not all(item.outlet for item in items):
        raise UnreadableFile(f"{file}: it does not say whose it is: give --outlet")
    return {"articles": [{"id": item.guid, "outlet": given or item.outlet, **item.body} for item in items]}
