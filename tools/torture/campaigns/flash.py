"""Flash: flipped bits, bad sectors, full memories, unknown formats.

See `flash_bits`, `flash_faults`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from tools.torture import flash_bits, flash_faults
from tools.torture.campaign import Campaign, Job, Outcome
from tools.torture.ram import Register

# Every bit of these states; of the others one of so many, and blank flash one byte of so many.
ALL = {"open": 1, "closed": 3, "prepared": 3, "printing": 3, "longer": 61}
BLANK = 997
PARTS = 4
REGIONS = ("journal", "memory", "settings")


def flips(state: str, step: int, which: int, parts: int) -> Outcome:
    """Single bits: of what is written one of `step`, of what is blank few."""
    outcome, subject = Outcome(), flash_bits.Flips(state)
    for region in REGIONS:
        image = subject.register.image(region)
        used = flash_bits.written(image)
        bits = [at * 8 + bit for at in used for bit in range(8)][:: step]
        taken = set(used)
        bits += [at * 8 + at % 8 for at in range(0, len(image), BLANK * step) if at not in taken]
        for bit in bits[which::parts]:
            outcome.counts["flips"] += 1
            outcome.violations += [
                f"{state} {region} byte {bit // 8} bit {bit % 8}: {wrong}"
                for wrong in subject.wrong(region, bit // 8, bit % 8)]  # fmt: skip
    return outcome


def many(state: str, count: int, seed: int) -> Outcome:
    """Two to eight bits close together; and whether anything goes behind a refused start."""
    outcome, subject = Outcome(), flash_bits.Flips(state)
    for region in REGIONS:
        chance = random.Random(f"{seed} {state} {region}")
        for _ in range(count):
            register, which = subject.spoilt(region, chance)
            wrong = subject.judge(register, region, strict=False) + subject.goes_on(register)
            outcome.counts["flips"] += 1
            outcome.violations += [f"{state} {region} {which}: {each}" for each in wrong]
    return outcome


def bad_sectors(region: str, step: int) -> Outcome:
    """Each sector goes bad in each way, and then the days come."""
    outcome, base = Outcome(), Register.new(flash_faults.SECTORS)
    cases = [(sector, kind) for sector in range(flash_faults.SECTORS[region])
             for kind in flash_faults.KINDS]  # fmt: skip
    for number, (sector, kind) in enumerate(cases[step // 2 :: step]):
        place = (0, 700, 1801, 4090)[number % 4]
        register = base.fork()
        flash_faults.go_bad(register, region, sector, kind, place)
        outcome.counts["faults"] += 1
        outcome.violations += [
            f"{region} sector {sector} {kind} ({place}): {wrong}"
            for wrong in flash_faults.days(register, region)]  # fmt: skip
    return outcome


def restarted(sectors: Sequence[int]) -> Outcome:
    """A unit that is switched on for each document anew, with a bad sector."""
    outcome = Outcome()
    for sector in sectors:
        for kind in flash_faults.KINDS:
            outcome.counts["faults"] += 1
            outcome.violations += [f"journal sector {sector} {kind}, restarted: {wrong}"
                                   for wrong in flash_faults.lives(kind, sector)]
    return outcome


def limits() -> Outcome:
    """Full memories, formats that are not known, a good CRC over what is wrong."""
    outcome = Outcome()
    cases = (flash_faults.full_journal, flash_faults.full_memory, flash_faults.end_of_a_sector,
             flash_faults.wrong_checkpoint, flash_bits.Flips("longer").forged)
    for case in cases:
        outcome.violations += case()
    for region in REGIONS:
        outcome.violations += flash_faults.newer(region)
    outcome.counts["faults"] += len(cases) + len(REGIONS)
    return outcome


class FlashCampaign(Campaign):
    """Bits by state and part; sectors by region."""

    name, title = "flash", "flash: flipped bits, bad sectors, full, other formats"

    def jobs(self, short: bool, seed: int) -> list[Job]:
        states = flash_bits.STATES
        sectors = (2,) if short else (0, 2, 5)
        jobs = [Job("limits", limits), Job("restarted", restarted, (sectors,))]
        if short:
            jobs += [Job(f"bits {state}", flips, (state, 211 if state != "longer" else 3001, 0, 1))
                     for state in states]  # fmt: skip
            jobs += [Job(f"many {state}", many, (state, 15, seed)) for state in states]
            return jobs + [Job(f"sectors {region}", bad_sectors, (region, 11))
                           for region in REGIONS]  # fmt: skip
        jobs += [Job(f"bits {state} {which}", flips, (state, ALL[state], which, PARTS), weight=9)
                 for state in states for which in range(PARTS)]  # fmt: skip
        jobs += [Job(f"many {state}", many, (state, 120, seed), weight=4) for state in states]
        return jobs + [Job(f"sectors {region}", bad_sectors, (region, 1), weight=5)
                       for region in REGIONS]  # fmt: skip
