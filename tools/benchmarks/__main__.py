"""`make bench`: all figures in one table; status 1 when one is worse than the baseline."""

import argparse
import sys
from collections.abc import Callable, Iterator

from tools.setup import runtime

from . import felix, figures, flash, goods, memories, receipt, wire
from .figures import Figure

COUNTED: list[Callable[[], Iterator[Figure]]] = [flash.figures, goods.figures]
PROFILED: list[Callable[[], Iterator[Figure]]] = [
    wire.figures, receipt.figures, memories.figures, felix.figures,
]  # fmt: skip


def main() -> int:
    """Prints the table; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.benchmarks", description=__doc__)
    parser.add_argument("--update", action="store_true", help="take this run for the baseline")
    try:
        return _measure(parser.parse_args().update)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 2


def _measure(update: bool) -> int:
    parts, missing = [*COUNTED], ""
    if runtime.micropython("amd64") is None or runtime.valgrind() is None:
        missing = "INSTRUCTIONS LEFT OUT: no amd64 MicroPython or no valgrind here"
    else:
        parts += PROFILED
    baseline, found = figures.read(), []
    for part in parts:
        for figure in part():
            found.append(figure)
            print(*figures.lines([figure], baseline), flush=True)
    if missing:
        print(missing, file=sys.stderr)
    if update and not missing:
        figures.keep(found)
        return 0
    return conclude(found, baseline)


def conclude(found: list[Figure], baseline: dict[str, float]) -> int:
    """Says what got worse, and what is no longer measured; 1 where there is any."""
    bad = [figure for figure in found if figures.worse(figure, baseline)]
    for figure in bad:
        before = baseline[figure.name]
        print(f"WORSE by {100 * (figure.value / before - 1):.1f} %: {figure.name}: "
              f"{figure.value:,.2f}, baseline {before:,.2f}")  # fmt: skip
    gone = sorted(baseline.keys() - {figure.name for figure in found})
    print(*(f"not measured: {name}" for name in gone), sep="\n", end="\n" if gone else "")
    print(f"{len(found)} figures, {len(bad)} worse than the baseline by more than "
          f"{figures.TOLERANCE * 100:.0f} %")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
