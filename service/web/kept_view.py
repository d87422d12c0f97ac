"""What views of what is kept have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask.views import MethodView

if TYPE_CHECKING:
    from service.web.door import Door
    from service.web.kept_contract import KeptContract
    from service.web.ports import House


class KeptView(MethodView):
    """What answers about what is kept, or changes it, in a way of its own."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: KeptContract) -> None:
        self._door = door
        self._contract = contract
