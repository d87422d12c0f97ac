"""A newsroom's desk as a test has it: a client with keys, an archive, a few articles."""

from __future__ import annotations

from service.news.accounts import By, NewKey
from service.news.identity import Scope

BLAST = [
    {
        "id": "n1",
        "outlet": "The Courier",
        "text": "The blast in Harim killed 7 people.",
        "published_at": "2024-05-01T08:00:00Z",
    },
    {
        "id": "n2",
        "outlet": "Daily Ledger",
        "text": "The blast in Harim killed 12 people.",
        "published_at": "2024-05-01T09:00:00Z",
    },
]
FLOOD = {
    "id": "n3",
    "outlet": "The Courier",
    "text": "A flood closed 3 bridges.",
    "published_at": "2024-05-02T08:00:00Z",
}
UNDATED = {"id": "n4", "outlet": "Evening Mail", "text": "Markets opened quietly."}
EVERYTHING = [*BLAST, FLOOD, UNDATED]
BOUND_TO = ("The Courier", "Daily Ledger")


class Desk:
    """Asks with a key that has just the scopes that are said, bound to the outlets of all articles but one."""

    def __init__(self, client, accounts, archive):
        self.client = client
        self.archive = archive
        self._accounts = accounts
        self._keys = {}

    def ask(self, method, path, *scopes, outlets=BOUND_TO, headers=None, **rest):
        known = (scopes, outlets)
        if known not in self._keys:
            made = self._accounts.add_key(NewKey("desk", frozenset(scopes), outlets), By("cli:root"))
            self._keys[known] = {"Authorization": f"Bearer {made.token}"}
        return self.client.open(path, method=method, headers=self._keys[known] | (headers or {}), **rest)

    def get(self, path, **rest):
        """Asks with the scope that reading takes there."""
        return self.ask("GET", path, Scope.LABEL if path.startswith("/labels") else Scope.READ, **rest)

    def keep(self, *articles, **rest):
        body = {"articles": list(articles), "options": {"store": True}}
        return self.ask("POST", "/score", Scope.SCORE, json=body, **rest)

    def ids(self, path, **rest):
        return [item["id"] for item in self.get(path, **rest).json["items"]]

    def walk(self, path, limit):
        """The items of all pages, one after another, each reached by the Link of the one before."""
        items, following = [], f"{path}{'&' if '?' in path else '?'}limit={limit}"
        while following:
            page = self.get(following)
            items += page.json["items"]
            links = page.headers.get("Link", "")
            following = links.removeprefix("<").partition(">")[0]
            assert bool(following) == (page.json["next"] is not None)
        return items
