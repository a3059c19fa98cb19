"""Orders that every front end of the bench takes, whoever works the unit.

Runs in the unit's own process, on CPython or MicroPython. An order and its outcome are plain dicts
(JSON on the pipe). Nothing here keeps totals or rules: a refusal comes from the control unit.

    order     {"do": "start" | "resume" | "abandon" | "call" | "register" | "state" | "heap" |
               "ping", ...}
    outcome   {"ok": true, ...} or {"ok": false, "refusal": name, "text": Russian line,
               "stands": true when the document is registered and only its end is missing}
"""

import asyncio
import binascii
import gc

from bu import late
from bu.fiscal.refusal import Interrupted, Refusal


class Orders:
    """Carries out orders on a control unit; a subclass adds its own to `_actions`."""

    def __init__(self, unit):
        self._unit = unit
        self._actions = {
            "start": self._start,
            "resume": self._resume,
            "abandon": self._abandon,
            "call": self._call,
            "register": self._register,
            "state": self._state,
            "heap": self._heap,
            "ping": self._ping,
        }

    def command(self, order: dict) -> dict:
        """Carries out one order to its end."""
        outcome = asyncio.run(self.carry_out(order))
        late.tidy()
        return outcome

    async def carry_out(self, order: dict) -> dict:
        """One order, for callers who run a loop of their own."""
        try:
            if order.get("do") not in self._actions:
                raise Refusal("bad_command", str(order.get("do")))
            outcome = await self._actions[order["do"]](order) or {}
            outcome["ok"] = True
        except Refusal as refusal:
            outcome = {"ok": False, "refusal": refusal.name, "text": refusal.text()}
            outcome["stands"] = isinstance(refusal, Interrupted)
        return outcome

    async def _start(self, order):
        await self._unit.start()

    async def _resume(self, order):
        await self._unit.resume()

    async def _abandon(self, order):
        return {"abandoned": await self._unit.abandon()}

    async def _call(self, order):
        """Any other method of the facade, with JSON's own values; `how` as the bench knows it."""
        result = getattr(self._unit, order["name"])(*_value(order.get("with", [])))
        if order["how"] == "await":
            await result
        elif order["how"] == "each":
            for _ in result:
                pass

    async def _register(self, order):
        unit = self._unit
        if not unit.manufactured():
            unit.manufacture(order["serial"], unhex(order["secret"]))
        for name in ("name", "outlet", "address"):
            unit.configure(name, order[name])
        if not unit.registered():
            await unit.register(order["unp"], order["skko_number"], order["skno_serial"])
            for currency, rate, units in order["rates"]:
                unit.set_rate(currency, rate, units)

    async def _ping(self, order):
        for _ in range(order["times"]):
            self._unit.now()

    async def _state(self, order):
        unit = self._unit
        known = unit.registered()
        latest = unit.latest()
        return {
            "registered": known,
            "latest": list(latest) if latest else None,
            "last_key": str(binascii.hexlify(unit.last_key()), "ascii") if known else "",
            "figures": self._figures() if known else None,
            "last_number": unit.last_number(),
            "shift_open": unit.shift_open(),
            "unfinished": list(unit.unfinished() or ()),
            "free_records": unit.free_records(),
        }

    async def _heap(self, order):
        """Bytes that are in use on MicroPython; 0 where there is no such figure."""
        late.tidy()
        return {"heap": gc.mem_alloc() if hasattr(gc, "mem_alloc") else 0}

    def _figures(self):
        """The shift's figures, or None where the journal has lost them."""
        try:
            return self._unit.figures().totals()
        except Refusal:
            return None


def unhex(text: str) -> bytes:
    """Bytes of a hex string."""
    return binascii.unhexlify(text)


def _value(value):
    """A value of a day file as the facade knows it: lists are tuples."""
    return tuple(_value(each) for each in value) if isinstance(value, list) else value
