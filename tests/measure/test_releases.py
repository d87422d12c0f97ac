"""Public releases become the common formats: every corpus by a small release made here, and what cannot be read."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from service.console.attribution_training import CORPUS
from service.console.pair_rows import GROUPS
from service.measure import attribution, events, pairs, stance, truth
from service.measure.lines import decoded
from service.measure.public_pairs import FITTED
from service.measure.releases.registry import BY_NAME, RELEASES
from service.measure.releases.release import WrongFiles
from service.measure.releases.tables import unquoted
from service.measure.releases.treebank import written_out
from service.measure.releases.writing import write
from service.measure.rows import UnreadableRow
from service.news.progress import silent
from tests.conftest import CORPORA
from tests.measure.made_releases import ATTRIBUTED, EDIT, MADE, STANDOFF, json_lines, stated, table

PAGE = Path(__file__).parent.parent.parent / "docs" / "corpora.md"
NAMES = [release.name for release in RELEASES]
MATCHED, MISMATCHED = "multinli_1.0_dev_matched.jsonl", "multinli_1.0_dev_mismatched.jsonl"
TEXT, FOUND = "warda_2016-01-02_mill.txt", "warda_2016-01-02_mill_ab12.ann"


@pytest.fixture
def release_of(tmp_path):
    """Files in a folder of their own, some of them replaced."""

    def release_of(name, **replaced):
        folder = tmp_path / name
        folder.mkdir()
        for file, content in (MADE[name].files | replaced).items():
            (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return release_of


def rows_of(name, *paths):
    release = BY_NAME[name]
    return list(release.read(release.found(paths), silent))


def written(name, folder, out):
    file = out / BY_NAME[name].output
    assert write(rows_of(name, folder), file) == len(MADE[name].rows)
    return file


def first_row(file):
    if file.suffix == ".csv":
        with file.open(encoding="utf-8", newline="") as lines:
            return next(csv.DictReader(lines))
    return json.loads(next(text for _, text in decoded(file)))


def test_every_corpus_has_a_release_made_for_it():
    assert set(MADE) == set(NAMES)
    assert len(NAMES) == len(set(NAMES))
    assert len({release.output for release in RELEASES}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_release_becomes_the_rows_of_the_common_format(release_of, name):
    assert rows_of(name, release_of(name)) == MADE[name].rows


@pytest.mark.parametrize("name", NAMES)
def test_files_are_told_apart_by_their_names_and_their_order_on_the_command_line_says_nothing(release_of, name):
    folder = release_of(name)
    assert rows_of(name, *sorted(folder.iterdir(), reverse=True)) == MADE[name].rows


@pytest.mark.parametrize("name", [name for name in NAMES if BY_NAME[name].output.startswith("pairs/")])
def test_pairs_are_read_back_by_the_evaluation(release_of, tmp_path, name):
    found = pairs.read([written(name, release_of(name), tmp_path)])
    assert [(row.premise, row.hypothesis) for row in found] == [
        (row["premise"], row["hypothesis"]) for row in MADE[name].rows
    ]


@pytest.mark.parametrize("name", ["uci_headlines", "ecbplus", "allsides_groups", "seesaw_triplets"])
def test_documents_are_read_back_by_the_evaluation(release_of, tmp_path, name):
    found = events.read([written(name, release_of(name), tmp_path)])
    assert [(article.id, event) for article, event in found] == [(row["id"], row["event"]) for row in MADE[name].rows]


@pytest.mark.parametrize("name", ["polnear_train", "polnear_dev"])
def test_attributions_are_read_back_by_the_evaluation(release_of, tmp_path, name):
    (document,) = attribution.read([written(name, release_of(name), tmp_path)])
    assert (document.id, len(document.relations)) == (ATTRIBUTED["id"], 2)


def test_stances_are_read_back_by_the_evaluation(release_of, tmp_path):
    names = ("fnc1_train_bodies", "fnc1_train_stances")
    bodies, questions = stance.read([written(name, release_of(name), tmp_path) for name in names])
    assert list(bodies) == ["0"]
    assert len(questions) == 1


@pytest.mark.parametrize(("kind", "stated", "true"), [("books", 1, 1), ("population", 1, 1)])
def test_observations_are_read_back_by_the_evaluation(release_of, tmp_path, kind, stated, true):
    """A seller who leaves the authors open states nothing."""
    files = [written(f"{kind}_{part}", release_of(f"{kind}_{part}"), tmp_path) for part in ("observations", "truth")]
    observed, known = truth.read(files)
    assert (len(observed), len(known)) == (stated, true)


@pytest.mark.shared
@pytest.mark.parametrize("name", NAMES)
def test_rows_have_the_keys_and_kinds_of_values_of_the_files_that_the_project_was_trained_on(name):
    kept = first_row(CORPORA / BY_NAME[name].output)
    made = MADE[name].rows[0]
    assert list(made) == list(kept)
    assert [type(value) for value in made.values()] == [type(value) for value in kept.values()]


def test_files_of_a_corpus_that_may_be_left_out_are_not_missed(release_of):
    folder = release_of("snli_dev")
    (folder / "snli_1.0_test.jsonl").unlink()
    assert [row["id"] for row in rows_of("snli_dev", folder)] == ["snli-0"]


def test_a_folder_stands_for_the_files_below_it_and_what_else_lies_there_is_passed_over(release_of, tmp_path):
    folder = release_of("ecbplus")
    (folder / "3").mkdir()
    (folder / "3_1ecbplus.xml").rename(folder / "3" / "3_1ecbplus.xml")
    (folder / "README.txt").write_text("read me")
    assert rows_of("ecbplus", tmp_path) == MADE["ecbplus"].rows


def test_a_named_file_that_does_not_belong_is_refused_and_the_expected_ones_are_named(release_of, tmp_path):
    other = tmp_path / "multinli_1.0_train.jsonl"
    other.write_text("")
    with pytest.raises(WrongFiles, match=f"multinli_1.0_train.jsonl is no file of mnli_dev.*{MATCHED}"):
        rows_of("mnli_dev", release_of("mnli_dev"), other)


def test_a_missing_file_is_named(release_of):
    folder = release_of("mnli_dev")
    (folder / MISMATCHED).unlink()
    with pytest.raises(WrongFiles, match=f"^{MISMATCHED} is missing"):
        rows_of("mnli_dev", folder)


def test_either_name_of_a_file_does(release_of):
    folder = release_of("taxinli_mnli_train")
    (folder / "taxinli10k.tsv").rename(folder / "conll_data_2.0_notext.tsv")
    assert rows_of("taxinli_mnli_train", folder) == MADE["taxinli_mnli_train"].rows


def test_rte3_is_read_from_a_table_too_and_of_its_languages_the_english_rows_are_kept(tmp_path):
    file = tmp_path / "rte3-dev.tsv"
    rows = (["1", "fr", "Il dort.", "Il court.", "2"], ["1", "en", '"He ""sleeps""."', "He runs.", "2"])
    file.write_text(table(["id", "language", "premise", "hypothesis", "label"], *rows))
    assert [(row["id"], row["premise"], row["label"]) for row in rows_of("rte3_dev", file)] == [
        ("rte3-0", 'He "sleeps".', "contradiction")
    ]


@pytest.mark.parametrize(
    ("name", "file", "content", "line", "reason"),
    [
        ("mnli_dev", MATCHED, json_lines(stated("A", "B", "neutral"), stated("A", "C", "maybe")), 2, "is not one of"),
        ("mnli_dev", MATCHED, '{"sentence1": "A", "gold_label": "neutral"}\n', 1, "'sentence2' is missing"),
        ("mnli_dev", MATCHED, "\n{nothing}\n", 2, "not JSON"),
        ("mnli_dev", MATCHED, "", 0, "no rows"),
        ("numeric_stress", "StressTest.jsonl", b'{"sentence1": "\xff"}\n', 1, "not UTF-8"),
        ("joci", "joci.csv", "CONTEXT,HYPOTHESIS,LABEL\nA,B,0\n", 2, "'LABEL' is not one of 1, 2"),
        ("joci", "joci.csv", "CONTEXT,HYPOTHESIS\nA,B\n", 1, "column 'LABEL' is missing"),
        ("joci", "joci.csv", 'CONTEXT,HYPOTHESIS,LABEL\n"A"b,B,1\n', 2, "not CSV"),
        ("healthver_dev", "healthver_dev.csv", "evidence,claim,label\nE,C\n", 2, "has 2 fields, the header has 3"),
        ("healthver_dev", "healthver_dev.csv", "evidence,claim,label\n", 0, "no rows"),
        ("cad_nli", "dev.tsv", "sentence1\tsentence2\tgold_label\nA\tB\tC\tD\n", 2, "has 4 fields"),
        ("mpe", "mpe_dev.txt", table(["1", "a/b", "c"]), 1, "has 3 fields, expected were 10"),
        ("mpe", "mpe_dev.txt", "", 0, "no rows"),
        (
            "climate_fever",
            "climate-fever.jsonl",
            '{"claim": "C", "evidences": [{}]}\n',
            1,
            "'evidences.0.evidence_label'",
        ),
        ("fever_dev", "shared_task_dev.jsonl", '{"label": "REFUTES", "claim": "C"}\n', 1, "'evidence' is not a list"),
        (
            "fever_dev",
            "shared_task_dev.jsonl",
            json_lines({"label": "REFUTES", "claim": "C", "evidence": [[[1, 2, "Elsewhere", 0]]]}),
            1,
            "no sentence of its evidence",
        ),
        (
            "fever_dev",
            "shared_task_dev.jsonl",
            json_lines({"label": "REFUTES", "claim": "C", "evidence": [[["Mill", 0]]]}),
            1,
            "list of sets",
        ),
        ("rte3_dev", "RTE3_dev_3class.xml", "<a>\n<b>\n</a>\n", 3, "not XML"),
        ("rte3_dev", "RTE3_dev_3class.xml", "<a/>", 0, "no rows"),
        ("rte3_dev", "RTE3_dev_3class.xml", '<a><pair entailment="YES"><t>A</t></pair></a>', 0, "pair 1: h"),
        ("rte3_dev", "RTE3_dev_3class.xml", '<a><pair entailment="2"><t>A</t><h>B</h></pair></a>', 0, "pair 1: entail"),
        ("claimdiff_weak", "ClaimDiff-weak-train.json", '{"data": [{"relation": 2}]}', 1, "relation' is not 0 or 1"),
        ("claimdiff_weak", "ClaimDiff-weak-train.json", "[]", 1, "not a JSON object"),
        ("fnc1_train_stances", "train_stances.csv", "Headline,Body ID,Stance\nA,1,for\n", 2, "'Stance' is not one of"),
        ("uci_headlines", "newsCorpora.csv", table(["1", "A"]), 1, "has 2 fields, expected were 8"),
        ("ecbplus", "3_1ecbplus.xml", "<Document/>", 0, "no sentences"),
        ("ecbplus", "warda_ecb.xml", "<Document/>", 0, "not called"),
        ("allsides_groups", "val.source", "TITLE=> Rain. ARTICLE=> Wet.\nRain\n", 2, "article 0 is not"),
        ("seesaw_triplets", "TRIPLET_004_DOCUMENT_1.json", '{"title": "A", "text": [{"id": 1}]}', 1, "'text.0.text'"),
        ("seesaw_triplets", "TRIPLET_X_DOCUMENT_1.json", "{}", 0, "not called"),
        ("books_observations", "book.txt", table(["Shop", "0123"]), 1, "has 2 fields"),
        ("population_observations", "popTuples.txt", table([*EDIT[:6], "2006", "1"]), 1, "holds no date"),
        ("population_truth", "popAnswersOut.txt", "Warda, ohio, 2006\n", 1, "place, year"),
        ("domain_quality_pc1", "domain_pc1.csv", "domain,pc1\na.example,1.5\n", 2, "'pc1' is not a number"),
        ("domain_quality_pc1", "domain_pc1.csv", "domain,pc1\na.example,NA\n", 2, "'pc1' is not a number"),
        ("domain_quality_pc1", "domain_pc1.csv", "domain,pc1\na.example,1.2.3\n", 2, "'pc1' is not a number"),
        ("polnear_dev", FOUND, STANDOFF.replace("Source 0 3;5 13", "Source 0"), 1, "not a role with spans"),
        ("polnear_dev", FOUND, STANDOFF.replace("Cue 15 19", "Cue 15 99"), 2, "not within 0 and 35"),
        ("polnear_dev", FOUND, STANDOFF.replace("Cue:T2 ", "Cue:T9 "), 6, "no span 'T9'"),
        ("polnear_dev", FOUND.replace("mill", "barn"), STANDOFF, 0, "not among the files"),
    ],
)
def test_what_cannot_be_read_stops_with_file_line_and_reason(release_of, name, file, content, line, reason):
    folder = release_of(name, **{file: content})
    with pytest.raises(UnreadableRow) as fault:
        rows_of(name, folder)
    assert (fault.value.file.name, fault.value.line) == (file, line)
    assert reason in fault.value.reason


def test_a_file_is_written_as_a_whole_or_not_at_all(tmp_path):
    file = tmp_path / "pairs" / "a.jsonl"
    write([{"id": "1"}], file)

    def failing():
        yield {"id": "2"}
        raise UnreadableRow(file, 7, "damaged")

    with pytest.raises(UnreadableRow):
        write(failing(), file)
    assert file.read_text() == '{"id": "1"}\n'
    assert [path.name for path in file.parent.iterdir()] == ["a.jsonl"]


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz", "rows.csv"])
def test_the_same_rows_are_the_same_bytes_and_letters_stay_letters(tmp_path, name):
    rows = [{"text": "Café, “so”\n"}, {"text": "b"}]
    first, again = tmp_path / "a" / name, tmp_path / "b" / name
    assert write(rows, first) == write(iter(rows), again) == 2
    assert first.read_bytes() == again.read_bytes()
    assert first_row(first) == rows[0]


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ('"A ""b"" c"', 'A "b" c'),
        ('"A" and b', '"A" and b'),
        ('"A" and "b"', '"A" and "b"'),
        ('"A"', "A"),
        ('"', '"'),
        ("", ""),
        ('""', ""),
    ],
)
def test_quotes_around_a_field_are_told_from_quotes_in_it(field, meant):
    assert unquoted(field) == meant


@pytest.mark.parametrize(
    ("tokens", "sentence"),
    [
        ("The mill -LRB- -LSB- 1900 -RSB- -RRB- , he said .", "The mill ([1900]), he said."),
        ("Warda 's mill did n't burn ; it `` stood '' !", "Warda's mill didn't burn; it \"stood\"!"),
        ("It cost .5 and : so on", "It cost .5 and: so on"),
    ],
)
def test_tokens_of_a_treebank_are_put_back_as_people_write(tokens, sentence):
    assert written_out(tokens) == sentence


def test_the_page_names_every_corpus_with_its_files_and_its_place():
    page = PAGE.read_text(encoding="utf-8")
    for release in RELEASES:
        assert f"corpus {release.name} " in page, release.name
        assert f"DIR/{release.output}" in page, release.output
        names = [name for expected in release.files for name in expected.name.split("|") if "*" not in name]
        assert [name for name in names if name not in page] == [], release.name


def test_every_file_that_training_reads_comes_of_a_corpus_that_the_page_names():
    read = [f"pairs/{name}.jsonl" for name in FITTED] + [GROUPS, f"attribution/{CORPUS}"]
    assert set(read) <= {release.output for release in RELEASES}
    page = PAGE.read_text(encoding="utf-8")
    assert [path for path in read if f"DIR/{path}" not in page] == []
