"""What frames a news text: the wire in its dateline, the credits of those who wrote it."""

from __future__ import annotations

import time

import pytest

from service.scoring.attribution.datelines import credited, wire


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BEIRUT, March 3 (Archipelago News) — A lorry exploded.", "Archipelago News"),
        ("WASHINGTON (AP) -- A lorry exploded.", "AP"),
        ("(Reuters) - A lorry exploded.", "Reuters"),
        ("LOS ANGELES/NEW YORK, Jan. 5, 2024 (Reuters) - A lorry exploded.", "Reuters"),
        ("KYIV, Ukraine (AP) — A lorry exploded.", "AP"),
        ("ISTANBUL, 12 June 2024 (Anadolu Agency) - A lorry exploded.", "Anadolu Agency"),
        ("Quito, 4 May (Sur).- A lorry exploded.", "Sur"),
        ("DELHI, Aug 19 (HPS) A lorry exploded.", "HPS"),
        ("DELHI (HPS) A lorry exploded.", ""),
        ("  SÃO PAULO (AFP) – A lorry exploded.", "AFP"),
        ("BEIRUT — A lorry exploded.", ""),
        ("Seven people (Syrians) — among them a child — died.", ""),
        ("HOMS (2024) — A lorry exploded.", ""),
        ("", ""),
    ],
)
def test_a_dateline_names_the_wire(text, name):
    assert wire(text) == name


def test_those_who_wrote_a_text_are_found():
    text = (
        "He said so.\n\n(Reporting by Laila Bassam in Beirut; Editing by Jon Boyle)\n"
        "Writing by Ann Li.\nAP writer Ana Ruiz contributed to this report."
    )
    found = [span.of(text) for span in credited(text)]
    assert found == [
        "(Reporting by Laila Bassam in Beirut; Editing by Jon Boyle)",
        "Writing by Ann Li.",
        "AP writer Ana Ruiz contributed to this report.",
    ]


@pytest.mark.parametrize("text", ["A, " * 50_000, "A (" * 50_000, "by " * 50_000, "Editing by " * 20_000])
def test_a_broken_text_takes_no_long_time(text):
    start = time.process_time()
    wire(text)
    credited(text)
    assert time.process_time() - start < 1.0
