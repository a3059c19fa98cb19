"""Printer faults x lines x kinds of paper (регл. 26, 27); see `printer_faults`.

    python -m tools.torture.campaigns.printer PAPER CAUSE LINE STRATEGY     repeats one case
"""

from __future__ import annotations

import shlex
import sys

from tools.torture.campaign import Campaign, Job, Outcome
from tools.torture.printer_faults import CAUSES, PAPERS, STRATEGIES, Case, base, clean, count_lines
from tools.torture.ram import Register

# Short: every so many cases.
STEP = 43


def one(
    register: Register, whole: list[str], paper: str, cause: str, line: int, strategy: str
) -> list[str]:
    """What was wrong in one case."""
    case = Case(register, whole, paper, cause, line, strategy)
    case.run()
    again = shlex.join([paper, cause, str(line), strategy])
    where = f"python -m tools.torture.campaigns.printer {again}"
    return [f"{wrong}; {where}" for wrong in case.wrong]


def part(papers: list[str], step: int) -> Outcome:
    """Every cause at every line of these papers; what people do goes round."""
    outcome, register = Outcome(), base()
    number = 0
    for paper in papers:
        whole, lines = clean(register, paper), count_lines(register, paper)
        for order, cause in enumerate(CAUSES):
            for line in range(lines + 1):
                number += 1
                if number % step:
                    continue
                strategy = STRATEGIES[(line + order + number // step) % len(STRATEGIES)]
                outcome.counts["faults"] += 1
                outcome.violations += one(register, whole, paper, cause, line, strategy)
    return outcome


class PrinterCampaign(Campaign):
    """Every paper; the long ones cut into lines as well."""

    name, title = "printer", "printer: faults at every line of every paper"

    def jobs(self, short: bool, seed: int) -> list[Job]:
        if short:
            return [Job("sample", part, (list(PAPERS), STEP))]
        return [Job(paper, part, ([paper], 1), weight=5) for paper in PAPERS]


def main(words: list[str]) -> int:
    """Repeats one case; exit status 1 when it is wrong."""
    paper, cause, line, strategy = words
    register = base()
    wrong = one(register, clean(register, paper), paper, cause, int(line), strategy)
    print("\n".join(wrong) or "right")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
