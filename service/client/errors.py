"""What goes wrong between a program and the service.

ClientError
├── Unreachable     no answer came, however often it was asked
├── Refused         an answer came, and it is a refusal
├── JobFailed       a job ended without a result
└── StillRunning    a job had not ended after as long as was to be waited
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ClientError(Exception):
    """Something that came of no use."""


class Unreachable(ClientError):
    """No answer came."""


class Refused(ClientError):
    """The service refused: ``status`` and ``problem`` are what it said (RFC 9457).

    ``problem`` has ``type``, ``title``, ``detail``, ``request_id`` and, where something is wrong with what was sent,
    ``errors``, each with a JSON ``pointer``.
    """

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        said = str(problem.get("detail") or problem.get("title") or "refused")
        faults = [f"{each.get('pointer')}: {each.get('detail')}" for each in problem.get("errors", ())]
        super().__init__("; ".join([f"{status} {said}", *faults]))
        self.status = status
        self.problem = problem

    @property
    def type(self) -> str:
        """What kind of refusal it is: '/problems/…', or 'about:blank' where the status says it all."""
        return str(self.problem.get("type", "about:blank"))


class JobFailed(ClientError):
    """A job ended without a result: ``job`` is what the service tells of it, with the problem in ``error``."""

    def __init__(self, job: Mapping[str, Any]) -> None:
        error = job.get("error") or {}
        super().__init__(f"job {job.get('id')} {job.get('state')}: {error.get('detail') or error.get('title') or ''}")
        self.job = job


class StillRunning(ClientError):
    """A job had not ended yet: ``job`` is what the service tells of it. It goes on, and can be waited for again."""

    def __init__(self, job: Mapping[str, Any]) -> None:
        super().__init__(f"job {job.get('id')} is {job.get('state')} still")
        self.job = job
