"""Every process answers by the version of the model that is active, and by another within seconds of its activation.

Looking is one small read every second. What is looked up is a name; the head behind it is read, checked against that
name and laid over the models that are loaded already, so that a switch costs nothing that a request would notice.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from service.adapters import artefacts
from service.adapters.artefacts import Papers
from service.jobs.running import described
from service.news.errors import ArtefactError, UnusableModel
from service.news.model import Model, Origin
from service.store.repeating import AWAY
from service.store.versions import Versions

if TYPE_CHECKING:
    from pathlib import Path

    from structlog.typing import FilteringBoundLogger

    from service.scoring.pipeline import Scorer

LOOK_EVERY_S = 1.0


class Following:
    """The scorer of this process: ``shipped`` with the head of whichever version is active. For several threads.

    ``models`` is the folder that this head came from; by default the one that ships.
    """

    def __init__(self, versions: Versions, shipped: Scorer, models: Path | None, log: FilteringBoundLogger) -> None:
        self._versions = versions
        self._shipped = shipped
        self._models = models
        self._log = log
        self._scorer = shipped
        self._active: str | None = None
        self._refused: str | None = None
        self._adopt: Callable[[Scorer], object] = _nobody
        self._looking = Lock()
        self._stop = Event()
        self._thread = Thread(target=self._follow, name="following", daemon=True)

    @property
    def scorer(self) -> Scorer:
        """The one that answers now; whoever works with it keeps it to the end of what they do."""
        return self._scorer

    def begin(self) -> Scorer:
        """The scorer to begin with. Raises StoreError, and ArtefactError where the active version cannot be used."""
        papers = artefacts.load_papers(artefacts.models_folder(self._models), self._shipped.tools.head)
        self._active = self._versions.ship(shipped_model(self._shipped, papers))
        self._scorer = self._made(self._active)
        return self._scorer

    def start(self, adopt: Callable[[Scorer], object]) -> None:
        """From now on hand each other scorer that is to answer to ``adopt``, until ``stop``."""
        self._adopt = adopt
        self._thread.start()

    def look(self) -> None:
        """Find out which version is active and see to it that it answers. Raises what ``adopt`` raises."""
        with self._looking:
            active = self._versions.active()
            if active is None or active in {self._active, self._refused}:
                return
            try:
                scorer = self._made(active)
            except ArtefactError as fault:
                self._refused = active
                self._log.error("version refused, the former one goes on answering", version=active, why=str(fault))
                return
            self._active = None  # until everybody has adopted it, the next look is to try again
            self._scorer = scorer
            self._adopt(scorer)
            self._active, self._refused = active, None
            self._log.info("version switched", version=active, model=scorer.snapshot.model)

    def stop(self, seconds: float) -> None:
        """Look no more; returns when nobody does, or after ``seconds``."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _made(self, id: str) -> Scorer:
        try:
            model = self._versions.model(id)
        except UnusableModel as fault:
            raise ArtefactError(str(fault)) from fault
        if model.reads_with != self._shipped.reads_with:
            raise ArtefactError(f"{id} weighs what {model.reads_with} measure, not {self._shipped.reads_with}")
        return self._shipped.with_head(artefacts.head_of(model.head, id))

    def _follow(self) -> None:
        away = False
        while not self._stop.wait(LOOK_EVERY_S):
            try:
                self.look()
                away = False
            except AWAY as fault:
                if not away:
                    self._log.warning("versions not looked at, the database is away", error=type(fault).__name__)
                away = True
            except Exception as fault:  # noqa: BLE001 -- a process that stopped looking would answer by a former version
                self._log.error("looking at versions broke", **described(fault))


def shipped_model(scorer: Scorer, papers: Papers) -> Model:
    """The version that comes with the program: its head as ``scorer`` has it, with its ``papers``."""
    return Model(
        head=artefacts.written(scorer.tools.head),
        reads_with=scorer.reads_with,
        build=scorer.snapshot.build,
        origin=Origin.SHIPPED,
        learnt_from="",
        figures=papers.figures,
        card=papers.card,
    )


def _nobody(scorer: Scorer) -> None:
    """Nobody waits for another scorer yet."""
