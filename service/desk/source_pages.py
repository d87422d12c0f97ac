"""The desk's pages of sources: who they are, how far they were borne out, and every claim behind that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from service.desk.listing import listed
from service.web.pages import page

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from service.news.memory import LedgerLine, Page
    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.kept_queries import LedgerQuery
    from service.web.ports import House


class SourcePages:
    """The views. They ask the archive of the house behind ``house``."""

    def __init__(self, house: Door[House], contract: Contract) -> None:
        self._house = house
        self._kept = contract.kept

    def sources(self) -> AnyResponse:
        """GET: sources by name."""
        house = self._house.inside()
        found = listed(house.secret, self._kept.sources_query, house.archive.sources)
        return page(render_template("desk/sources.html", found=found, asked=request.args), forms=True)

    def source(self, id: str) -> AnyResponse:
        """GET: one source with its ledger. Raises NotKept."""
        house = self._house.inside()
        source = house.archive.source(id)

        def ask(query: LedgerQuery) -> Page[LedgerLine]:
            return house.archive.ledger(id, query.limit, query.after)

        ledger = listed(house.secret, self._kept.ledger_query, ask)
        return page(render_template("desk/source.html", found=source, ledger=ledger))


def add_to(desk: Blueprint, house: Door[House], contract: Contract) -> None:
    """Adds the pages of sources to ``desk``."""
    pages = SourcePages(house, contract)
    desk.add_url_rule("/desk/sources", "sources", pages.sources)
    desk.add_url_rule("/desk/sources/<id:id>", "source", pages.source)
