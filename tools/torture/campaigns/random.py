"""Random runs: any operations in any order, with cuts and faults among them, beside a model."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from tools.torture import steps
from tools.torture.campaign import Campaign, Job, Outcome
from tools.torture.ledger import Ledger
from tools.torture.script import FOLDER, Script, Violation

RUNS, SHORT = 1200, 30
PARTS = 16
MOST_STEPS = 60
SHRINKING = 120  # runs that a failing one may be made small in
BEGIN = ({"do": "open_shift", "cashier": "Иванова"}, {"do": "deposit", "sum": "300.00"})
Steps = list[tuple[int, dict[str, Any]]]


def run(taken: Steps, model: Callable[..., Ledger] = Ledger) -> tuple[Script, str]:
    """One run; what was wrong, or ""."""
    with tempfile.TemporaryDirectory(dir=_fast()) as folder, _quietly(), _uncollected():
        script = Script(Path(folder), model)
        try:
            for order in BEGIN:
                script.do(order)
            for minutes, step in taken:
                script.do(steps.resolve(step, script.ledger), minutes)
            script.end()
        except Violation as violation:
            return script, str(violation)
        except Exception as error:
            return script, f"{type(error).__name__}: {error}"
        finally:
            script.close()
    return script, ""


def part(seed: int, runs: int, model: Callable[..., Ledger] = Ledger) -> Outcome:
    """So many runs; the first that goes wrong is made small and kept as a day file."""
    outcome = Outcome()
    wrong: list[Steps] = []

    @seeded(seed)
    @settings(max_examples=runs, deadline=None, database=None, print_blob=False,
              report_multiple_bugs=False, suppress_health_check=list(HealthCheck),
              phases=(Phase.generate,))
    @given(st.lists(steps.STEPS, min_size=20, max_size=MOST_STEPS))
    def each(taken: Steps) -> None:
        if wrong:
            return
        script, found = run(taken, model)
        outcome.counts["runs"] += 1
        outcome.counts["shifts"] += len(script.ledger.closed)
        outcome.counts["faults"] += sum(line["do"] in ("cut", "fault", "power")
                                        for line in script.lines)
        if found:
            wrong.append(taken)

    each()
    for taken in wrong:
        script, found = made_small(taken, model)
        path = FOLDER / f"random-{seed}.day.jsonl"
        script.save(path)
        outcome.violations.append(
            f"{found}; {len(script.lines)} lines: python -m tools.bench day {path} --go-on")
    return outcome


def made_small(taken: Steps, model: Callable[..., Ledger]) -> tuple[Script, str]:
    """The run without the steps that do not matter, halves first, then smaller pieces."""
    best = run(taken, model)
    tries, piece = SHRINKING, len(taken)
    while piece and tries:
        at = 0
        while at < len(taken) and tries:
            less = taken[:at] + taken[at + piece:]
            tries -= 1
            tried = run(less, model)
            if tried[1]:
                taken, best = less, tried
            else:
                at += piece
        piece //= 2
    return best


def _fast() -> str | None:
    """A folder in memory for the images, where there is one."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    nothing = io.StringIO()
    with contextlib.redirect_stdout(nothing), contextlib.redirect_stderr(nothing):
        yield


def _uncollected() -> contextlib.AbstractContextManager[Any]:
    """The firmware collects garbage often: milliseconds each time here, and nothing gained."""
    return mock.patch("gc.collect", lambda: 0)


class Random(Campaign):
    """Many short random runs."""

    name, title = "random", "random runs beside a model"

    def jobs(self, short: bool, seed: int) -> list[Job]:
        parts, runs = (2, SHORT) if short else (PARTS, RUNS)
        return [Job(f"part {number}", part, (seed + number, runs // parts))
                for number in range(parts)]
