"""The desk's pages of sources: who they are, how far they were borne out, every claim behind that, and disputes."""

from __future__ import annotations

from collections import defaultdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import ValidationError

from service.desk.event_list import in_sentences
from service.desk.labels import current
from service.desk.listing import asked, listed
from service.desk.words import Word, word
from service.news.label import Decision, DisputeDecision, Label, LabelKind
from service.news.source import Ruling, SourceKind
from service.web import auth
from service.web.label_schemas import decision
from service.web.label_views import withdrawn
from service.web.pages import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from werkzeug.wrappers import Response as AnyResponse

    from service.news.memory import LedgerLine, Page
    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.kept_queries import LedgerQuery
    from service.web.ports import Archive, House

RULINGS: Mapping[str, str] = {
    Ruling.EXCLUDED.value: "counts for nothing",
    Ruling.BORNE_OUT.value: "counts as borne out",
    Ruling.NOT_BORNE_OUT.value: "counts as not borne out",
}
"""What an editor may have a claim count for, in words."""

SELECT_ONE = "Select a claim of the ledger."
PARTIES: Mapping[str, bool] = {"a party": True, "no party": False}
"""What an editor may say of the source of a claim and the event that it is about, in words."""

FIELDS = ("claim", "ruling", "reason", "source", "source_kind", "party")


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
        return self._shown(id, {})

    def overrule(self, id: str) -> AnyResponse:
        """POST: disputes a claim of the ledger, names another as its source, or says whether this one is a party there.

        The page with what is wrong, where that cannot be meant. Raises what the archive raises.
        """
        body = {name: request.form.get(name, "") for name in FIELDS}
        try:
            given = self._meant(body, request.form.get("do", ""))
        except ValidationError as fault:
            return self._shown(id, body, in_sentences(fault))
        archive, here = self._house.inside().archive, dict[str, Any](asked())
        if isinstance(given, DisputeDecision):
            archive.dispute(id, given, auth.by())
            return redirect(url_for("desk.source", id=id, **here, _anchor=f"c-{given.claim}"), HTTPStatus.SEE_OTHER)
        # The ledger that the claim stood in may be no more; its event is.
        [event] = archive.label(given, auth.by()).events
        return redirect(url_for("desk.event", id=event, _anchor="edits"), HTTPStatus.SEE_OTHER)

    def withdraw(self, id: str, label: str) -> AnyResponse:
        """POST: takes a dispute back. Raises what reading and the archive raise."""
        reason = {"reason": request.form.get("reason", "")}
        withdrawn(self._house.inside().archive, self._kept, label, reason)
        return redirect(url_for("desk.source", id=id, _anchor="ledger"), HTTPStatus.SEE_OTHER)

    def _meant(self, body: Mapping[str, str], do: str) -> Decision:
        """What a form asks for, as the API reads it, with a reason. Raises ValidationError."""
        if not body["claim"]:
            raise ValidationError({"claim": [SELECT_ONE]})
        if do not in ("name", "party"):
            disputed: DisputeDecision = self._kept.dispute.load(
                {name: body[name] for name in ("claim", "ruling", "reason")}
            )
            return disputed
        note = self._kept.reason.load({"reason": body["reason"]})["reason"]
        given = {"kind": LabelKind.PARTY.value, "party": PARTIES.get(body["party"])}
        if do == "name":
            kind = body["source_kind"] or None
            given = {"kind": LabelKind.SOURCE.value, "source": body["source"], "source_kind": kind}
        return decision({**given, "claim": body["claim"], "note": note}, self._kept.decisions)

    def _shown(self, id: str, body: Mapping[str, str], wrong: Sequence[str] = ()) -> AnyResponse:
        house = self._house.inside()
        source = house.archive.source(id)

        def ask(query: LedgerQuery) -> Page[LedgerLine]:
            return house.archive.ledger(id, query.limit, query.after)

        ledger = listed(house.secret, self._kept.ledger_query, ask)
        here: dict[str, Any] = dict(asked())
        shown = render_template(
            "desk/source.html",
            found=source,
            ledger=ledger,
            disputes=disputes(house.archive, [line.claim for line in ledger.items if line.ruled]),
            rulings=RULINGS,
            kinds=[each.value for each in SourceKind],
            parties=list(PARTIES),
            here=url_for("desk.source", id=id, **here),
            body=body,
            wrong=wrong,
        )
        return page(shown, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK, forms=True)


def disputes(archive: Archive, claims: Iterable[str]) -> Mapping[str, list[Word[Label]]]:
    """The disputes that hold of some claims, by the id of the claim, the latest first."""
    found: defaultdict[str, list[Word[Label]]] = defaultdict(list)
    names = tuple(claims)
    for label in current(archive, LabelKind.DISPUTE, claims=names) if names else ():
        [claim] = label.decision.claims
        found[claim].append(word(label, label.by))
    return found


def add_to(desk: Blueprint, house: Door[House], contract: Contract) -> None:
    """Adds the pages of sources to ``desk``."""
    pages = SourcePages(house, contract)
    desk.add_url_rule("/desk/sources", "sources", pages.sources)
    desk.add_url_rule("/desk/sources/<id:id>", "source", pages.source)
    desk.add_url_rule("/desk/sources/<id:id>", "overrule", pages.overrule, methods=["POST"])
    desk.add_url_rule(
        "/desk/sources/<id:id>/disputes/<id:label>/withdraw", "undispute", pages.withdraw, methods=["POST"]
    )
