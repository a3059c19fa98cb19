"""Sells a scripted day over FELIX.

    python -m tools.felix_host FILE.day.jsonl --dialect felix-rmf CHANNEL
    python -m tools.felix_host FILE.day.jsonl --dialect felix-80k --reduced OUT.day.jsonl

CHANNEL is tcp:HOST:PORT, listen:HOST:PORT, serial:PATH@BAUD or pty:. The day is reduced to what
the dialect can express, and what was left out is said; --reduced keeps the day that was sold,
which `python -m tools.bench day` runs as well.

Status: 0, 1 when the register refused something, 2 when the day could not be sold.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tools.bench.attach import AttachError, attach
from tools.said import said

from .dialects import DIALECTS, Dialect
from .line import Line, Silence
from .reduce import Reducer, section_rates
from .run import drive
from .till import Refused, Till


class DayError(Exception):
    """The file cannot be sold: the message is for the person at the bench."""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="python -m tools.felix_host",
        description="Sells a scripted day over FELIX, reduced to what the dialect can express.",
    )
    top.add_argument("file", type=Path, help="FILE.day.jsonl")
    top.add_argument("channel", nargs="?", help="where the register is: tcp:HOST:PORT, "
                     "listen:HOST:PORT, serial:PATH@BAUD, pty:; without one only the reduction "
                     "is shown")
    top.add_argument("--dialect", choices=DIALECTS, required=True)
    top.add_argument("--reduced", type=Path, metavar="OUT.day.jsonl",
                     help="keep the reduced day here")
    return top


def main(arguments: list[str]) -> int:
    """Runs it; the exit status."""
    options = parser().parse_intermixed_args(arguments)
    dialect = DIALECTS[options.dialect]
    try:
        orders = read(options.file)
        reducer = Reducer(dialect)
        try:
            reduced = list(reducer.day(orders))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DayError(f"{options.file}: {type(error).__name__}: {error}") from error
        for what, count in sorted(reducer.left_out.items()):
            print(f"reduced: {what}: {count}")
        if options.reduced:
            write(options.reduced, reduced)
        return sell(reduced, dialect, options.channel) if options.channel else 0
    except (AttachError, DayError, OSError, Silence) as error:
        print(said(error), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 2


def read(path: Path) -> list[dict[str, Any]]:
    """The orders of a day file. OSError, DayError."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise DayError(said(error, path)) from error
    return [_order(f"{path}, line {number}", line)
            for number, line in enumerate(lines, 1) if line.strip()]  # fmt: skip


def _order(place: str, line: str) -> dict[str, Any]:
    try:
        order = json.loads(line)
    except ValueError as error:
        raise DayError(f"{place}: {error}") from error
    if not isinstance(order, dict) or "do" not in order:
        raise DayError(f"{place}: an object with «do» is expected")
    return order


def write(path: Path, orders: list[dict[str, Any]]) -> None:
    """A day file."""
    lines = [json.dumps(order, ensure_ascii=False) for order in orders]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def sell(orders: list[dict[str, Any]], dialect: Dialect, url: str) -> int:
    """Sells reduced orders over a channel; how many were refused decides the status."""
    channel = attach(url)
    line = Line()
    till = Till(line, dialect)
    till.rates = section_rates(orders) if dialect.whole else {}
    refused = 0
    live = sys.stderr.isatty()
    for place, order in enumerate(orders, 1):
        if live:
            print(f"\r\033[K[{place}/{len(orders)}] {order['do']}", end="", file=sys.stderr,
                  flush=True)
        try:
            drive(till.day(order), line, channel)
        except Refused as error:
            refused += 1
            print(f"action {place} ({order['do']}): {error}")
            drive(till.abandon(), line, channel)
    if live:
        print("\r\033[K", end="", file=sys.stderr)
    print(f"{len(orders)} actions, refused {refused}, answers lost {till.silences}")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
