"""A part of a campaign, to its first violation: `python -m tools.torture.probe SEED WORDS...`.

    cuts ACTION          every cut of the first action of the story that is called so; ACTION.2 of
                         the second one
    quiet ACTION         the same with a СКНО that sets no bit 0 for 41h
    brown ACTION         each of its operations of the flash torn while the unit stays on
    bad ACTION CASE      cuts behind a sector that went bad, as `tools.torture.bad_cuts` counts
    skno DOCUMENT        every fault of the СКНО at every point of this document
    twice DOCUMENT       and with a second fault in the recovery
    CAMPAIGN JOB         a job of a campaign's short form

Prints where the firmware comes from, and the violation (for `tools.torture.mutants`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.torture.campaigns import CAMPAIGNS, cuts, skno
from tools.torture.explore import Limits
from tools.torture.runner import carry_out
from tools.torture.skno_case import bases
from tools.torture.skno_faults import FAULTS


def first(seed: int, words: list[str]) -> str:
    """The first violation, "" where there is none; what goes wrong without a fault is one, too."""
    try:
        return next(_violations(seed, *words), "")
    except AssertionError as error:
        return str(error)


def _violations(seed: int, campaign: str, part: str, case: str = "") -> Iterator[str]:
    if campaign in ("cuts", "quiet", "brown", "bad"):
        action, _, ordinal = part.partition(".")
        hands = [at for at in cuts.HANDS[cuts.FACTORY :] if cuts.STEPS[at]["do"] == action]
        hand = hands[int(ordinal or 1) - 1]
        if campaign == "brown":
            yield from cuts.brown(hand).violations
            return
        if campaign == "bad":
            yield from cuts.bad_case(hand, int(case), seed).violations
            return
        limits = Limits(second=0, stop=True)
        yield from cuts.cut_action(hand, limits, seed, quiet=campaign == "quiet").violations
    elif campaign == "skno":
        base = bases()[part]
        for fault in FAULTS:
            yield from skno.every_point(base, part, fault).violations
    elif campaign == "twice":
        yield from skno.twice(part).violations
    else:
        job = next(job for job in CAMPAIGNS[campaign].jobs(True, seed) if job.name == part)
        yield from carry_out(job).violations


def main(words: list[str]) -> None:
    """See the module."""
    import bu

    print(Path(bu.__file__).parents[1])
    print(first(int(words[0]), words[1:]).partition("\n")[0])


if __name__ == "__main__":
    main(sys.argv[1:])
