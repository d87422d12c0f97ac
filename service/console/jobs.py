"""`worker` and `jobs`: doing queued work, and looking after it, while the server runs or does not."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from service import app
from service.console import registry

if TYPE_CHECKING:
    from service.jobs.queue import JobQueue
    from service.news.job import Job

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command()
@click.option(
    "--concurrency", type=click.IntRange(1, 64), default=1, show_default=True, help="Jobs that are run at a time."
)
def worker(concurrency: int) -> None:
    """Do queued work until Ctrl-C or SIGTERM; then finish what is begun, or leave it to another worker after 25 s."""
    click.echo("Loading the models; then queued jobs are run.", err=True)
    work = app.worker_of(app.settings_from_environ(), concurrency)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: work.stop())
    work.run()


@click.group()
def jobs() -> None:
    """Jobs of all callers: list, show, cancel."""


@jobs.command("list")
@click.option("--owner", help="Only the jobs of this one: key:…, user:… or cli:….")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="How many at most.")
@AS_JSON
def list_jobs(owner: str | None, limit: int, *, as_json: bool) -> None:
    """List jobs, newest first."""
    with _opened() as queue:
        found = queue.page(owner, limit).items
    if as_json:
        registry.print_json([asdict(job) for job in found])
    else:
        headings = ("id", "kind", "owner", "state", "stage", "%", "made", "ended")
        registry.show(headings, (_row(job) for job in found))


@jobs.command("show")
@click.argument("id")
@click.option("--result", "with_result", is_flag=True, help="Print what came of it, as JSON, and nothing else.")
def show_job(id: str, *, with_result: bool) -> None:
    """Show one job as JSON."""
    with _opened() as queue:
        job = queue.get(id)
        registry.print_json(queue.result(id) if with_result else asdict(job))


@jobs.command("cancel")
@click.argument("id")
def cancel_job(id: str) -> None:
    """Cancel a job: at once where it waits, at its next progress where it runs."""
    with _opened() as queue:
        job = queue.cancel(id)
    click.echo("cancelled" if job.state.is_final else "it will end at its next progress")


@contextmanager
def _opened() -> Iterator[JobQueue]:
    queue = app.jobs_of(app.settings_from_environ())
    try:
        yield queue
    finally:
        queue.database.close()


def _row(job: Job) -> tuple[object, ...]:
    return (job.id, job.kind, job.owner, job.state.value, job.stage, job.percent, job.created_at, job.finished_at)
