"""Rows of the memory's tables put there by hand, each in a breath: for tests of what reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from sqlalchemy import insert, select, update

from service.news.identity import outlet_key
from service.scoring.credibility.joint import Rates
from service.scoring.credibility.utterances import Utterance, Witness, counts
from service.store import outcomes, utterance_rows
from service.store.folding import folded
from service.store.schema.memory import articles, claims, edits, events, live, sources, tombstones, versions

NOON = datetime(2024, 3, 15, 12, tzinfo=UTC)
_NUMBERS = count(1)


def add_version(connection, article="a1", number=None, **rest) -> int:
    """One more version, which becomes the current one; its position."""
    position = next(_NUMBERS)
    values = {
        "position": position,
        "article": article,
        "number": number or 1 + len(connection.execute(select(versions).where(versions.c.article == article)).all()),
        "digest": f"v{position:04}",
        "given_id": f"given-{article}",
        "outlet": "The Courier",
        "title": f"Title {position}",
        "text": f"Text {position}.",
        "published_at": NOON,
        "vouched": True,
        "sender": "key:courier",
        "received_at": NOON,
    } | rest
    connection.execute(insert(versions).values(values))
    connection.execute(live.delete().where(live.c.article == article))
    current = {name: values[name] for name in ("article", "digest", "position", "published_at", "vouched")}
    connection.execute(insert(live).values(current | {"outlet_key": outlet_key(values["outlet"])}))
    return position


def add_article(connection, id="a1", **version) -> str:
    """One more article with one version; its id."""
    connection.execute(insert(articles).values(id=id, namespace="key:courier"))
    add_version(connection, id, **version)
    return id


def digest_of(connection, article) -> str:
    return connection.execute(select(live.c.digest).where(live.c.article == article)).scalar_one()


def vouch(connection, article, *, vouched=True) -> None:
    """An editor's word on an article."""
    kind = "vouch" if vouched else "unvouch"
    connection.execute(
        insert(edits).values(
            position=next(_NUMBERS), kind=kind, article=article, reason="known", by="user:ada", at=NOON
        )
    )
    connection.execute(update(live).where(live.c.article == article).values(vouched=vouched))


def remove(connection, article, at=NOON) -> None:
    """An article removed, its claims with it."""
    connection.execute(
        insert(tombstones).values(
            position=next(_NUMBERS), article=article, erased=False, reason="retracted", by="user:ada", at=at
        )
    )
    connection.execute(claims.delete().where(claims.c.digest == digest_of(connection, article)))
    connection.execute(live.delete().where(live.c.article == article))


def merge(connection, article, into) -> None:
    """Two articles found to be one, as the archive does it: all that belonged to the first belongs to the other."""
    for table in (versions, edits, tombstones):
        connection.execute(update(table).where(table.c.article == article).values(article=into))
    for column in (articles.c.merged_into, articles.c.id):
        connection.execute(update(articles).where(column == article).values(merged_into=into))
    connection.execute(live.delete().where(live.c.article == article))


def add_event(connection, id="e1", places=(), **rest) -> str:
    """One more event; its id."""
    values = {
        "id": id,
        "headline": f"What {id} is about",
        "first_at": rest.get("last_at", NOON),
        "last_at": NOON,
        "changed_at": NOON,
        "disputed": rest.get("contradictions", 0) > 0,
        "contradictions": 0,
        "independent_outlets": 1,
        "n_articles": 1,
        "n_claims": 1,
        "n_sources": 1,
        "places": list(places),
        "folded_places": [folded(place) for place in places],
        "snapshot": "1-0000",
    } | rest
    connection.execute(insert(events).values(values))
    return id


def end_event(connection, id, moved_to=None) -> None:
    connection.execute(update(events).where(events.c.id == id).values(ended=True, moved_to=moved_to))


def add_source(connection, id="s1", name="The Courier", **rest) -> str:
    """One more source, whose credibility nothing is known of; its id."""
    values = {
        "id": id,
        "name": name,
        "folded_name": folded(name),
        "kind": "outlet",
        "aliases": [],
        "prior_mean": 0.5,
        "prior_strength": 2.0,
        "prior_basis": "nothing known",
        "comparisons": 0.0,
        "n_claims": 0,
        "n_events": 0,
    } | rest
    connection.execute(insert(sources).values(values))
    return id


def add_claim(connection, article="a1", event="e1", source="s1", number=1, **rest) -> str:
    """One more claim in the current version of an article; its id."""
    digest = digest_of(connection, article)
    values = {
        "id": f"{digest}.{number}",
        "digest": digest,
        "event": event,
        "source": source,
        "text": f"Claim {number} of {article}.",
        "as_of": NOON,
    } | rest
    connection.execute(insert(claims).values(values))
    return values["id"]


def add_heard(connection, number, *witnesses: Witness, source="s1", **rest) -> str:
    """One more claim of the article a1 that was compared, and weighed as what it is alone; its id."""
    name = f"{digest_of(connection, 'a1')}.{number}"
    said = Utterance(name, "e1", source, source, name, None, witnesses, rest.pop("ruled", None))
    supported, opposed = counts(witnesses)
    weight = outcomes.weights([said], Rates())[name]
    told = utterance_rows.written(said) | {"bits": weight.bits, "comparisons": weight.comparisons}
    return add_claim(connection, source=source, number=number, supported=supported, opposed=opposed, **told, **rest)
