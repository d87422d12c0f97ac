"""What newsrooms' systems send, made into arrivals through the same door as POST /score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError

from service.news.arrival import Action, NewArrival
from service.news.errors import Forbidden
from service.news.identity import Principal
from service.newsroom.items import Item, Status, Unusable
from service.web.problems import faults

if TYPE_CHECKING:
    from marshmallow import Schema

    from service.web.contract import Contract
    from service.web.ports import Clock


class Made:
    """Makes arrivals of items, for whoever sends them.

    ``article`` is the schema of a request with one article, ``names`` that of what an item calls itself.
    """

    def __init__(self, article: Schema, names: Schema, clock: Clock) -> None:
        self._article = article
        self._names = names
        self._clock = clock

    def __call__(self, item: Item, format: str, by: Principal, outlet: str | None) -> NewArrival:
        """The arrival of ``item`` from ``by``, as of ``outlet`` where one is given.

        Raises Forbidden where the outlet is none of the sender's, ValidationError where no article can be made of it.
        """
        of = (outlet or item.outlet or "").strip()
        self._names.load({"guid": item.guid, "version": item.version, "evolved_from": item.evolved_from, "outlet": of})
        _check_outlet(of, by)
        usable = item.status is Status.USABLE
        body = {"id": item.guid, "outlet": of, **item.body} if usable else None
        if body is not None:
            self._check(body, item)
        return NewArrival(
            format=format,
            guid=item.guid,
            version=item.version,
            outlet=of,
            action=Action.KEEP if usable else Action.TAKE_BACK,
            body=body,
            at=item.updated_at or item.published_at,
            embargoed_until=item.embargoed_until if usable else None,
            evolved_from=item.evolved_from,
        )

    def or_reason(self, item: Item | Unusable, format: str, by: Principal, outlet: str | None) -> NewArrival:
        """As above, and where it cannot be used, an arrival with the reason."""
        try:
            if isinstance(item, Unusable):
                raise item
            return self(item, format, by, outlet)
        except ValidationError as fault:
            why = "; ".join(f"{each.pointer}: {each.detail}" for each in faults(fault.messages))
        except (Forbidden, Unusable) as fault:
            why = str(fault)
        names = {"guid": item.guid, "version": item.version, "outlet": outlet or getattr(item, "outlet", None) or ""}
        fit = names | dict.fromkeys(self._names.validate(names), "")
        return NewArrival(format, fit["guid"], fit["version"], fit["outlet"], reason=why)

    def each_of(
        self, items: Sequence[Item | Unusable], format: str, by: Principal, outlet: str | None
    ) -> list[NewArrival]:
        """The arrivals of several items, each with its reason where it cannot be used; one alone is refused then.

        Raises what ``__call__`` does, of one alone.
        """
        if len(items) != 1:
            return [self.or_reason(each, format, by, outlet) for each in items]
        (item,) = items
        if isinstance(item, Unusable):
            raise ValidationError(item.faults or str(item)) from item
        return [self(item, format, by, outlet)]

    def _check(self, body: dict[str, object], item: Item) -> None:
        """Raises ValidationError where POST /score would refuse it; what is under embargo may be of a time to come."""
        to_come = item.embargoed_until is not None and item.embargoed_until > self._clock()
        times = {"published_at": None, "updated_at": None} if to_come else {}
        try:
            self._article.load({"articles": [body | times]})
        except ValidationError as fault:
            messages: Any = fault.messages
            raise ValidationError(messages.get("articles", {}).get(0, messages)) from fault


def _check_outlet(outlet: str, by: Principal) -> None:
    """Raises Forbidden where ``by`` is bound to other outlets, ValidationError where nobody says whose it is."""
    if not outlet:
        raise ValidationError({"outlet": ["Nobody says whose it is: give it in the query."]})
    if by.outlets and not by.speaks_for(outlet):
        raise Forbidden(f"{by.name} is bound to other outlets than {outlet}.")


def made_by(contract: Contract, clock: Clock) -> Made:
    """What makes arrivals by the schemas of ``contract``."""
    return Made(contract.score_request, contract.ingest.item_names, clock)
