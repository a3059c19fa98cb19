"""Whole days on a line that damages bytes, and with a СКНО that is slow; see `skno_noise`."""

from __future__ import annotations

from typing import Any

from tools.torture.campaign import Campaign, Job, Outcome
from tools.torture.skno_noise import DAY, HardDay, base

# (bytes damaged of 1000, seeds, options of the СКНО, most tries of all days that count as usable)
LINES: list[tuple[int, int, dict[str, Any], int]] = [
    (1, 5, {}, 0), (5, 10, {}, 1), (10, 60, {}, 30), (20, 20, {}, 30),
    (10, 10, {"forget_repeats": True}, 10),
    (10, 10, {"turn_ms": 500}, 20), (10, 10, {"turn_ms": 1500}, 20),
    (0, 1, {"turn_ms": 150}, 0), (0, 1, {"turn_ms": 500}, 0), (0, 1, {"turn_ms": 1500}, 0),
    (0, 1, {"turn_ms": 1900, "forget_repeats": True}, 0),
]  # fmt: skip
SHORT = [(10, 3, {}, 3), (0, 1, {"turn_ms": 1500}, 0), (10, 1, {"turn_ms": 1500}, 3)]


def days(rate: int, seed: int, count: int, options: dict[str, Any], most: int) -> Outcome:
    """So many days; each has to come to its end, with few refusals."""
    outcome, register = Outcome(), base()
    tries = milliseconds = 0
    for number in range(count):
        day = HardDay(register, rate / 1000, seed + number, **options)
        start = day.register.world.now_ms()
        day.run()
        tries += day.tries - len(DAY)
        milliseconds += day.register.world.now_ms() - start
        outcome.counts["runs"] += 1
        outcome.counts["shifts"] += 2
        outcome.violations += [
            f"{wrong}; days({rate}, {seed + number}, 1, {options}, 0)" for wrong in day.wrong]
    name = f"{rate} of 1000 bytes damaged" + "".join(f", {key} {options[key]}" for key in options)
    if tries > most:
        outcome.violations.append(f"{name}: {tries} refusals in {count} days")
    outcome.notes.append(f"{name}: {count} days, {tries} refusals in {count * len(DAY)} steps, "
                         f"{milliseconds // count // 1000} s a day")  # fmt: skip
    return outcome


class NoiseCampaign(Campaign):
    """The lines of the table above."""

    name, title = "noise", "СКНО: noise on the line, slow devices"

    def jobs(self, short: bool, seed: int) -> list[Job]:
        return [Job(f"{rate} {options}", days, (rate, seed, count, options, most), weight=count)
                for rate, count, options, most in (SHORT if short else LINES)]  # fmt: skip
