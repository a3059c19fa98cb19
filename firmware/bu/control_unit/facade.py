"""The facade of the control unit (регл. 10, 11, 14, 18).

Every method either does all of what it says, or raises `Refusal` and changes nothing, or raises
`Interrupted`: then the operation stands and `resume` goes on with it. `key` is the host's own name
for the operation (0-16 bytes); it is journalled, and `last_key` tells a host after any silence
what was done last. Sums are kopecks.
"""

from bu.control_unit import fold, papers
from bu.control_unit.access_facade import People
from bu.control_unit.core import JOURNAL, Guard
from bu.control_unit.reading import Reading
from bu.control_unit.selling import Selling
from bu.control_unit.service import Service
from bu.control_unit.shift import Shift


class ControlUnit(Selling, Shift, Reading, Service, People):
    """The control unit. Make it with `bu.app.build`, then `await start()`."""

    async def start(self) -> None:
        """Opens the memories, folds the journal, finishes what was cut off (регл. 28).

        Interrupted with the cause where that is not possible yet; the unit is usable for reading.
        """
        core = self._core
        if not core.open_memories():
            return
        with Guard(JOURNAL):
            core.fold = fold.at_start(core.journal)
            if core.journal.state.shift_open:
                core.cashier = papers.opening_cashier(core)
        await self._cycle.resume(startup=True)

    async def resume(self) -> None:
        """Goes on with the interrupted operation: asks, sends, prints, as its stage wants."""
        await self._cycle.resume()

    async def abandon(self) -> None:
        """Cancels the interrupted operation, as long as the СКНО certainly does not have it."""
        await self._cycle.abandon()

    def last_key(self) -> bytes:
        """The key of the last operation that stands, finished or not."""
        state = self._core.journal.state
        return state.unfinished.key if state.unfinished is not None else state.key

    def unfinished(self):
        """None, or (kind, number, stage) of what waits for `resume`; kind 0 is a shift opening."""
        entry = self._core.journal.state.unfinished
        if entry is None:
            return None
        return entry.kind, entry.number, self._cycle.stage()

    def last_sale(self):
        """The sale that `void` would void, or None."""
        position = self._core.fold.last_sale
        return papers.load(self._core, self._core.journal.entry(position)) if position else None

    def shift_open(self) -> bool:
        """True while a shift is open."""
        return self._core.journal.state.shift_open

    def base(self) -> str:
        """The base currency."""
        return self._core.settings.get("base")

    def rates(self) -> list:
        """[(currency, ten-thousandths of the base currency, per units)] as programmed."""
        return self._core.rates()

    def now(self) -> tuple:
        """The register's date and time, a 6-tuple (регл. 8)."""
        return self._core.board.rtc.now()
