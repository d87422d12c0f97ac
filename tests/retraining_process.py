"""A worker to be killed: does retrainings on small seeds. Arguments: address of the database, folder of seeds."""

from __future__ import annotations

import sys
from pathlib import Path

from service.adapters import artefacts
from service.adapters.spacy_annotator import SpacyAnnotator
from service.jobs.running import Runner
from service.jobs.worker import Worker
from service.retraining import Retraining
from service.store.address import parameters, uri
from service.store.database import Database, engine_to
from service.web.logs import json_logger
from tests.jobs.conftest import QUICK
from tests.small_seeds import read_from
from tests.tools import make_scorer


def main(conninfo, seeds):
    read_from(seeds)
    given = parameters(conninfo)
    database, scorer = Database(engine_to(given), uri(given)), make_scorer(SpacyAnnotator(artefacts.ANNOTATOR))
    retrain = Retraining(database, lambda: scorer, artefacts.models_folder())
    Worker(Runner(database, {"retrain": retrain}, json_logger(sys.stderr, "info")), pace=QUICK).run()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
