"""A small release of every corpus, made up here: the files of each, and the rows that have to come of them."""

from __future__ import annotations

import json
from dataclasses import dataclass

NOWHERE = {"outlet": "", "published_at": None}


@dataclass(frozen=True)
class Made:
    """The files of a release by name, and the rows of the common format."""

    files: dict[str, str]
    rows: list[dict]


def json_lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def stated(premise, hypothesis, label, **rest):
    return {"gold_label": label, "sentence1": premise, "sentence2": hypothesis, **rest}


def pair(id, premise, hypothesis, label, **rest):
    return {
        "id": id,
        "premise": premise,
        "hypothesis": hypothesis,
        "label": label,
        "dataset": id.rpartition("-")[0],
        **rest,
    }


def table(*rows, mark="\t"):
    return "".join(mark.join(row) + "\n" for row in rows)


SIDES = ["P", "sings", "x", "Q", "sings", "y"]
QUIET, SLEEPS = "The hall is quiet.", "Nobody sings."
EDIT = ["Upper Warda", "t", "box", "-", "7: Ayn", "12", "(1/2/2006 12:00:00 AM - 3/2/2006)", "1200"]
CLAIM_A = {"topic": "Mill", "date": "2020-01-02", "pair_id": "m1", "claim_a": "It burnt.", "claim_b": "It smoked."}
TITLES = {"article_a": "Fire", "article_b": "Smoke"}
ECB = (
    '<Document doc_name="3_1ecbplus.xml">'
    '<token t_id="1" sentence="0" number="0">http</token><token t_id="2" sentence="0" number="1">:</token>'
    '<token t_id="3" sentence="1" number="0">Mill</token><token t_id="4" sentence="1" number="1">burns</token>'
    '<token t_id="5" sentence="2" number="0">It</token><token t_id="6" sentence="2" number="1">stood</token>'
    '<token t_id="7" sentence="2" number="2">.</token><Markables/></Document>'
)
SAID = "Ayn, of Warda, said the mill burnt."
STANDOFF = (
    "T1\tSource 0 3;5 13\tAyn of Warda\n"
    "T2\tCue 15 19\tsaid\n"
    "T3\tContent 20 34\tthe mill burnt\n"
    "T4\tAttribution 15 19\tsaid\n"
    "T5\tDiscard 34 35\t.\n"
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    "E2\tAttribution:T4 Content:T3 Cue:T2 Source2:T2\n"
)
ATTRIBUTED = {
    "id": "warda_2016-01-02_mill_ab12",
    "text": SAID,
    "relations": [
        {"source": [[0, 3], [5, 13]], "cue": [[15, 19]], "content": [[20, 34]]},
        {"source": [[15, 19]], "cue": [[15, 19]], "content": [[20, 34]]},
    ],
}

MADE = {
    "mnli_dev": Made(
        {
            "multinli_1.0_dev_matched.jsonl": json_lines(
                stated("A", "B", "neutral"), stated("A", "C", "-"), stated("A ", "D", "contradiction")
            ),
            "multinli_1.0_dev_mismatched.jsonl": json_lines(stated("E", "F", "entailment")),
        },
        [
            pair("mnli-0", "A", "B", "neutral", part="matched"),
            pair("mnli-1", "A", "D", "contradiction", part="matched"),
            pair("mnli-2", "E", "F", "entailment", part="mismatched"),
        ],
    ),
    "snli_dev": Made(
        {
            "snli_1.0_dev.jsonl": json_lines(stated("A", "B", "entailment")),
            "snli_1.0_test.jsonl": json_lines(stated("C", "D", "neutral")),
        },
        [pair("snli-0", "A", "B", "entailment"), pair("snli-test-0", "C", "D", "neutral")],
    ),
    "snli_mnli_short": Made(
        {
            f"oie-{name}.csv": table(
                ["GoldLabel", "Premise", "Hypothesis", "PairID"], ["neutral", f'"P, {name}"', "Q", "1n"], mark=","
            )
            for name in ("devin", "testin", "train")
        },
        [
            pair(f"snli-mnli-short-{number}", f"P, {name}", "Q", "neutral")
            for number, name in enumerate(("train", "devin", "testin"))
        ],
    ),
    "taxinli_mnli_train": Made(
        {
            "taxinli10k.tsv": table(
                ["prem", "hyp", "label", "pairID", "genre"],
                ["A", "B", "neutral", "1n", "slate"],
                ["C", "D", "contradiction", "2c", "slate"],
            ),
            "multinli_1.0_dev_matched.jsonl": json_lines(stated("A", "B", "neutral", pairID="1n")),
        },
        [pair("taxinli-1", "C", "D", "contradiction")],
    ),
    "cad_nli": Made(
        {
            "train.tsv": table(["sentence1", "sentence2", "gold_label"], ['"A ""B"" c"', "D", "entailment"]),
            "dev.tsv": table(["sentence1", "sentence2", "gold_label"], ['"E" is a song', "F", "neutral"]),
        },
        [pair("cad-train-0", 'A "B" c', "D", "entailment"), pair("cad-dev-0", '"E" is a song', "F", "neutral")],
    ),
    "conjnli_train": Made(
        {"adversarial_train_15k.tsv": table(["Premise", "Hypothesis", "Label"], ["A or B", "A", "neutral"])},
        [pair("conjnli-0", "A or B", "A", "neutral")],
    ),
    "watson_multilingual": Made(
        {
            "train.csv": table(
                ["id", "premise", "hypothesis", "lang_abv", "language", "label"],
                ["aa11", "Il dort.", "Il court.", "fr", "French", "2"],
                ["bb22", "He sleeps.", "He runs.", "en", "English", "2"],
                mark=",",
            )
        },
        [pair("watson-aa11-0", "Il dort.", "Il court.", "contradiction", language="fr")],
    ),
    "joci": Made(
        {
            "joci.csv": table(
                ["CONTEXT", "HYPOTHESIS", "LABEL", "SUBSET"],
                *([f"C{step}", "H", str(step), "AGCI"] for step in range(1, 6)),
                mark=",",
            )
        },
        [
            pair(f"joci-{number}", f"C{number + 1}", "H", label)
            for number, label in enumerate(("contradiction", "neutral", "neutral", "neutral", "entailment"))
        ],
    ),
    "mpe": Made(
        {
            "mpe_train.txt": table(
                [
                    "1",
                    "7.jpg#0/A dog.",
                    "7.jpg#1/It runs and/or walks.",
                    "7.jpg#2/C",
                    "7.jpg#3/D",
                    "H",
                    *"410",
                    "entailment",
                ]
            ),
            "mpe_dev.txt": table(
                ["ID", "premise1", "premise2", "premise3", "premise4", "hypothesis", "e", "n", "c", "gold"],
                ["1", "8.jpg#0/E", "8.jpg#1/F", "8.jpg#2/G", "8.jpg#4/I", "H", "0", "1", "4", "contradiction"],
            ),
        },
        [
            pair("mpe-0", "A dog. It runs and/or walks. C D", "H", "entailment"),
            pair("mpe-1", "E F G I", "H", "contradiction"),
        ],
    ),
    "climate_fever": Made(
        {
            "climate-fever.jsonl": json_lines(
                {
                    "claim": "Ice melts.",
                    "claim_label": "SUPPORTS",
                    "evidences": [
                        {"evidence_label": "SUPPORTS", "evidence": "Ice is melting."},
                        {"evidence_label": "NOT_ENOUGH_INFO", "evidence": "Ice is cold."},
                        {"evidence_label": "REFUTES", "evidence": "Ice stays."},
                    ],
                }
            )
        },
        [
            pair("climate-fever-0", "Ice is melting.", "Ice melts.", "entailment"),
            pair("climate-fever-1", "Ice is cold.", "Ice melts.", "neutral"),
            pair("climate-fever-2", "Ice stays.", "Ice melts.", "contradiction"),
        ],
    ),
    "healthver_dev": Made(
        {
            "healthver_dev.csv": table(
                ["id", "evidence", "claim", "label"], ["1", "E", "C", "Refutes"], ["2", "F", "D", "Supports"], mark=","
            )
        },
        [pair("healthver-0", "E", "C", "contradiction"), pair("healthver-1", "F", "D", "entailment")],
    ),
    "fever_dev": Made(
        {
            "shared_task_dev.jsonl": json_lines(
                {"id": 1, "label": "NOT ENOUGH INFO", "claim": "N", "evidence": [[[1, None, None, None]]]},
                {
                    "id": 2,
                    "label": "REFUTES",
                    "claim": "Mill stands .",
                    "evidence": [[[1, 1, "Mill", 2], [1, 1, "Caf\u00e9", 0]], [[1, 2, "Mill", 2]]],
                },
                {"id": 3, "label": "SUPPORTS", "claim": "Mill burns.", "evidence": [[[2, 3, "Mill", 0]]]},
            ),
            "wiki-001.jsonl": json_lines(
                {"id": "Mill", "lines": "0\tThe mill -LRB- 1900 -RRB- burnt .\tmill\tMill\n1\t\n2\tIt 's gone ."}
            ),
            "wiki-002.jsonl": json_lines({"id": "Cafe\u0301", "lines": "0\tA house .\n"}, {"id": "X", "lines": "0\tY"}),
        },
        [
            pair("fever-0", "It's gone. A house.", "Mill stands .", "contradiction"),
            pair("fever-1", "The mill (1900) burnt.", "Mill burns.", "entailment"),
        ],
    ),
    "fever_symmetric_dev": Made(
        {
            "fever_symmetric_dev.jsonl": json_lines(
                {"id": "5", "claim": "Ayn sings .", "evidence": "Ayn -LRB- a bird -RRB- sings .", "label": "SUPPORTS"}
            )
        },
        [pair("fever-symmetric-0", "Ayn (a bird) sings.", "Ayn sings.", "entailment")],
    ),
    "rte3_dev": Made(
        {
            "RTE3_dev_3class.xml": (
                '<entailment-corpus><pair id="1" entailment="YES"><t>A\n B</t><h>B</h></pair>'
                '<pair id="2" entailment="UNKNOWN"><t>C</t><h>D</h></pair>'
                '<pair id="3" entailment="NO"><t>E</t><h>F</h></pair></entailment-corpus>'
            )
        },
        [
            pair("rte3-0", "A B", "B", "entailment"),
            pair("rte3-1", "C", "D", "neutral"),
            pair("rte3-2", "E", "F", "contradiction"),
        ],
    ),
    "numeric_stress": Made(
        {"StressTest.jsonl": json_lines(stated("Less than 7", "More than 8", "Contradiction"))},
        [pair("equate-StressTest-0", "Less than 7", "More than 8", "contradiction")],
    ),
    "awpnli_numbers": Made(
        {"AWPNLI.jsonl": json_lines(stated("3 and 4", "7 in all", "entailment"))},
        [pair("equate-AWPNLI-0", "3 and 4", "7 in all", "entailment")],
    ),
    "sick_train": Made(
        {
            f"SICK_{name}.txt": table(
                ["pair_ID", "sentence_A", "sentence_B", "relatedness_score", "entailment_judgment"],
                ["1", f"A {name}", "B", "4.5", "NEUTRAL"],
            )
            for name in ("train", "trial")
        },
        [pair("sick-0", "A train", "B", "neutral"), pair("sick-trial-0", "A trial", "B", "neutral")],
    ),
    **{
        f"claimdiff_{relation}": Made(
            {f"ClaimDiff-{relation}-train.json": json.dumps({"data": [{**CLAIM_A, **TITLES, "relation": holds}]})},
            [
                {"id": "m1", "topic": "Mill", "date": "2020-01-02", "a": "It burnt.", "b": "It smoked."}
                | TITLES
                | {"label": holds}
            ],
        )
        for relation, holds in (("strength", 1), ("weak", 0))
    },
    "fnc1_train_bodies": Made(
        {"train_bodies.csv": 'Body ID,articleBody\n0,"The mill burnt.\n\nIt is gone."\n'},
        [{"body_id": "0", "text": "The mill burnt.\n\nIt is gone."}],
    ),
    "fnc1_train_stances": Made(
        {"train_stances.csv": 'Headline,Body ID,Stance\n"Mill burns, say neighbours",0,agree\n'},
        [{"headline": "Mill burns, say neighbours", "body_id": "0", "label": "agree"}],
    ),
    "uci_headlines": Made(
        {
            "newsCorpora.csv": table(
                ["3", '"Mill" burns', "http://a.example/1", "Post", "b", "s1", "a.example", "13945"]
            )
        },
        [
            {"id": "uci-3", "title": '"Mill" burns', "text": "", "outlet": "Post", "published_at": None, "event": "s1"}
            | {"url": "http://a.example/1"}
        ],
    ),
    "ecbplus": Made(
        {
            "30_2ecb.xml": '<Document><token sentence="0">Rain</token><token sentence="0">.</token></Document>',
            "3_1ecbplus.xml": ECB,
        },
        [
            {"id": "3_1ecbplus", "title": "Mill burns", "text": "Mill burns It stood.", **NOWHERE}
            | {"event": "3-ecbplus", "topic": "3"},
            {"id": "30_2ecb", "title": "Rain.", "text": "Rain.", **NOWHERE, "event": "30-ecb", "topic": "30"},
        ],
    ),
    "allsides_groups": Made(
        {
            "train.source": (
                "TITLE=> Mill burns. ARTICLE=> It burnt. [SEP] TITLE=> U.S. mill. ARTICLE=>  [SEP] "
                "TITLE=> Is it? ARTICLE=> no\n"
            ).replace("Is it?", "Is it?."),
            "val.source": "TITLE=> Rain. ARTICLE=> Wet.\n",
        },
        [
            {"id": f"allsides-train-0-{place}", "title": title, "text": text, **NOWHERE, "event": "train-0"}
            for place, (title, text) in enumerate((("Mill burns", "It burnt."), ("U.S. mill", ""), ("Is it?", "no")))
        ]
        + [{"id": "allsides-val-0-0", "title": "Rain", "text": "Wet.", **NOWHERE, "event": "val-0"}],
    ),
    "seesaw_triplets": Made(
        {
            "TRIPLET_004_DOCUMENT_1.json": json.dumps(
                {
                    "title": "Mill",
                    "text": [{"id": 0, "text": "It burnt. "}, {"id": 1, "text": ""}, {"id": 2, "text": "So."}],
                }
            )
        },
        [{"id": "TRIPLET_004_DOCUMENT_1", "title": "Mill", "text": "It burnt. So.", **NOWHERE, "event": "TRIPLET_004"}],
    ),
    "books_observations": Made(
        {"book.txt": table(["Shop", "0123", "Mills", "Ayn, B.; Cee, D."], ["Stall", "0123", "Mills"])},
        [
            {"source": "Shop", "object": "0123", "attribute": "authors", "value": "Ayn, B.; Cee, D."},
            {"source": "Stall", "object": "0123", "attribute": "authors", "value": ""},
        ],
    ),
    "books_truth": Made(
        {"book_golden.txt": table(["0123", "ayn, b.;  cee, d.;  "])},
        [{"object": "0123", "attribute": "authors", "value": "ayn, b.;  cee, d.;  "}],
    ),
    "population_observations": Made(
        {"popTuples.txt": table(EDIT)},
        [{"source": "7: Ayn", "object": "upper warda", "attribute": "Population2006", "value": "1200"}],
    ),
    "population_truth": Made(
        {"popAnswersOut.txt": "Warda, ohio, 2006, 1210\n"},
        [{"object": "warda, ohio", "attribute": "Population2006", "value": "1210"}],
    ),
    **{
        f"polnear_{part}": Made(
            {"warda_2016-01-02_mill.txt": SAID, "warda_2016-01-02_mill_ab12.ann": STANDOFF}, [ATTRIBUTED]
        )
        for part in ("train", "dev")
    },
    "domain_quality_pc1": Made(
        {"domain_pc1.csv": "domain,pc1\na.example,1\nb.example,0.25\n"},
        [{"domain": "a.example", "pc1": "1"}, {"domain": "b.example", "pc1": "0.25"}],
    ),
}
