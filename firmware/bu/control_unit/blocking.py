"""Blockings: what stops the register, noticed when idle and before an operation (регл. 26, 27).

`blocking_table` has the thirteen causes. What an operation finds wrong with itself comes out of it
as a `Refusal`; `Blocking` gives any refusal its sound and its place in the table. What stops the
unit as such is looked for here:

    require(operation)   before anything is numbered: БЭП, journal, clock, mandatory devices
    check()              when idle: the same, and printer, СКНО, age of the shift

Before the unit is registered in the БЭП, nothing but its devices and the БЭП is looked at (that of
another unit shows no registration).
"""

from micropython import const

from bu import late
from bu.fiscal import dates
from bu.fiscal import document as d
from bu.fiscal.refusal import Refusal

_TABLE = const("bu.control_unit.blocking_table")
# Less room than this is none: no receipt with one marked line fits (image and paper, bytes).
_LEAST_ROOM = const(1024)
# How long a busy СКНО is waited for when idle: the keypad waits, too.
_PATIENCE_MS = const(2000)
# Before these the whole БЭП is looked at again (регл. 35.6; docs/design.md, promise 4).
WRITES_MEMORY = ("open_shift", "z_report", "register", "restart")
# The facade's methods by what they register.
OPERATIONS = {
    d.SALE: "sell",
    d.REFUND: "refund",
    d.VOID: "void",
    d.DEPOSIT: "deposit",
    d.WITHDRAWAL: "withdraw",
    d.CARD_PAYOUT: "card_payout",
}


def memory_trouble(core, closely: bool) -> "str | None":
    """The name of the refusal that fits the unit's БЭП now, or None (`blocking_memory`)."""
    if not closely and core.memory.is_known():
        return None
    look = late.fetch("bu.control_unit.blocking_memory").trouble
    return look(core.board.memory_flash, core.settings.get("secret"), core.memory.state)


class Blocking:
    """A refusal as a blocking: `line` and `remedy` for the display (Russian), `sound` (ms on, off,
    on ...), `stops` (methods of the facade), `after` (FINISH, REPEAT, CANCEL of the table)."""

    __slots__ = ("cause", "name", "detail", "number", "line", "remedy", "sound", "stops", "after")

    def __init__(self, refusal: Refusal):
        table = late.fetch(_TABLE)
        self.cause, _, self.sound, self.after, _ = table.row(refusal.name)
        self.name, self.detail, self.number = refusal.name, refusal.detail, refusal.number
        self.line, self.remedy = refusal.line, refusal.remedy
        self.stops = table.stops(refusal.name)

    def text(self) -> str:
        """Line and detail: «Нет устройства (клавиатура)»."""
        return "%s (%s)" % (self.line, self.detail) if self.detail else self.line


class Blockings:
    """Looks for what stops the unit; `held` is what the last `check` found."""

    def __init__(self, core, cycle):
        self._core = core
        self._cycle = cycle
        self.held = []

    def require(self, operation: str) -> None:
        """Refusal with the first blocking that stops a method of the facade."""
        for refusal in self._standing(operation in WRITES_MEMORY):
            if operation in Blocking(refusal).stops:
                raise refusal

    async def check(self) -> list:
        """All that stops the unit now, gravest first, as Blocking objects. Call it when idle."""
        await self._cycle.gate.mend_clock()
        found = list(self._standing(True))
        if self._core.memory.state.registered:
            found.extend(await self._skno())
        name = await self._core.printer.status()
        if name:
            found.append(Refusal(name))
        if self._shift_over():
            found.append(Refusal("shift_over"))
        self.held = [Blocking(refusal) for refusal in found]
        return self.held

    def _standing(self, thorough):
        """What can be found out without waiting for anybody, as refusals."""
        core = self._core
        for name in core.board.parts:
            if not core.board.present(name):
                yield Refusal("device_missing", late.fetch(_TABLE).PARTS.get(name, name))
        if not core.manufactured:
            return
        if core.fault is not None:
            yield core.fault
        name = memory_trouble(core, thorough)
        if name:
            yield Refusal(name)
        if not core.memory.state.registered:
            return
        if core.journal.state.shift_open and core.journal.room() < _LEAST_ROOM:
            yield Refusal("journal_full")
        try:
            core.now()
        except Refusal as refusal:
            yield refusal

    async def _skno(self):
        """What the СКНО's status says, as refusals (регл. 26: по результатам запроса статуса)."""
        timing = self._core.skno.link.timing
        patience, timing.busy = timing.busy, _PATIENCE_MS
        try:
            status = await self._cycle.gate.status()
        except Refusal as refusal:
            return [refusal]
        finally:
            timing.busy = patience
        # What is unfinished in the СКНО is settled before the next document and stops nothing.
        return [Refusal(name) for name in status.prohibitions() if name != "unfinished"]

    def _shift_over(self):
        core = self._core
        return core.journal.state.shift_open and core.shift_age() >= dates.DAY
