"""A trading day on a line that damages bytes, and with a СКНО that is slow in its own way.

The day has every kind of document, long receipts among them. What the cashier does about a refusal
is what the display says: repeat, resume. At the end СКНО, unit and paper must agree, whatever the
line did; how long it took and how often somebody had to press a key is counted.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from . import witness
from .ram import BREAD, Register
from .skno_case import differences, papers_twice
from .skno_faults import CASH, DOCUMENTS, PAUSE_MS, skno, tap

PATIENCE = 40  # how often somebody tries before it counts as stuck


def _lines(count: int) -> list[dict[str, Any]]:
    return [{"name": f"Т{n}", "price": "1.05", "section": 23} for n in range(count)]


def _sale(count: int) -> dict[str, Any]:
    return {"do": "sale", "lines": _lines(count), "pay": CASH}


# 220 lines are 18 KB, close to the most that a document may have.
DAY: list[dict[str, Any]] = [
    DOCUMENTS["opening"], DOCUMENTS["deposit"], _sale(1), _sale(4), _sale(12), DOCUMENTS["refund"],
    _sale(1), DOCUMENTS["void"], _sale(40), DOCUMENTS["withdrawal"], DOCUMENTS["payout"],
    _sale(4), _sale(220), _sale(2), {"do": "cancel", "lines": [BREAD]}, DOCUMENTS["z_report"],
    DOCUMENTS["opening"], _sale(4), DOCUMENTS["z_report"],
]  # fmt: skip


class Noise:
    """Each byte is replaced by another one with probability `rate`."""

    def __init__(self, rate: float, seed: int) -> None:
        self.rate, self.chance = rate, random.Random(seed)

    def __call__(self, data: bytes) -> bytes:
        toss = self.chance
        return bytes(byte ^ toss.randrange(1, 256) if toss.random() < self.rate else byte
                     for byte in data)  # fmt: skip


class HardDay:
    """One register, one day; `wrong` is what must not be, `tries` how often a key was pressed."""

    def __init__(self, base: Register, rate: float = 0, seed: int = 0, **options: Any) -> None:
        self.register = base.fork()
        self.wrong: list[str] = []
        self.tries = 0
        self.said: dict[str, int] = {}
        model = skno(self.register)
        model.options = model.link.options = model.link.receiver.options = replace(
            model.options, check_timing=False, require_status=False, **options)  # fmt: skip
        self.tap = tap(self.register)
        noise = Noise(rate, seed)
        if rate:
            for way in "><":
                self.tap.at(way, 0, 10**9, noise)

    def run(self) -> None:
        """The day, and what is left of it when the line is good again."""
        for order in DAY:
            if not self._carried_out(order):
                self.wrong.append(f"{order['do']} never got through: {self.said}")
                break
        self.tap.plan.clear()
        self._check()

    def _carried_out(self, order: dict[str, Any]) -> bool:
        register, model = self.register, skno(self.register)
        held, shifts = len(model.documents), model.state.shifts
        for _ in range(PATIENCE):
            self.tries += 1
            waits = register.unit.unfinished()
            outcome = register.order(**order) if waits is None else register.order("resume")
            if outcome["ok"]:
                if register.unit.unfinished() is not None:
                    self.wrong.append(f"{order['do']}: done, and {register.unit.unfinished()}")
                new = len(model.documents) - held, model.state.shifts - shifts
                if new != {"open_shift": (0, 1), "cancel": (0, 0)}.get(order["do"], (1, 0)):
                    self.wrong.append(f"{order['do']}: {new} documents and openings")
                return True
            self.said[outcome["refusal"]] = self.said.get(outcome["refusal"], 0) + 1
            register.wait(PAUSE_MS)
        return False

    def _check(self) -> None:
        if not self.wrong:
            skno(self.register).violations.clear()  # what noise made of our words is not ours
            self.wrong += witness.check(self.register.world)
            self.wrong += [*papers_twice(self.register), *differences(self.register)]


def base() -> Register:
    """The register before its day."""
    return Register.new({"memory": 16})
