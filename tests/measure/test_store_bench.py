"""The bench of keeping, at its smallest, on a real PostgreSQL: everything is measured, nothing is left; no test says how long."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import gettempdir

import numpy as np
import psycopg
import pytest
from click.testing import CliRunner

from service.__main__ import commands
from service.console.store_bench import KeptInScratch, kept
from service.console.tables import show_store_speeds
from service.measure import store_bench
from service.measure.bench import ROUNDS
from service.measure.benchmarks_page import write_store_speeds
from service.measure.clones import told_again
from service.measure.large_store import KnownPairs
from service.measure.rows import json_document
from service.measure.scenario_files import scenario
from service.measure.side_by_side import WAYS
from service.news.errors import StoreError
from service.news.report import ScoreRequest
from service.scoring import memory
from service.store.address import uri
from service.store.scratch import scratch_server
from tests.fakes import FakePairModel
from tests.measure.corpora import scenario_file
from tests.store.conftest import make_principal, pictured
from tests.store.wire import ARTICLES
from tests.tools import make_scorer

BRIDGE, MARKET = ARTICLES[:5], ARTICLES[5:7]
DESK = make_principal("key:desk", outlets=sorted({article.outlet for article in ARTICLES}))


@pytest.fixture
def scorer(annotator):
    return make_scorer(annotator)


@pytest.fixture
def opened(make_database):
    """The stores that were opened, by their databases."""
    return []


@pytest.fixture
def stores(make_database, opened):
    """Stores in databases of the test."""

    @contextmanager
    def open_one(scorer):
        opened.append(make_database())
        yield KeptInScratch(opened[-1], scorer, DESK)

    return open_one


def make_scenarios(tmp_path):
    """Five scenarios of one article or two; the first and the last are those that are kept back."""
    found = []
    for number, articles in enumerate((MARKET, BRIDGE[:2], MARKET[:1], BRIDGE[2:4], BRIDGE[4:])):
        texts = {article.id: article.text for article in articles}
        read = scenario(json_document(scenario_file(tmp_path / f"s{number}.json", texts)))
        found.append(replace(read, articles=articles))
    return found


@pytest.fixture
def speeds(tmp_path, scorer, stores):
    told = []
    found = store_bench.run(
        make_scenarios(tmp_path), scorer, stores, lambda *one: told.append(one), claims=(6, 60), rounds=2, additions=5
    )
    return found, told


def test_everything_is_measured_and_told(speeds, opened, tmp_path):
    found, told = speeds
    values = {row.name: row.value for row in found.rows}
    assert set(values) == {f"{way}_articles_per_second" for way in WAYS} | {f"{way}_over_stateless" for way in WAYS[1:]}
    assert all(value > 0 for value in values.values())
    grown = {row.name: row for row in found.growth}
    assert {len(row.values) for row in found.growth} == {len(found.sizes)} == {2}
    last = {name: row.values[-1] for name, row in grown.items()}
    assert grown["claims"].values[0] < last["claims"]
    assert last["claims"] == pytest.approx(60, abs=20)
    assert last["events"] > 0
    assert 0 < last["largest_part"] <= last["threads"]
    assert 0 < last["largest_event"] <= last["claims"]
    assert 0 < last["indexes"] < last["database"]
    assert min(last["memory_of_process"], last["memory_of_server"]) > 1
    assert last["all_pairs"] > last["one_more_pairs"] > 0
    assert last["all_pairs_time"] > 0
    assert grown["reckoned_additions"].values == (5, 5)
    assert last["reckoned_sources"] >= last["reckoned_beyond"] >= 0
    assert 0 <= last["reckoned_mean"] <= last["reckoned_largest"] < 1
    for whole in ("rebuild", "one_more"):
        parts = [last[f"{whole}_{part}"] for part in store_bench.PARTS]
        assert sum(parts) == pytest.approx(last[whole])
        assert all(part >= -1e-9 for part in parts)
    assert {stage for stage, *_ in told} >= {"side by side", "read", "fill", "extract", "group", "compare", "weigh"}
    assert len({database.conninfo for database in opened}) == 2 * (1 + 2) + 3


def test_growth_is_how_many_times_as_much_there_is_in_the_last_store():
    row = store_bench.GrowthRow("rebuild", (2.0, 3.0, 20.0), "s")
    assert row.ratio == 10
    assert replace(row, values=(0.0, 20.0)).ratio is None


def test_it_is_printed_written_down_and_put_into_json(speeds, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    found, _ = speeds
    write_store_speeds(tmp_path / "page.md", found)
    show_store_speeds(found)
    page, shown = (tmp_path / "page.md").read_text(encoding="utf-8"), capsys.readouterr().out
    flat = json.loads(json.dumps(found.as_json()))
    for row in found.rows:
        assert f"| {row.name.replace('_', ' ')} | " in page
        assert row.name in shown
        assert row.name in flat
    for row in found.growth:
        assert f"| {row.name.replace('_', ' ')} | " in page
        assert row.name in shown
        assert flat[row.name] == pytest.approx(row.values, abs=1e-6)
    assert flat["sizes"] == [6, 60]
    assert "| in a store | 6 claims | 60 claims | unit | last over first |" in page
    assert "last store: 3 scenarios told" in page
    assert found.notes[0] in page


def test_the_command_line_measures_the_store_where_it_is_asked_to(speeds, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr("service.console.store_bench.measure", lambda *told: asked.append(told[:2]) or speeds[0])
    page = tmp_path / "page.md"
    for options in ((), ("--claims", "500", "--claims", "200", "--rounds", "1")):
        done = CliRunner().invoke(commands, ["bench", "store", "--json", "--page", str(page), *options])
        assert json.loads(done.stdout) == json.loads(json.dumps(speeds[0].as_json()))
    assert asked == [(list(store_bench.CLAIMS), ROUNDS), ([200, 500], 1)]
    assert speeds[0].notes[0] in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--claims", "500"],
        ["scoring", "--claims", "500"],
        ["store", "--labels", "100"],
        ["desk", "--rounds", "1"],
        ["nothing"],
    ],
)
def test_what_is_not_measured_is_refused(arguments):
    assert CliRunner().invoke(commands, ["bench", *arguments]).exit_code == 2


def test_a_clone_is_to_itself_what_its_scenario_is(scorer):
    read = [memory.remember(article, scorer.tools) for article in BRIDGE]
    for clone in told_again([read], 3, date(2027, 5, 1), 2, seed=1):
        assert [one.article.text for one in clone] == [one.article.text for one in read]
        mine, theirs = ([one.threads for one in of] for of in (clone, read))
        assert [[thread.names for thread in each] for each in mine] == [[t.names for t in each] for each in theirs]
        vectors = [np.stack([t.vector for each in of for t in each]) for of in (mine, theirs)]
        assert (vectors[0] @ vectors[0].T == vectors[1] @ vectors[1].T).all()
        for one, other in zip(clone, read, strict=True):
            moved = one.article.published_at - other.article.published_at
            assert moved % timedelta(days=1) == timedelta()
            assert [c.as_of - moved for c in one.reading.claims] == [c.as_of for c in other.reading.claims]


def test_clones_have_days_and_ids_of_their_own(scorer):
    read = [memory.remember(article, scorer.tools) for article in BRIDGE[:2]]
    clones = list(told_again([read], 6, date(2027, 5, 1), 3, seed=1))
    days = [min(one.article.published_at for one in clone).date() for clone in clones]
    assert days == [date(2027, 5, day) for day in (1, 1, 2, 2, 3, 3)]
    assert len({one.article.id for clone in clones for one in clone}) == 12
    assert len({one.article.url for clone in clones for one in clone}) == 12
    again = list(told_again([read], 6, date(2027, 5, 1), 3, seed=1))
    assert all(
        (a.encoded[0].vector == b.encoded[0].vector).all()
        for one, other in zip(clones, again, strict=True)
        for a, b in zip(one, other, strict=True)
    )


def test_what_is_put_in_amounts_to_what_keeping_it_does(scorer, stores, opened):
    """So that a store that was filled is measured as one that grew."""
    with stores(scorer) as store:
        store.put_in([memory.remember(article, scorer.tools) for article in ARTICLES])
        store.rebuild()
        filled = pictured(opened[-1])
    with stores(scorer) as store:
        for article in ARTICLES:
            store.keep(ScoreRequest((article,), store=True))
        assert pictured(opened[-1]).differences(filled) == []
        assert store.extent().claims == len(filled.said)
        assert store.extent().events == len(filled.events)


def test_judgements_are_repeated_beside_those_that_are_asked_for(scorer, stores, opened):
    with stores(scorer) as store:
        store.keep(ScoreRequest(BRIDGE, store=True))
        with opened[-1].begin() as connection:
            before = connection.exec_driver_sql("SELECT count(*) FROM judgements").scalar_one()
        store.repeat_judgements(3)
        with opened[-1].begin() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM judgements").scalar_one() == 4 * before > 0


def test_what_the_pair_model_said_while_it_was_learnt_is_never_asked_again():
    class Counted(FakePairModel):
        asked = 0

        def judge(self, pairs):
            self.asked += len(pairs)
            return super().judge(pairs)

    inner = Counted()
    model = KnownPairs(inner)
    first = model.judge([("a fire", "no fire"), ("a fire", "no fire")])
    model.learns = False
    assert (model.judge([("a fire", "no fire")]) == first[:1]).all()
    assert model.judged == inner.asked == 1
    for _ in range(2):
        model.judge([("7 dead", "9 dead")])
    assert model.judged == inner.asked == 3
    assert len(model.judge([])) == 0


def test_a_scratch_database_is_gone_when_its_block_ends(postgres, scorer):
    url = uri(postgres._given)
    with scratch_server(url) as server:
        with kept(server, {"Harbour Post"}, scorer) as store:
            report = store.keep(ScoreRequest(ARTICLES[1:2], store=True))
            assert [one.vouched for one in report.kept.values()] == [True]
            assert scratch_databases(url)
        with pytest.raises(ZeroDivisionError), kept(server, set(), scorer):
            1 / 0  # noqa: B018 - whatever goes wrong inside
    assert not scratch_databases(url)


def scratch_databases(url):
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'counterclaim_scratch_%'")
        return [name for (name,) in rows]


def test_without_a_server_of_ones_own_a_passing_one_is_made():
    before = scratch_folders()
    with scratch_server(None) as server, server.database() as database:
        with database.begin() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM versions").scalar_one() == 0
        (folder,) = scratch_folders() - before
        assert (folder / "postgres").is_dir()
    assert not folder.exists()


def scratch_folders():
    return set(Path(gettempdir()).glob("counterclaim-scratch-*"))


def test_a_server_that_is_not_there_is_named_without_its_password():
    with (
        scratch_server("postgresql://someone:secret@127.0.0.1:1/news") as server,
        pytest.raises(StoreError, match=r"127\.0\.0\.1/news") as refused,
        server.database(),
    ):
        pass
    assert "secret" not in str(refused.value)
