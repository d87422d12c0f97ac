"""Rows and files for evaluations, in a breath."""

from __future__ import annotations

import json
from pathlib import Path

MORNING = "2026-03-01T06:00:00+00:00"


def write_rows(file: Path, *rows: dict) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def pair_row(premise="one two", hypothesis="two one", label="entailment", **rest) -> dict:
    return {"id": "p1", "premise": premise, "hypothesis": hypothesis, "label": label, **rest}


def claim_row(a="one two", b="two one", relation="agree", reasons=(), **rest) -> dict:
    return {
        "id": "c1",
        "domain": "storm",
        "a": {"text": a, "speaker": "Ayn", "outlet": "The Courier", "published_at": MORNING},
        "b": {"text": b, "speaker": None, "outlet": "Radio", "published_at": None},
        "relation": relation,
        "reasons": list(reasons),
        **rest,
    }


def document_row(id="d1", title="fire in the mill", text="", event="e1", **rest) -> dict:
    return {"id": id, "title": title, "text": text, "outlet": "", "published_at": None, "event": event, **rest}


def scenario_file(file: Path, articles: dict[str, str], **gold) -> Path:
    """A scenario of articles by id, all of event e1 unless said otherwise; gold claims as (id, article, quote, speaker)."""
    claims = gold.pop("claims", ())
    whole = {
        "id": file.stem,
        "domain": "storm",
        "summary": "a storm",
        "articles": [
            {
                "id": id,
                "outlet": f"Outlet {id}",
                "title": gold.get("titles", {}).get(id, ""),
                "text": text,
                "published_at": MORNING,
            }
            for id, text in articles.items()
        ],
        "gold": {
            "event_of_article": dict.fromkeys(articles, "e1"),
            "claims": [
                {
                    "id": id,
                    "article": article,
                    "quote": quote,
                    "speaker": speaker,
                    "kind": "outlet",
                    "certainty": "firm",
                }
                for id, article, quote, speaker in claims
            ],
            "contradictions": [],
            "agreements": [],
            "updates": [],
            "unspecified": [],
            "wire_copies": [],
            "independent_sources_of_main_event": 1,
            "speaker_aliases": {},
            "least_supported_source": None,
            **{key: value for key, value in gold.items() if key != "titles"},
        },
    }
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file
