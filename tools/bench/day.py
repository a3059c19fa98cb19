"""Runs a day file on a control unit: `python -m tools.bench day` (design: Scripted days).

The unit does the work and the counting; this module hands it one action after another, says what
was refused and where, waits while the unit is blocked, and lets the counterparts have the last
word: a document that the СКНО found wrong, or a byte that the printer did not know, fails the run.
"""

import datetime
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from bu.fiscal.refusal import Refusal

from . import dayfile
from .dayfile import Action, Place
from .world import World

# The names of `*.expect.json`.
FIGURES = (
    "sales_n", "sales_sum", "cashless", "cash", "other", "refunds_n", "refunds_sum",
    "deposits_n", "deposits_sum", "withdrawals_n", "withdrawals_sum", "payouts_n", "payouts_sum",
    "cancels_n", "cancels_sum", "voids_n", "voids_sum", "corrections_n", "corrections_sum",
    "mark_sold_n", "mark_sold_sum", "uks_sold_n", "uks_sold_sum", "mark_refunded_n",
    "uks_refunded_n", "mark_voided_n", "uks_voided_n", "drawer",
)  # fmt: skip
# What a day file may ask for; the rest of the worker's orders are the bench's own.
ACTIONS = (
    "open_shift", "deposit", "withdraw", "card_payout", "sale", "refund", "void", "cancel", "copy",
    "x_report", "z_report",
)  # fmt: skip
# Refusals that somebody may lift while the bench waits: СКНО, printer.
_BLOCKING = ("skno_", "printer_")
_FINAL = ("skno_rejected",)


class Unit(Protocol):
    """A control unit in this process or in another one."""

    def command(self, order: dict[str, Any]) -> dict[str, Any]: ...


class Blocked(Exception):
    """The unit is blocked and nobody lifted the cause in time."""


class Day:
    """One run of one day file."""

    def __init__(self, world: World, unit: Unit, identity: dict[str, Any], wait_ms: int) -> None:
        self._world = world
        self._unit = unit
        self._identity = identity
        self._wait_ms = wait_ms
        self.refused: list[str] = []
        self._place: Place | None = None

    def prepare(self) -> dict[str, Any]:
        """Starts the unit, registers it where it is factory-new; its state."""
        self._insist({"do": "start"})
        if not self._unit.command({"do": "state"})["registered"]:
            self._insist({"do": "register", **self._identity})
        state = self._unit.command({"do": "state"})
        if state["latest"]:
            self._world.calendar.floor = datetime.datetime(*state["latest"])
        return state

    def run(self, actions: list[Action], place: Place, done: int,
            progress: Callable[[int, Action], None]) -> None:
        """Carries out what is behind line `done`; refusals are collected in `refused`."""
        self._place = place
        self.refused = [text for line, text in place.refused.items() if line <= done]
        for action in dayfile.remaining(actions, done):
            progress(len(self.refused), action)
            if action.order is None:
                self._refuse(action, Refusal("bad_file_line", action.problem))
                continue
            if action.order["do"] not in ACTIONS:
                self._refuse(action, Refusal("bad_command", action.order["do"]))
                continue
            assert action.moment is not None
            self._world.calendar.script(action.moment)
            outcome = self._carry_out({**action.order, "key": place.key(action.line)})
            if not outcome["ok"]:
                self._note(action, outcome["refusal"], outcome["text"])
                if _blocks(outcome["refusal"]):
                    raise Blocked(outcome["text"])

    def _carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        """One action to its end: what blocks is waited for, what stands is resumed."""
        deadline = self._world.now_ms() + self._wait_ms
        action = order
        while True:
            outcome = self._unit.command(order)
            if outcome["ok"] or not _blocks(outcome["refusal"]):
                return outcome
            if self._world.now_ms() >= deadline:
                return outcome
            print(f"\n{outcome['text']}", file=sys.stderr, flush=True)
            self._world.sleep_ms(1000)
            # What no longer stands was withdrawn: it is to be done anew, not resumed.
            order = {"do": "resume"} if outcome["stands"] else action

    def _insist(self, order: dict[str, Any]) -> None:
        outcome = self._carry_out(order)
        if not outcome["ok"] and outcome["stands"]:
            outcome = self._carry_out({"do": "resume"})
        if not outcome["ok"]:
            raise Blocked(outcome["text"])

    def _refuse(self, action: Action, refusal: Refusal) -> None:
        self._note(action, refusal.name, refusal.text())

    def _note(self, action: Action, name: str, text: str) -> None:
        line = f"строка {action.line}: отказ {name}: {text}"
        self.refused.append(line)
        if self._place:
            self._place.refuse(action.line, line)
        print(f"\r{line}", flush=True)

    def report(self) -> dict[str, Any]:
        """What the register itself counted, under the names of `*.expect.json`."""
        figures = self._unit.command({"do": "state"})["figures"]
        if figures is None:
            raise Blocked("the journal has lost the shift's figures")
        currencies = {
            code: {name: values[name] for name in FIGURES}
            for code, values in figures.pop("currencies").items()
        }
        return {**figures, "currencies": currencies}


def _blocks(refusal: str) -> bool:
    return refusal.startswith(_BLOCKING) and refusal not in _FINAL


def complaints(world: World) -> list[str]:
    """What the bench's own СКНО and printer found wrong."""
    found = []
    if world.skno:
        found += [f"СКНО: {line}" for line in world.skno.violations]
    if world.printer:
        found += [f"printer: {line}" for line in world.printer.finish()]
    return found


def write_json(path: Path, value: Any) -> None:
    """One JSON file, readable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
