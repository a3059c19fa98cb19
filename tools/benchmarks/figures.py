"""One figure of `make bench`: what it is, what it stands beside, and how it did before.

`baseline.json` holds the figures of a run that was taken for good. Instructions and flash work
are the same in every run of the same code: the tolerance is for small changes, not for noise.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

BASELINE = Path(__file__).with_name("baseline.json")
TOLERANCE = 0.02


@dataclass
class Figure:
    """`value` of `unit`, the less the better; `ratio` is to what is named in `beside`.

    `derived`: follows from another figure, and has no baseline of its own.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    beside: str = ""
    derived: bool = False


def lines(figures: Iterable[Figure], baseline: dict[str, float]) -> Iterable[str]:
    """The table's rows."""
    for figure in figures:
        ratio = "" if figure.ratio is None else _short(figure.ratio)
        yield (f"  {figure.name:<46}{_short(figure.value):>14} {figure.unit:<13}{ratio:>9}  "
               f"{figure.beside:<44}{_change(figure, baseline)}").rstrip()


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _change(figure: Figure, baseline: dict[str, float]) -> str:
    before = baseline.get(figure.name)
    if before is None:
        return "" if figure.derived else "new"
    if worse(figure, baseline):
        return f"WORSE: {_short(before)} before"
    if figure.value < before * (1 - TOLERANCE):
        return f"better: {_short(before)} before"
    return ""


def worse(figure: Figure, baseline: dict[str, float]) -> bool:
    """True when a figure is over its baseline by more than the tolerance."""
    before = baseline.get(figure.name)
    return before is not None and figure.value > before * (1 + TOLERANCE)


def read() -> dict[str, float]:
    """The baseline; {} before the first one was kept."""
    return json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}


def keep(figures: Iterable[Figure]) -> None:
    """Takes a run for good."""
    values = {figure.name: round(figure.value, 3) for figure in figures
              if not figure.derived}  # fmt: skip
    text = json.dumps(values, ensure_ascii=False, indent=1)
    BASELINE.write_text(text + "\n", encoding="utf-8")
