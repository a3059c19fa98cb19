"""What a campaign is: a list of independent jobs, each with counts and violations as its outcome.

A campaign module has one `Campaign` object and stands in the table of `campaigns/__init__.py`:

    class Mine(Campaign):
        name, title = "mine", "What it shows"

        def jobs(self, short, seed):
            return [Job("part 3", run_part, (3, seed)) for ...]

A job's call and arguments are pickled into a process of the pool. It keeps virtual time, takes
what is random from its arguments, and gives the same outcome each time. Each violation says what
is wrong and how to repeat it: a command line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# What `Outcome.counts` may have, and its column in the table.
COLUMNS = {
    "first": "1st order",
    "second": "2nd order",
    "chains": "in chains",
    "brown": "brown-outs",
    "states": "states",
    "tears": "tears",
    "faults": "faults",
    "flips": "bit flips",
    "runs": "runs",
    "inputs": "inputs",
    "shifts": "shifts",
}


@dataclass
class Outcome:
    """Numbers by the names of `COLUMNS`, added up over the jobs; `notes`: lines for a person."""

    counts: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0  # of processor time; the runner measures it

    def add(self, other: Outcome) -> None:
        """Adds what another job found."""
        unknown = set(other.counts) - set(COLUMNS)
        if unknown:
            raise ValueError(f"no such column: {unknown}")
        self.counts.update(other.counts)
        self.violations += other.violations
        self.notes += other.notes
        self.seconds += other.seconds


@dataclass(frozen=True)
class Job:
    """`call(*args)` gives an `Outcome`; `weight` is its likely share of the work."""

    name: str
    call: Callable[..., Outcome]
    args: tuple[Any, ...] = ()
    weight: int = 1


class Campaign:
    """`name` on the command line; `title` in the table."""

    name = ""
    title = ""

    def jobs(self, short: bool, seed: int) -> list[Job]:
        """The work, in parts that do not need each other; `short`: a fixed sample of it."""
        raise NotImplementedError

    def replay(self, path: str, seed: int) -> list[str]:
        """One run again, as its violation named it: the violations."""
        raise NotImplementedError
