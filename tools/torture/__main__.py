"""`python -m tools.torture`: runs campaigns and prints one table; exit 1 when anything is wrong.

    python -m tools.torture                    all campaigns
    python -m tools.torture cuts --jobs 4      one campaign
    python -m tools.torture --short            the fixed sample that `make test` runs
    python -m tools.torture --mutants          deliberate faults in the firmware must be noticed
    python -m tools.torture --replay cuts:11/257.0.off
    python -m tools.torture --list
"""

from __future__ import annotations

import argparse
import sys
import time

from tools.torture import mutants
from tools.torture.campaigns import CAMPAIGNS
from tools.torture.runner import SHOWN, run, table

SEED = 20261201


def arguments(words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.torture",
        description="Cuts, spoils and wears out registers in virtual time, and checks what is "
        "left by three witnesses: СКНО, flash images, tape (docs/power-loss.md).",
    )
    parser.add_argument("campaigns", nargs="*", metavar="CAMPAIGN", help="names; none: all")
    parser.add_argument("--short", action="store_true", help="the fixed sample of `make test`")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes (2)")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S", help=f"({SEED})")
    parser.add_argument("--replay", metavar="CAMPAIGN:PATH", help="one run, as a violation says")
    parser.add_argument("--mutants", action="store_true",
                        help="deliberate faults in the firmware must be noticed")
    parser.add_argument("--list", action="store_true", help="names the campaigns")
    options = parser.parse_args(words)
    unknown = [name for name in options.campaigns if name not in CAMPAIGNS]
    if unknown:
        parser.error(f"no campaign {', '.join(unknown)}; there are {', '.join(CAMPAIGNS)}")
    if options.replay and options.replay.partition(":")[0] not in CAMPAIGNS:
        parser.error("--replay: CAMPAIGN:PATH")
    if options.jobs < 1:
        parser.error("--jobs: one or more")
    return options


def main(words: list[str]) -> int:
    """Exit status: 0, 1 when there is any violation, 2 when it was not run to its end."""
    try:
        return _run(arguments(words))
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    if options.list:
        for campaign in CAMPAIGNS.values():
            print(f"{campaign.name:12} {campaign.title}")
        return 0
    if options.replay:
        name, _, path = options.replay.partition(":")
        violations = CAMPAIGNS[name].replay(path, options.seed)
        print("\n".join(violations) or "no violation")
        return 1 if violations else 0
    if options.mutants:
        return 1 if mutants.run(options.short, options.seed, options.jobs) else 0
    chosen = options.campaigns or list(CAMPAIGNS)
    print(f"seed {options.seed}, {options.jobs} processes", flush=True)
    start = time.monotonic()
    found = []
    for name in chosen:
        campaign = CAMPAIGNS[name]
        outcome = run(campaign, options.short, options.seed, options.jobs)
        found.append((campaign, outcome))
        for line in outcome.notes:
            print(f"{name}: {line}")
        for line in outcome.violations[:SHOWN]:
            print(f"{name}: VIOLATION {line}")
    print(table(found))
    count = sum(len(outcome.violations) for _, outcome in found)
    print(f"{count} violations, {time.monotonic() - start:.0f} s")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
