"""Plots of a bench on planted worlds, as SVG that is written by hand: a few dots in a row need no library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from service.measure.worlds_bench import METHODS, OURS, WorldFigures

_COLOURS = dict(zip(METHODS, ("#8a8a8a", "#c98a2b", "#4f7fb5", "#b5304f"), strict=True))
_LEFT, _WIDE, _STEP, _TOP = 170, 480, 30, 56
_TICKS = 5


def plots(found: WorldFigures) -> dict[str, str]:
    """SVG texts by file name: the accuracy and the error of each method, and the coverage of intervals."""
    names = [row.name for row in found.rows]
    of = {
        name: {method: [getattr(row.methods[method], name) for row in found.rows] for method in METHODS}
        for name in ("accuracy", "error")
    }
    most = max(value for values in of["error"].values() for value in values)
    return {
        "worlds_accuracy.svg": dots("Cells whose right value is found", names, of["accuracy"], (0.0, 1.0)),
        "worlds_error.svg": dots("Error of credibility (mean distance)", names, of["error"], (0.0, 1.1 * most)),
        "worlds_coverage.svg": dots(
            "90 % intervals that hold the planted rate (band: 0.87 to 0.93)",
            names,
            {OURS: [row.coverage for row in found.rows]},
            (0.0, 1.0),
            band=(0.87, 0.93),
        ),
    }


def dots(
    title: str,
    rows: Sequence[str],
    values: Mapping[str, Sequence[float]],
    span: tuple[float, float],
    band: tuple[float, float] | None = None,
) -> str:
    """One line for each row with a dot for each method at its value, which lies in ``span``; SVG."""
    low, high = span

    def across(value: float) -> float:
        return round(_LEFT + _WIDE * (value - low) / (high - low), 1)

    width, bottom = _LEFT + _WIDE + 30, _TOP + _STEP * len(rows)
    box = f'viewBox="0 0 {width} {bottom + 34}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{bottom + 34}" fill="white"/>',
        f'<text x="10" y="20" font-size="14">{escape(title)}</text>',
    ]
    if band is not None:
        left, wide = across(band[0]), round(across(band[1]) - across(band[0]), 1)
        parts.append(f'<rect x="{left}" y="{_TOP - 8}" width="{wide}" height="{bottom - _TOP}" fill="#dfeee0"/>')
    for i, method in enumerate(values):
        x = _LEFT + 120 * i
        parts.append(f'<circle cx="{x}" cy="36" r="5" fill="{_COLOURS[method]}"/>')
        parts.append(f'<text x="{x + 10}" y="40">{escape(method)}</text>')
    for tick in range(_TICKS + 1):
        value = low + (high - low) * tick / _TICKS
        x1 = f'x1="{across(value)}" x2="{across(value)}"'
        parts.append(f'<line {x1} y1="{_TOP - 8}" y2="{bottom - 8}" stroke="#e4e4e4"/>')
        parts.append(f'<text x="{across(value)}" y="{bottom + 12}" text-anchor="middle">{value:.2f}</text>')
    for i, row in enumerate(rows):
        y = _TOP + _STEP * i + 8
        parts.append(f'<text x="{_LEFT - 12}" y="{y + 4}" text-anchor="end">{escape(row)}</text>')
        parts.extend(
            f'<circle cx="{across(each[i])}" cy="{y}" r="5" fill="{_COLOURS[method]}" fill-opacity="0.85"/>'
            for method, each in values.items()
        )
    return "\n".join([*parts, "</svg>", ""])
