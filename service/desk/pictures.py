"""Pictures as numbers: where each thing of an SVG stands. The templates draw them, each with a table behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.desk.grid import Matrix
from service.news.event import Figure, NumberSeries

CELL = 18
SHADES = 3
"""How many shades there are for agreeing, and as many for contradicting; the middle is one of its own."""

WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 16, 344, 26, 118
MOST_LABELLED = 6
"""With more points than this, only the highest and the lowest value are written beside theirs."""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Squares of CELL units, one path for each shade: ``shades`` maps 'h-3' … 'h3' to path data.

    ``crosses`` is a path that strikes through what contradicts, for eyes and screens that tell no colours apart.
    """

    size: int
    shades: dict[str, str]
    crosses: str


def heat_map(matrix: Matrix) -> HeatMap:
    """The picture of ``matrix``, in both halves of the square; a source with itself is left empty."""
    shades: dict[str, list[str]] = {}
    crosses = []
    for (i, j), mean in sorted(matrix.means.items()):
        shade = shade_of(mean)
        for x, y in ((i * CELL, j * CELL), (j * CELL, i * CELL)):
            shades.setdefault(f"h{shade}", []).append(f"M{x + 1} {y + 1}h{CELL - 2}v{CELL - 2}h-{CELL - 2}z")
            if shade < 0:
                crosses.append(f"M{x + 5} {y + 5}l{CELL - 10} {CELL - 10}m0-{CELL - 10}l-{CELL - 10} {CELL - 10}")
    return HeatMap(CELL * len(matrix.sources), {name: "".join(each) for name, each in shades.items()}, "".join(crosses))


def shade_of(mean: float) -> int:
    """A mean in [-1, 1] as one of the whole numbers from -SHADES to SHADES; only nought itself is the middle."""
    nearest = round(mean * SHADES)
    return nearest or (mean > 0) - (mean < 0)


@dataclass(frozen=True, slots=True)
class Point:
    """One figure in a picture of WIDTH by HEIGHT units."""

    x: float
    y: float
    figure: Figure
    labelled: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Figures for one counted thing over time: those with a time as points, all of them in the table.

    There are no points where nothing has a time.
    """

    counted: str
    of: str
    points: tuple[Point, ...]
    first: datetime | None
    last: datetime | None
    figures: tuple[Figure, ...]


def timeline(series: NumberSeries) -> Timeline:
    """The picture of ``series``."""
    counted, _, of = series.slot.partition(":")
    dated = [(figure, figure.at) for figure in series.series if figure.at is not None]
    values = [figure.value for figure, _ in dated]
    moments = [at for _, at in dated]
    across = _scale([moment.timestamp() for moment in moments], LEFT, RIGHT)
    up = _scale(values, BOTTOM, TOP)
    ends = {values.index(min(values)), values.index(max(values))} if values else set()
    points = tuple(
        Point(across(at.timestamp()), up(figure.value), figure, len(dated) <= MOST_LABELLED or n in ends)
        for n, (figure, at) in enumerate(dated)
    )
    first, last = (min(moments), max(moments)) if moments else (None, None)
    return Timeline(counted, of, points, first, last, series.series)


def _scale(values: Sequence[float], low: float, high: float) -> Callable[[float], float]:
    """Maps the least of ``values`` to ``low`` and the greatest to ``high``; all to the middle where they are one."""
    least, greatest = (min(values), max(values)) if values else (0.0, 0.0)
    if least == greatest:
        return lambda _: (low + high) / 2
    return lambda value: round(low + (value - least) / (greatest - least) * (high - low), 1)
