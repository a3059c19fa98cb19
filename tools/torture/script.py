"""A register of the bench beside the reference model: one step after the other, and compared.

What was done is a day file: each line with what the model expects, and a `check` at the end. So
whatever goes wrong is repeated by `python -m tools.bench day FILE --go-on`.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from tools.bench import trouble
from tools.bench.day import Day, complaints
from tools.bench.dayfile import Action
from tools.bench.local import LocalUnit
from tools.bench.place import IDENTITY
from tools.bench.world import World
from tools.torture import witness
from tools.torture.ledger import OK, REFUSED, TYPES, Apply, Ledger, Shift
from tools.torture.scene import Paper

FOLDER = Path("build/torture")
START = datetime.datetime(2026, 12, 1, 8, 0)
# The longest fault that has begun and cannot be called back (`steps`: mute).
PATIENCE_MS = 700_000
_KEYED = {*TYPES, "open_shift", "cancel"}


class Violation(AssertionError):
    """The register is not what the model says it must be."""


class Script:
    """A factory-new register that was just registered, in `folder`."""

    def __init__(self, folder: Path, model: Callable[..., Ledger] = Ledger) -> None:
        identity = json.loads(IDENTITY.read_text("utf-8"))
        self.lines: list[dict[str, Any]] = []
        self.world = World(folder, identity)
        assert self.world.printer and self.world.skno
        self.world.printer.tape = Paper(self.world.printer.profile.width_dots)
        self.world.calendar.script(START)
        self._day = Day(self.world, LocalUnit(self.world), identity, 0, LocalUnit, go_on=True)
        self._day.prepare()
        self.moment = START
        self.ledger = model("BYN", identity["rates"], START)
        self.troubled = False
        self._pending: tuple[str, Apply] | None = None

    def close(self) -> None:
        """Lets go of the images."""
        self._day.unit.close()
        self.world.close()

    def do(self, order: dict[str, Any], minutes: int = 1) -> dict[str, Any]:
        """One order, `minutes` later than the one before, or earlier: then for this one only."""
        if order["do"] == "mend":
            return self.mend()
        return self._step(order, minutes)

    def _step(self, order: dict[str, Any], minutes: int) -> dict[str, Any]:
        moment = self.moment + datetime.timedelta(minutes=minutes)
        self.moment = max(self.moment, moment)
        line = {"at": moment.isoformat(), **order}
        self.lines.append(line)
        if order["do"] in trouble.HAPPENS or order["do"] in ("power", "check"):
            self.troubled = self.troubled or order["do"] in ("cut", "fault", "power")
            before = self._records()
            outcome = self._carry_out(line)
            self._learn(outcome, "", "", _nothing)
            self._compare(before)
            return outcome
        verdict, apply = self.ledger.meet(order, moment)
        if verdict == REFUSED and not self.troubled:
            line["expect"] = REFUSED
        elif not self.troubled and (verdict == OK or order["do"] == "resume"):
            line["expect"] = OK
        before = self._records()
        outcome = self._carry_out(line)
        self._learn(outcome, order["do"], verdict, apply)
        self._compare(before)
        return outcome

    def mend(self) -> dict[str, Any]:
        """All faults end; what was begun is finished, and from here on nothing is excused."""
        self._step({"do": "mend"}, 0)
        self._step({"do": "wait", "ms": PATIENCE_MS}, 0)
        self.troubled = False
        return self._step({"do": "resume"}, 0)

    def end(self) -> None:
        """All faults end, what was begun is finished, the shift is closed; the last comparison."""
        self.mend()
        if self.ledger.shift:
            self.do({"do": "z_report"})
        self.do(self.check(whole=True))
        seen = witness.check(cast(witness.Bench, self.world))
        wrong = complaints(self.world) + [line for line in seen if not self._excused(line)]
        if wrong:
            raise Violation("; ".join(wrong[:5]))

    def _excused(self, line: str) -> bool:
        """What a witness cannot know: whether bytes were changed on the way, notes of another
        currency taken as payment. The first two are asked by `complaints`."""
        return line.startswith(("СКНО:", "printer:")) or " drawer: " in line

    def check(self, whole: bool = False) -> dict[str, Any]:
        """What there must be now, as an order; the `whole` of it when nothing is unfinished."""
        ledger = self.ledger
        order: dict[str, Any] = {"do": "check", "last_number": ledger.number,
                                 "shift_open": ledger.shift is not None}
        if ledger.figures():
            order["figures"] = ledger.figures()
        if whole:
            order["documents"] = list(ledger.documents)
            order["service"] = []
            order["shifts"] = [[shift.z, shift.payments, self._sales(shift)]
                               for shift in ledger.closed]
        return order

    def _sales(self, shift: Shift) -> dict[str, int]:
        """What the БЭП keeps of a shift: sales by currency, the base currency always."""
        used = {code: values["sales_sum"] for code, values in shift.totals.items()}
        return {self.ledger.base: 0, **used}

    def save(self, path: Path) -> None:
        """The day file of what was done."""
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = [json.dumps(line, ensure_ascii=False) for line in self.lines]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")

    def _key(self) -> str:
        return f"{1:08x}{len(self.lines):08x}"

    def _records(self) -> int:
        assert self.world.skno
        return len(self.world.skno.state.records)

    def _carry_out(self, line: dict[str, Any]) -> dict[str, Any]:
        order = {name: value for name, value in line.items() if name != "at"}
        moment = datetime.datetime.fromisoformat(line["at"])
        outcome = self._day.carry_out(Action(len(self.lines), order, moment), self._key())
        if self._day.wrong:
            raise Violation("; ".join(self._day.wrong))
        return outcome

    def _learn(self, outcome: dict[str, Any], do: str, verdict: str, apply: Apply) -> None:
        """Tells the model what became of an order, by the journal's word for it."""
        state = self._day.unit.command({"do": "state"})
        finished = not state["unfinished"]
        sending = not finished and state["unfinished"][2] == "sending"
        key = self._key()
        if self._pending:
            pending, late = self._pending
            if state["last_key"] != pending:
                self._pending = None  # given up, and its number is free again
            elif not sending:
                self._pending = None
                late()
        if do in _KEYED and state["last_key"] == key:
            if verdict == REFUSED:
                raise Violation(f"{do} was to be refused, and stands")
            if sending:
                self._pending = key, apply
            else:
                apply()
        elif do in _KEYED and outcome["ok"]:
            raise Violation(f"{do} was carried out, and its key is not in the journal")
        elif outcome["ok"] and do:
            if verdict == REFUSED:
                raise Violation(f"{do} was to be refused")
            apply()
        self.ledger.waiting = not finished

    def _compare(self, before: int) -> None:
        """Figures and numbers after each step; the СКНО's documents by their number."""
        order = self.check()
        del order["do"]
        state = self._day.unit.command({"do": "state"})
        wrong = trouble.differences(order, state)
        held = self._records()
        due = len(self.ledger.documents)
        if held != due and not (self._pending and held == due + 1):
            wrong.append(f"the СКНО holds {held} documents (before: {before}), the model {due}")
        if wrong:
            found = self.check(whole=not self.ledger.waiting)
            self.lines.append({"at": self.moment.isoformat(), **found})
            raise Violation("; ".join(wrong))


def _nothing() -> None:
    pass
