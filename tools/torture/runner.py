"""Runs the jobs of campaigns in a pool of processes, and draws the table."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import time
from collections.abc import Iterable

from tools.torture.campaign import COLUMNS, Campaign, Job, Outcome

SHOWN = 20  # violations of a campaign that are printed


def run(campaign: Campaign, short: bool, seed: int, jobs: int) -> Outcome:
    """All jobs of a campaign, the heavy ones first; in this process where `jobs` is 1."""
    work = sorted(campaign.jobs(short, seed), key=lambda job: -job.weight)
    total = Outcome()
    if jobs == 1:
        for job in work:
            total.add(carry_out(job))
        return total
    with multiprocessing.get_context("spawn").Pool(jobs, initializer=_deaf) as pool:
        for number, outcome in enumerate(pool.imap_unordered(carry_out, work), 1):
            total.add(outcome)
            print(f"  {campaign.name}: {number}/{len(work)} parts, "
                  f"{len(total.violations)} violations", file=sys.stderr, flush=True)
    return total


def _deaf() -> None:
    """Ctrl-C is for the process that has the pool: it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def carry_out(job: Job) -> Outcome:
    """One job; what it raises is a violation of its own."""
    gc.collect()
    gc.freeze()  # the firmware collects often: it need not look at the modules each time
    start = time.process_time()
    try:
        outcome = job.call(*job.args)
    except Exception as error:
        outcome = Outcome(violations=[f"{job.name}: {type(error).__name__}: {error}"])
    finally:
        gc.unfreeze()
    outcome.seconds = time.process_time() - start
    return outcome


def table(found: Iterable[tuple[Campaign, Outcome]]) -> str:
    """A row for each campaign; columns that nobody fills are left out."""
    rows = list(found)
    used = [name for name in COLUMNS if any(outcome.counts[name] for _, outcome in rows)]
    head = ["campaign", *(COLUMNS[name] for name in used), "CPU s", "violations"]
    lines = [head]
    for campaign, outcome in rows:
        numbers = [f"{outcome.counts[name]:,}" if outcome.counts[name] else "" for name in used]
        lines.append([campaign.title, *numbers, f"{outcome.seconds:.0f}",
                      str(len(outcome.violations))])
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) if at == 0 else cell.rjust(width)
                  for at, (cell, width) in enumerate(zip(line, widths, strict=True)))
        for line in lines
    )
