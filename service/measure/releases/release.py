"""What a public release is: its files, how they are read, and where the rows of the common format belong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import count
from pathlib import Path

from service.news.progress import Progress

Written = Mapping[str, object]
"""A row of a common format; its values are what JSON can hold."""


class WrongFiles(Exception):
    """The files given are not those of the release."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A file of a release, or a family of files.

    In its name ``*`` stands for anything, and ``|`` between two names for either.
    ``stem`` is what the ids of its rows begin with, and ``part`` is what its rows say of where they come from.
    """

    name: str
    stem: str = ""
    part: str = ""
    optional: bool = False

    def fits(self, name: str) -> bool:
        """Whether a file of this name is meant."""
        return any(fnmatchcase(name, one) for one in self.name.split("|"))

    def __str__(self) -> str:
        return self.name.replace("|", " or ")


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was found, and which of the expected ones it is."""

    path: Path
    expected: Expected


Reader = Callable[[Sequence[Given], Progress], Iterable[Written]]
"""Reads the files of a release, told apart already. Raises UnreadableRow."""


@dataclass(frozen=True, slots=True)
class Release:
    """A corpus by name: the form of its release, and the path of its rows below the folder of the corpora."""

    name: str
    form: str
    read: Reader
    files: tuple[Expected, ...]
    output: str

    def found(self, paths: Iterable[Path]) -> list[Given]:
        """The files among ``paths``, in the order in which they are expected; a folder stands for all files below it.

        Raises WrongFiles for a file named that does not belong, and where an expected one is missing.
        """
        given: dict[Expected, list[Given]] = {expected: [] for expected in self.files}
        for path in paths:
            below = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
            for file in below:
                expected = self._expected(file.name)
                if expected is not None:
                    given[expected].append(Given(file, expected))
                elif not path.is_dir():
                    raise WrongFiles(f"{path} is no file of {self.name}, which is read from {self._names()}.")
        for expected, files in given.items():
            if not files and not expected.optional:
                raise WrongFiles(f"{expected} is missing: {self.name} is read from {self._names()}.")
        return [one for files in given.values() for one in files]

    def _expected(self, name: str) -> Expected | None:
        return next((expected for expected in self.files if expected.fits(name)), None)

    def _names(self) -> str:
        return ", ".join(f"{one}{' (if wanted)' if one.optional else ''}" for one in self.files)


class Numbers:
    """Counts the rows that are kept, from 0, anew for each stem; files with one stem are counted through."""

    def __init__(self) -> None:
        self._next: defaultdict[str, Iterator[int]] = defaultdict(count)

    def id(self, stem: str) -> str:
        """The id of the next row of ``stem``."""
        return f"{stem}-{next(self._next[stem])}"


def told(files: Sequence[Given], progress: Progress) -> Iterator[Given]:
    """Each file in turn; ``progress`` is told when it has been read."""
    for done, given in enumerate(files, start=1):
        yield given
        progress("read", done, len(files))
