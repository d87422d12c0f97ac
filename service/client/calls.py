"""Calls of the API, one method each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from time import monotonic, sleep
from typing import Any, Self

from service.client.errors import JobFailed, StillRunning
from service.client.sending import CONNECT_S, READ_S, TRIES, Answer, Sender

Body = dict[str, Any]
"""An object of JSON."""

FINAL = frozenset({"succeeded", "failed", "cancelled"})
LOOK_AGAIN_S = 2.0


class Client:
    """Speaks to the service at ``url``, with ``key`` where one is needed; safe to use from several threads.

    What does not answer, or asks for patience (429, 503), is asked again up to ``tries`` times in all, as late as its
    Retry-After says. Every POST has an Idempotency-Key, a new one unless one is given: however often it is sent, it is
    done once. Methods raise Refused and Unreachable.
    """

    def __init__(
        self,
        url: str,
        key: str | None = None,
        *,
        connect_s: float = CONNECT_S,
        read_s: float = READ_S,
        tries: int = TRIES,
    ) -> None:
        self._sender = Sender(url, key, connect_s, read_s, tries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the connections."""
        self._sender.close()

    # ------------------------------------------------------------------------------------------------- scoring

    def score(
        self,
        articles: Sequence[Mapping[str, Any]],
        options: Mapping[str, Any] | None = None,
        *,
        idempotency_key: str | None = None,
    ) -> Body:
        """The report on ``articles`` (POST /score); with ``options`` {'store': True} they are kept."""
        return self._post("/score", _request(articles, options), idempotency_key).body

    def score_later(
        self,
        articles: Sequence[Mapping[str, Any]],
        options: Mapping[str, Any] | None = None,
        *,
        idempotency_key: str | None = None,
    ) -> Body:
        """The job that will score ``articles``; ``wait`` gives the report."""
        return self._post("/score", _request(articles, options), idempotency_key, Prefer="respond-async").body

    def compare(self, a: Mapping[str, Any], b: Mapping[str, Any]) -> Body:
        """Two claims compared (POST /compare)."""
        return self._post("/compare", {"a": a, "b": b}).body

    # ---------------------------------------------------------------------------------------------------- jobs

    def job(self, id: str) -> Body:
        """One job as it is (GET /jobs/{id})."""
        return self._sender.get(f"/jobs/{id}").body

    def wait(self, job: str | Mapping[str, Any], seconds: float = 600.0) -> Any:
        """What came of a job, once it has ended.

        Raises JobFailed where nothing did, and StillRunning where it has not ended after ``seconds``.
        """
        name = job if isinstance(job, str) else job["id"]
        until = monotonic() + seconds
        while True:
            answer = self._sender.get(f"/jobs/{name}")
            if answer.body["state"] in FINAL:
                break
            left = until - monotonic()
            if left <= 0:
                raise StillRunning(answer.body)
            sleep(min(left, _patience(answer)))
        if answer.body["state"] != "succeeded":
            raise JobFailed(answer.body)
        return answer.body["result"]

    # ------------------------------------------------------------------------------------------- what is kept

    def events(self, **query: object) -> Iterator[Body]:
        """Stored events, page after page as they are read (GET /events), ``order='most_disputed'`` for instance."""
        cursor: object = query.pop("cursor", None)
        while True:
            page = self._sender.get("/events", query | ({"cursor": cursor} if cursor else {})).body
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    def event(self, id: str) -> Body:
        """The report on one event (GET /events/{id}), also where it has become part of another."""
        return self._sender.get(f"/events/{id}").body

    # ------------------------------------------------------------------------------------------------- editing

    def label(self, a: str, b: str, relation: str, *, reasons: Sequence[str] = (), note: str | None = None) -> Body:
        """Keeps what two claims are to each other (POST /labels); for 'updates', ``b`` is the later one."""
        decision = {"kind": "pair", "a": a, "b": b, "relation": relation, "reasons": list(reasons), "note": note}
        return self.decide(decision)

    def decide(self, decision: Mapping[str, Any], *, idempotency_key: str | None = None) -> Body:
        """Keeps a decision of any kind, as POST /labels takes it."""
        return self._post("/labels", decision, idempotency_key).body

    def retrain(self, *, idempotency_key: str | None = None, **options: object) -> Body:
        """The job that will learn from the labels (POST /admin/retrain), ``dry_run=True`` for instance."""
        return self._post("/admin/retrain", options, idempotency_key).body

    def _post(self, path: str, body: Mapping[str, Any], key: str | None = None, **headers: str) -> Answer:
        return self._sender.post(path, body, key, headers)


def _request(articles: Sequence[Mapping[str, Any]], options: Mapping[str, Any] | None) -> Body:
    return {"articles": list(articles), **({"options": dict(options)} if options else {})}


def _patience(answer: Answer) -> float:
    given = answer.headers.get("Retry-After", "")
    return float(given) if given.isascii() and given.isdigit() else LOOK_AGAIN_S
