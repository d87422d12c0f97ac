"""The whole program in this process, as a shell sees it."""

from __future__ import annotations

import json
import sys
from typing import NamedTuple

import pytest

from service import __main__ as command_line


class Ended(NamedTuple):
    """What a shell sees of a program that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


def ended(monkeypatch, capsys, *arguments) -> Ended:
    """Runs the program to its end with ``arguments``."""
    monkeypatch.setattr(sys, "argv", ["counterclaim", *map(str, arguments)])
    with pytest.raises(SystemExit) as exited:
        command_line.main()
    said = capsys.readouterr()
    return Ended(exited.value.code or 0, said.out, said.err)
