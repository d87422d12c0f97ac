"""All corpora that the project reads, with the form of their public release; docs/corpora.md says where to get it."""

from __future__ import annotations

from service.measure.releases import (
    contrasts,
    coreference,
    documents,
    entailment,
    evidence,
    observations,
    pairs,
    stances,
    standoff,
)
from service.measure.releases.pairs import JUDGED, ORDINAL, Names
from service.measure.releases.release import Expected, Release
from service.measure.releases.tables import csv_table, tab_table

_JSON_LINES = "JSON lines with sentence1, sentence2, gold_label"
_PAIR_LINES = pairs.reader(pairs.lines, Names())

RELEASES = (
    Release(
        "mnli_dev",
        _JSON_LINES,
        _PAIR_LINES,
        (
            Expected("multinli_1.0_dev_matched.jsonl", "mnli", "matched"),
            Expected("multinli_1.0_dev_mismatched.jsonl", "mnli", "mismatched"),
        ),
        "pairs/mnli_dev.jsonl",
    ),
    Release(
        "snli_dev",
        _JSON_LINES,
        _PAIR_LINES,
        (Expected("snli_1.0_dev.jsonl", "snli"), Expected("snli_1.0_test.jsonl", "snli-test", optional=True)),
        "pairs/snli_dev.jsonl",
    ),
    Release(
        "snli_mnli_short",
        "CSV with GoldLabel, Premise, Hypothesis",
        pairs.reader(csv_table, Names("Premise", "Hypothesis", "GoldLabel")),
        tuple(Expected(f"oie-{name}.csv", "snli-mnli-short") for name in ("train", "devin", "testin")),
        "pairs/snli_mnli_short.jsonl",
    ),
    Release(
        "taxinli_mnli_train",
        "tab-separated with prem, hyp, label, pairID; what MultiNLI's development sets hold is left out",
        pairs.without_known,
        (Expected("taxinli10k.tsv|conll_data_2.0_notext.tsv", "taxinli"), Expected("multinli_1.0_dev_*matched.jsonl")),
        "pairs/taxinli_mnli_train.jsonl",
    ),
    Release(
        "cad_nli",
        "tab-separated with sentence1, sentence2, gold_label",
        pairs.reader(tab_table, Names()),
        (Expected("train.tsv", "cad-train"), Expected("dev.tsv", "cad-dev")),
        "pairs/cad_nli.jsonl",
    ),
    Release(
        "conjnli_train",
        "tab-separated with Premise, Hypothesis, Label",
        pairs.reader(tab_table, Names("Premise", "Hypothesis", "Label")),
        (Expected("adversarial_train_15k.tsv", "conjnli"),),
        "pairs/conjnli_train.jsonl",
    ),
    Release(
        "watson_multilingual",
        "CSV with id, premise, hypothesis, lang_abv, label (0, 1, 2)",
        pairs.multilingual,
        (Expected("train.csv", "watson"),),
        "pairs/watson_multilingual.jsonl",
    ),
    Release(
        "joci",
        "CSV with CONTEXT, HYPOTHESIS, LABEL (1 to 5)",
        pairs.reader(csv_table, Names("CONTEXT", "HYPOTHESIS", "LABEL", ORDINAL)),
        (Expected("joci.csv", "joci"),),
        "pairs/joci.jsonl",
    ),
    Release(
        "mpe",
        "tab-separated without header: four captions, the hypothesis, counts, the label",
        pairs.several_premises,
        (Expected("mpe_train.txt", "mpe"), Expected("mpe_dev.txt", "mpe")),
        "pairs/mpe.jsonl",
    ),
    Release(
        "climate_fever",
        "JSON lines with claim and evidences",
        evidence.climate,
        (Expected("climate-fever*.jsonl", "climate-fever"),),
        "pairs/climate_fever.jsonl",
    ),
    Release(
        "healthver_dev",
        "CSV with evidence, claim, label",
        pairs.reader(csv_table, Names("evidence", "claim", "label", JUDGED)),
        (Expected("healthver_dev.csv", "healthver"),),
        "pairs/healthver_dev.jsonl",
    ),
    Release(
        "fever_dev",
        "JSON lines with claim, label and evidence, which names sentences of the pages of Wikipedia beside them",
        evidence.claims,
        (Expected("shared_task_dev.jsonl", "fever"), Expected("wiki-*.jsonl")),
        "pairs/fever_dev.jsonl",
    ),
    Release(
        "fever_symmetric_dev",
        "JSON lines with claim, evidence, label",
        evidence.symmetric,
        (Expected("fever_symmetric_dev.jsonl", "fever-symmetric"),),
        "pairs/fever_symmetric_dev.jsonl",
    ),
    Release(
        "rte3_dev",
        "XML with pairs of t and h, or tab-separated with language, premise, hypothesis, label",
        entailment.read,
        (Expected("*.xml|*.tsv", "rte3"),),
        "pairs/rte3_dev.jsonl",
    ),
    Release(
        "numeric_stress",
        _JSON_LINES,
        _PAIR_LINES,
        (Expected("StressTest.jsonl", "equate-StressTest"),),
        "pairs/numeric_stress.jsonl",
    ),
    Release(
        "awpnli_numbers",
        _JSON_LINES,
        _PAIR_LINES,
        (Expected("AWPNLI.jsonl", "equate-AWPNLI"),),
        "pairs/awpnli_numbers.jsonl",
    ),
    Release(
        "sick_train",
        "tab-separated with sentence_A, sentence_B, entailment_judgment",
        pairs.reader(tab_table, Names("sentence_A", "sentence_B", "entailment_judgment")),
        (Expected("SICK_train.txt", "sick"), Expected("SICK_trial.txt", "sick-trial", optional=True)),
        "pairs/sick_train.jsonl",
    ),
    *(
        Release(
            f"claimdiff_{relation}",
            "one JSON object whose data are pairs of claims",
            contrasts.read,
            (Expected(f"ClaimDiff-{relation}-train.json"),),
            f"claimdiff/{relation}_train.jsonl",
        )
        for relation in ("strength", "weak")
    ),
    Release(
        "fnc1_train_bodies",
        "CSV with Body ID, articleBody",
        stances.bodies,
        (Expected("train_bodies.csv"),),
        "stance/fnc1_train_bodies.jsonl",
    ),
    Release(
        "fnc1_train_stances",
        "CSV with Headline, Body ID, Stance",
        stances.stances,
        (Expected("train_stances.csv"),),
        "stance/fnc1_train_stances.jsonl",
    ),
    Release(
        "uci_headlines",
        "tab-separated without header or quotes: eight fields",
        documents.headlines,
        (Expected("newsCorpora.csv", "uci"),),
        "events/uci_headlines.jsonl",
    ),
    Release(
        "ecbplus",
        "XML of tokens, one file a document, in a folder for each topic",
        coreference.read,
        (Expected("*_*ecb*.xml"),),
        "events/ecbplus.jsonl",
    ),
    Release(
        "allsides_groups",
        "lines of three articles: TITLE=> …. ARTICLE=> … [SEP] …",
        documents.roundups,
        (Expected("train.source", "allsides", "train"), Expected("val.source", "allsides", "val")),
        "events/allsides_groups.jsonl",
    ),
    Release(
        "seesaw_triplets",
        "one JSON object a file, with title and sentences",
        documents.triplets,
        (Expected("TRIPLET_*_DOCUMENT_*.json"),),
        "events/seesaw_triplets.jsonl",
    ),
    Release(
        "books_observations",
        "tab-separated without header: seller, ISBN, title, authors",
        observations.sellers,
        (Expected("book.txt"),),
        "truth/books/observations.csv",
    ),
    Release(
        "books_truth",
        "tab-separated without header: ISBN, authors",
        observations.covers,
        (Expected("book_golden.txt"),),
        "truth/books/truth.csv",
    ),
    Release(
        "population_observations",
        "tab-separated without header: eight fields",
        observations.edits,
        (Expected("popTuples.txt"),),
        "truth/population/observations.csv",
    ),
    Release(
        "population_truth",
        "lines of place, year, number",
        observations.counts,
        (Expected("popAnswersOut.txt"),),
        "truth/population/truth.csv",
    ),
    *(
        Release(
            f"polnear_{part}",
            "texts, and beside each its attributions in brat's standoff form",
            standoff.read,
            (Expected("*_*.txt"), Expected("*_*.ann")),
            f"attribution/polnear_{part}.jsonl.gz",
        )
        for part in ("train", "dev")
    ),
    Release(
        "domain_quality_pc1",
        "CSV with domain, pc1",
        observations.ratings,
        (Expected("domain_pc1.csv"),),
        "sources/domain_quality_pc1.csv",
    ),
)
BY_NAME = {release.name: release for release in RELEASES}
