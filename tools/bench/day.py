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
from tools import inspect

from . import dayfile, trouble
from .dayfile import Action, Place
from .models.nor import PowerCut
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
    "x_report", "z_report", "resume", "abandon", "call",
)  # fmt: skip
# Refusals that somebody may lift while the bench waits: СКНО, printer.
_BLOCKING = ("skno_", "printer_")
_FINAL = ("skno_rejected",)
# From the loss of power to the first line of the firmware: no board is faster.
_OFF_MS = 500


class Unit(Protocol):
    """A control unit in this process or in another one."""

    def command(self, order: dict[str, Any]) -> dict[str, Any]: ...
    def close(self) -> None: ...


class Blocked(Exception):
    """The unit is blocked and nobody lifted the cause in time."""


class Day:
    """One run of one day file; `make` makes the unit anew after a power cut.

    `go_on`: what blocks stops nothing and is not waited for, the file says itself when it ends.
    `wrong` collects what a line of the file expects and does not find.
    """

    def __init__(self, world: World, unit: Unit, identity: dict[str, Any], wait_ms: int,
                 make: Callable[[World], Unit] | None = None, go_on: bool = False) -> None:
        self._world = world
        self._unit = unit
        self._identity = identity
        self._wait_ms = 0 if go_on else wait_ms
        self._make = make
        self._go_on = go_on
        self.refused: list[str] = []
        self.wrong: list[str] = []
        self._place: Place | None = None

    @property
    def unit(self) -> Unit:
        """The unit at work: another one after each power cut."""
        return self._unit

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
        if any(_exchanges(each.order or {}) for each in actions if each.line <= done):
            self._world.exchange()
        self.refused = [text for line, text in place.refused.items() if line <= done]
        for action in dayfile.remaining(actions, done):
            progress(len(self.refused), action)
            if action.order is None:
                self._refuse(action, Refusal("bad_file_line", action.problem))
                continue
            outcome = self.carry_out(action, place.key(action.line))
            if outcome["ok"] or (action.order.get("expect") in _names(outcome)):
                continue
            self._note(action, outcome["refusal"], outcome["text"])
            if _blocks(outcome["refusal"]) and not self._go_on:
                raise Blocked(outcome["text"])

    def carry_out(self, action: Action, key: str) -> dict[str, Any]:
        """One line of a file: the unit's outcome, whatever happens to the power meanwhile."""
        order = dict(action.order or {})
        expected = order.pop("expect", None)
        assert action.moment is not None
        self._world.calendar.script(action.moment)
        before = self._memories() if expected == "refused" else None
        if _exchanges(order):
            self._world.exchange()
        outcome = self._happen(action, order, key)
        if expected is not None and expected not in _names(outcome):
            found = " ".join(_names(outcome))
            self._complain(action, f"expected {expected}, it is {found}")
        if before is not None and before != self._memories():
            self._complain(action, "refused, and something has changed")
        return outcome

    def _memories(self) -> list[Any]:
        """What a refusal must leave as it is."""
        kept: list[Any] = [bytes(nor.cells) for nor in self._world.regions.values()]
        return [*kept, len(self._world.skno.state.records) if self._world.skno else 0]

    def _happen(self, action: Action, order: dict[str, Any], key: str) -> dict[str, Any]:
        do = order.pop("do")
        if do in trouble.HAPPENS:
            try:
                trouble.HAPPENS[do](self._world, **order)
            except (KeyError, TypeError, ValueError) as error:
                return _refused(Refusal("bad_file_line", f"{error!r}"[:80]))
            return {"ok": True}
        if do == "check":
            for line in trouble.differences(order, self.found()):
                self._complain(action, line)
            return {"ok": True}
        if do == "power":
            return self._restart(order.get("devices", True))
        if do not in ACTIONS or (do == "call" and order.get("name") not in trouble.CALLS):
            return _refused(Refusal("bad_command", str(order.get("name", do))))
        order["do"] = do
        if do == "call":
            order["how"] = trouble.CALLS[order["name"]]
        else:
            order["key"] = key
        while True:
            try:
                return self._carry_out(order)
            except PowerCut:
                print("\npower cut; the unit starts again", file=sys.stderr, flush=True)
                outcome = self._restart(True)
                state = self._unit.command({"do": "state"})
                if state["last_key"] == key or (not outcome["ok"] and outcome["stands"]):
                    return {**outcome, "cut": True}

    def _restart(self, devices: bool) -> dict[str, Any]:
        """The unit switched off, if it was on, and on again; what its start came to."""
        if self._make is None:
            raise ValueError("this bench cannot switch the unit off")
        while True:
            trouble.power(self._world, False, devices)
            self._unit.close()
            self._world.sleep_ms(_OFF_MS)
            trouble.power(self._world, True, devices)
            self._unit = self._make(self._world)
            try:
                return self._carry_out({"do": "start"})
            except PowerCut:
                continue

    def _complain(self, action: Action, what: str) -> None:
        self.wrong.append(f"строка {action.line}: {what}")
        print(f"\r{self.wrong[-1]}", flush=True)

    def _carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        """One action to its end: what blocks is waited for, what stands is resumed."""
        deadline = self._world.now_ms() + self._wait_ms
        action, told = order, ""
        while True:
            outcome = self._unit.command(order)
            if outcome["ok"] or not _blocks(outcome["refusal"]):
                return outcome
            left = deadline - self._world.now_ms()
            if left <= 0:
                return outcome
            if told != outcome["text"]:
                told = outcome["text"]
                print(f"\n{told} (waiting, {left // 1000} s at most)", file=sys.stderr, flush=True)
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

    def found(self) -> dict[str, Any]:
        """What a `check` looks at: the unit's figures and numbers, the СКНО's documents, and what
        the inspector reads in the flash: the shifts of the БЭП, and what wants service."""
        state = self._unit.command({"do": "state"})
        found = {"figures": state["figures"], "last_number": state["last_number"],
                 "free_records": state["free_records"], "shift_open": state["shift_open"],
                 "unfinished": state["unfinished"]}
        if self._world.skno:
            taken = [(each["type"], each["z_number" if each["type"] == 15 else "number"])
                     for each in self._world.skno.documents]
            found["documents"] = [list(each) for each in taken]
        images = {name: bytes(nor.cells) for name, nor in self._world.regions.items()}
        seen = inspect.read(images, {"documents": self._world.skno.documents}
                            if self._world.skno else None)
        found["service"] = [each.text for each in seen.findings if each.level == inspect.SERVICE]
        found["shifts"] = [[each.shift, each.documents, dict(each.totals)]
                           for each in seen.memory if each.kind == "shift"]
        return found

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


def _refused(refusal: Refusal) -> dict[str, Any]:
    """What the bench itself refuses, as an outcome."""
    return {"ok": False, "refusal": refusal.name, "text": refusal.text(), "stands": False}


def _exchanges(order: dict[str, Any]) -> bool:
    """True for a payment or change in another currency than the receipt's."""
    tenders = order.get("pay")
    if not isinstance(tenders, list):
        return False
    return bool(order.get("change")) or any(
        isinstance(tender, dict) and tender.get("currency") for tender in tenders
    )


def _names(outcome: dict[str, Any]) -> list[str]:
    """How a line may call this outcome."""
    if outcome["ok"]:
        return ["ok"]
    return ["interrupted" if outcome["stands"] else "refused", outcome["refusal"]]


def complaints(world: World) -> list[str]:
    """What СКНО and printer found wrong; a СКНО that heard changed bytes is not asked."""
    found = []
    if world.skno and not trouble.is_disturbed(world, "skno"):
        found += [f"СКНО: {line}" for line in world.skno.violations]
    if world.printer:
        found += [f"printer: {line}" for line in world.printer.finish()]
    return found


def write_json(path: Path, value: Any) -> None:
    """One JSON file, readable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
