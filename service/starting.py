"""What goes on behind the doors while the server answers already: the store is opened, then the models are loaded."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from service.news.errors import ArtefactError, StoreAway, StoreError
from service.scoring.pipeline import Scorer
from service.web.counting import CountedScores

if TYPE_CHECKING:
    from pathlib import Path

    from structlog.typing import FilteringBoundLogger

    from service.following import Following
    from service.store.archive import Archive
    from service.web.door import Door
    from service.web.ports import House, Scores

T = TypeVar("T")

AGAIN_AFTER_S = 2.0
"""How soon a database that was away at the start is asked again."""
START_S = 5.0
"""How long is waited at the end for what is still starting: it is about to be over, or will never be."""


def move_in(
    open_house: Callable[[], House], enter: Callable[[House], None], entrance: Door[House], log: FilteringBoundLogger
) -> None:
    """Lets ``enter`` open the entrance to what ``open_house`` opens, or says why it stays shut."""
    try:
        enter(patiently(open_house, log))
        log.info("store opened")
    except (StoreError, OSError) as fault:
        log.critical("store not opened", error=type(fault).__name__, why=str(fault))
    finally:
        if not entrance.is_open:
            entrance.fail()


def load(
    build: Callable[[], Scores],
    models: Path | None,
    door: Door[Scores],
    entrance: Door[House],
    log: FilteringBoundLogger,
) -> Following | None:
    """Opens the door to what ``build`` makes, weighed by the version that is active, or says why it stays shut.

    What is kept is first made to be what these models work out, so that the two never disagree. Returned is who sees to
    it that other versions answer once they are active, where there is a store to find them in. A fault that nobody
    foresaw goes on to the thread's own report. ``models`` is the folder that the settings name, if any.
    """
    from service.following import Following
    from service.store.archive import Archive
    from service.store.versions import Versions

    following = None
    try:
        scores = build()
        archive = entrance.inside().archive if entrance.is_open else None
        if isinstance(archive, Archive) and isinstance(scores, Scorer):
            following = Following(Versions(archive.database), scores, models, log)
            scores = follow(following, archive, lambda scorer: door.open(CountedScores(scorer)), log)
        else:
            door.open(CountedScores(scores))
        log.info("models loaded", model=scores.snapshot.model)
    except (ArtefactError, StoreError, OSError) as fault:
        log.critical("models not loaded", error=type(fault).__name__, why=str(fault))
    finally:
        if not door.is_open:
            door.fail()
    return following


def follow(
    following: Following, archive: Archive, serve: Callable[[Scorer], None], log: FilteringBoundLogger
) -> Scorer:
    """The scorer to begin with, by which ``archive`` works before it is handed to ``serve``.

    Later ones are served at once, and what is kept is worked out anew after that; meanwhile writers wait.
    """

    def work(scorer: Scorer) -> None:
        if archive.start(scorer):
            log.info("kept articles worked out anew", model=scorer.snapshot.model)

    def adopt(scorer: Scorer) -> None:
        serve(scorer)
        work(scorer)

    scorer = patiently(following.begin, log)
    patiently(lambda: work(scorer), log)
    serve(scorer)
    archive.look = following.look
    following.start(adopt)
    return scorer


def patiently(work: Callable[[], T], log: FilteringBoundLogger) -> T:
    """What ``work`` returns, once the database is there: it may be started together with this process, or later.

    Raises StoreError where the database is there and cannot be used.
    """
    from service.store.repeating import AWAY

    while True:
        try:
            return work()
        except AWAY as fault:
            if isinstance(fault, StoreError) and not isinstance(fault, StoreAway):
                raise
            log.warning("the database is away", error=type(fault).__name__, again_in_s=AGAIN_AFTER_S)
            time.sleep(AGAIN_AFTER_S)
