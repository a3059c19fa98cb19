"""The story that is cut: every kind of document on a ring of flash that wraps, and its operator.

The operator does what people do after a loss of power: switches on, waits, resumes, asks the unit
what it did last, and does what is missing again, with the same key and at the same time. So a
story that was cut comes out as the one that was not, byte for byte.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from boards.sim.board import Board
from boards.sim.worker import Worker
from bu import app
from tools.torture.scene import Scene

MARK = "010481790415221821TvRFevJXYBGKE\u001d91EE06"
CASH = {"by": "cash", "sum": "500.00"}
BREAD = {"name": "Хлеб", "price": "2.98"}
# How often, and how long each time, an operator waits for a register that is blocked.
PATIENCE, WAIT_MS = 60, 1000


def _act(day: int, minute: int, do: str, **more: Any) -> dict[str, Any]:
    return {"at": datetime.datetime(2026, 12, day, 8, minute), "do": do, **more}


def _long(lines: int) -> dict[str, Any]:
    goods = [{"name": f"Товар {n}", "price": "1.05"} for n in range(lines)]
    return {"lines": goods, "pay": [CASH]}


# Shifts before it: they fill the ring, and what is cut later is written over them.
FILLING = 6
FILLER = (90, 40)
CHURN = 65
EARLIER = [
    _act(1, 0, "manufacture"),
    _act(1, 0, "program"),
    _act(1, 0, "enlist", ordinal=1),
    *[_act(1, 3 * shift + at, do, **more) for shift in range(FILLING) for at, do, more in (
        (1, "open_shift", {"cashier": "Иванова"}), (2, "sale", _long(60)), (3, "z_report", {}))],
]  # fmt: skip
STORY = [
    _act(2, 0, "open_shift", cashier="Иванова", bad="journal"),
    _act(2, 1, "deposit", sum="300.00"),
    *[_act(2, 1, "sale", uncut=True, **_long(lines)) for lines in FILLER],
    _act(2, 2, "sale", lines=[{**BREAD, "qty": "2", "discount": {"percent": "10"}},
                              {"name": "Сыр", "price": "21.49"}], pay=[CASH]),
    _act(2, 3, "sale", lines=[{"name": "Кроссовки", "price": "189.00", "mark": MARK}],
         pay=[{"by": "card", "sum": "189.00"}], short=True, bad="journal"),
    _act(2, 4, "void", bad="journal"),
    _act(2, 5, "cancel", lines=[{"name": "Сыр", "price": "21.49"}], short=True, bad="journal"),
    _act(2, 6, "sale", currency="EUR", lines=[{"name": "Сувенир", "price": "7.50"}], pay=[CASH],
         bad="journal"),
    _act(2, 7, "refund", lines=[BREAD], pay=[{"by": "cash", "sum": "2.98"}]),
    _act(2, 8, "withdraw", sum="10.00"),
    _act(2, 9, "card_payout", sum="5.00"),
    _act(2, 10, "x_report"),
    _act(2, 11, "sale", lines=[{"name": f"Товар {n}", "price": "1.05"} for n in range(30)],
         pay=[CASH]),
    _act(2, 12, "copy"),
    _act(2, 13, "z_report", short=True, bad="journal"),
    _act(2, 14, "restart", ordinal=1),
    _act(2, 14, "churn", uncut=True, times=CHURN),
    _act(2, 14, "program", address="Минск, рынок, ряд 1 " * 9, bad="settings"),
    _act(2, 15, "enlist", ordinal=2),
    _act(2, 16, "open_shift", cashier="Петрова"),
    _act(2, 17, "sale", lines=[BREAD], pay=[CASH]),
    _act(2, 18, "z_report"),
]  # fmt: skip
# What is said of actions: they only fill the flash; they are in the short part; in which region a
# sector goes bad, because they fill one, begin one, end one or make a checkpoint.
MARKS = ("uncut", "short", "bad")
# What leaves no key in the journal, and may be done twice.
REPEATABLE = ("register", "program", "x_report", "copy")
# What leaves none, and is counted in the БЭП.
COUNTED = ("manufacture", "enlist", "restart")


def run(steps: Coroutine[Any, Any, Any]) -> Any:
    """Runs a coroutine of the unit to its end: on the bench nothing ever waits for a loop."""
    try:
        steps.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("the unit waits for an event loop")


class Desk(Worker):
    """The bench's worker, and what a service engineer does."""

    def __init__(self, scene: Scene) -> None:
        self._identity = scene.identity
        super().__init__(app.build(Board(scene, scene.printer_profile, scene.sizes)))
        self._actions["manufacture"] = self._manufacture
        self._actions["program"] = self._program
        self._actions["churn"] = self._churn
        self._actions["enlist"] = self._enlist
        self._actions["restart"] = self._restart
        self._actions["counts"] = self._counts

    def command(self, order: dict[str, Any]) -> dict[str, Any]:
        return run(self.carry_out(order))

    async def _manufacture(self, order: dict) -> None:
        identity = self._identity
        self._unit.manufacture(identity["serial"], bytes.fromhex(identity["secret"]))

    async def _program(self, order: dict) -> None:
        values = {**self._identity, **order}
        for name in ("name", "outlet", "address"):
            self._unit.configure(name, values[name])
        for currency, rate, units in self._identity["rates"]:
            self._unit.set_rate(currency, rate, units)

    async def _churn(self, order: dict) -> None:
        for number in range(order["times"]):
            self._unit.configure("outlet", f"Павильон {number} " + "у рынка " * 20)

    async def _enlist(self, order: dict) -> None:
        identity = self._identity
        await self._unit.register(
            identity["unp"], identity["skko_number"], identity["skno_serial"]
        )

    async def _restart(self, order: dict) -> None:
        self._unit.restart()

    async def _counts(self, order: dict) -> dict:
        memory = self._unit._core.memory.state
        return {"enlist": memory.registrations, "restart": memory.restarts,
                "manufacture": int(self._unit.manufactured())}


class Unit(Protocol):
    """A register that takes the orders of `boards.sim.worker`."""

    def command(self, order: dict[str, Any]) -> dict[str, Any]: ...


class Stuck(Exception):
    """The operator cannot go on: what the unit said last."""


class Operator:
    """Somebody who works through `actions` on a scene; `hand` is the action in hand.

    `make` is what switches a register on; `unit` is that register. `delay`: how much later than
    the story says everything is done.
    """

    def __init__(self, scene: Scene, actions: list[dict[str, Any]], hand: int = 0,
                 make: Callable[[Scene], Unit] = Desk,
                 delay: datetime.timedelta = datetime.timedelta()) -> None:  # fmt: skip
        self.scene = scene
        self.actions = actions
        self.hand = hand
        self.unit: Unit | None = None
        self._make = make
        self._delay = delay
        self._settled = False  # whether the action in hand stands already is known

    def command(self, order: dict[str, Any]) -> dict[str, Any]:
        """One order to the unit."""
        assert self.unit
        return self.unit.command(order)

    def switch_on(self) -> None:
        """The unit starts, and finishes what was cut off."""
        self.scene.calendar.script(self.actions[self.hand]["at"] + self._delay)
        self.unit = self._make(self.scene)
        self._insist({"do": "start"})

    def work(self, until: int) -> None:
        """Goes on to the action `until`; the first one may stand already."""
        if self.unit is None:
            self.switch_on()
        if not self._settled:
            self._settled = True
            if self._stands():
                self.hand += 1
        while self.hand < until:
            action = dict(self.actions[self.hand])
            for mark in MARKS:
                action.pop(mark, None)
            self.scene.calendar.script(action.pop("at") + self._delay)
            self._insist({**action, "key": key(self.hand)})
            self.hand += 1

    def _insist(self, order: dict[str, Any]) -> None:
        """An order to its end: what blocks is waited for, what stands is resumed."""
        wanted = order
        for _ in range(PATIENCE):
            outcome = self.command(order)
            if outcome["ok"]:
                return
            if not outcome["refusal"].startswith(("skno_", "printer_")):
                break
            self.scene.sleep_ms(WAIT_MS)
            stands = outcome["stands"] or wanted["do"] == "start"
            order = {"do": "resume"} if stands else wanted
        raise Stuck(f"{wanted['do']}: {outcome['refusal']}: {outcome['text']}")

    def _stands(self) -> bool:
        """Whether the action in hand was done before the power went."""
        action = self.actions[self.hand]
        if action["do"] in REPEATABLE:
            return False
        if action["do"] in COUNTED:
            return self.command({"do": "counts"})[action["do"]] >= action.get("ordinal", 1)
        return self.command({"do": "state"})["last_key"] == key(self.hand)

    def begin(self) -> None:
        """Starts with an action that certainly was not done before."""
        self.switch_on()
        self._settled = True


def key(line: int) -> str:
    """The host's name for an action: what the journal gives back as `last_key`."""
    return f"{line + 1:08x}"
