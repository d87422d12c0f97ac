"""Files on the command line → what would be POSTed to /score, through the same door."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from service import app
from service.news.article import Article
from service.news.report import ScoreRequest
from service.newsroom.files import PAGES, PLAIN, UnreadableFile, article
from service.web.contract import Contract, contract
from service.web.problems import faults


def bodies() -> Contract:
    """The schemas of the API under the settings of this process."""
    return contract(app.bounds_of(app.settings_from_environ()), lambda: datetime.now(UTC))


def body_of(file: Path) -> dict[str, Any]:
    """The request body in a JSON file: the file itself, or the ``articles`` of a scenario. Raises UnreadableFile."""
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{file}: {error}") from error
    if isinstance(found, dict) and "gold" in found:
        return {"articles": found.get("articles")}
    if not isinstance(found, dict):
        raise UnreadableFile(f"{file}: a request body or a scenario is an object, and this is not one")
    return found


def request_of(files: Sequence[Path], outlets: Sequence[str], published_at: datetime | None) -> ScoreRequest:
    """All articles of ``files`` as one request. Raises UnreadableFile with the file and what is wrong in it.

    Outlets are given in turn to the plain files; one outlet serves all of them. Ids are to be unique across files.
    """
    found: dict[str, Article] = {}
    plain = [file for file in files if file.suffix.lower() in PAGES | PLAIN]
    if plain and len(outlets) not in {1, len(plain)}:
        raise UnreadableFile(f"{plain[0]}: a plain file needs its outlet: give --outlet once, or once for each of them")
    each = list(outlets) * len(plain) if len(outlets) == 1 else list(outlets)
    named = dict(zip(plain, each, strict=False))
    for file in files:
        for one in [article(file, named[file], published_at)] if file in named else _articles(file):
            if one.id in found:
                raise UnreadableFile(f"{file}: another file holds an article with the id {one.id} too")
            found[one.id] = one
    return ScoreRequest(tuple(found.values()))


def _articles(file: Path) -> Sequence[Article]:
    try:
        request: ScoreRequest = bodies().score_request.load(body_of(file))
    except ValidationError as error:
        why = "; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults(error.messages))
        raise UnreadableFile(f"{file}: {why}") from error
    return request.articles
