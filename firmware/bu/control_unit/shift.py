"""Shift and reports: opening, X, Z, copies, figures (регл. 8, 10.10-10.12, 18, 21, 34)."""

from micropython import const

from bu.control_unit import fold, papers
from bu.control_unit.core import JOURNAL, MEMORY, Guard
from bu.control_unit.operations import Operations, check_key
from bu.fiscal import dates
from bu.fiscal import document as d
from bu.fiscal.refusal import Refusal
from bu.fiscal.report import Report
from bu.printing import documents as layout
from bu.printing import reports, slips
from bu.skno.client import OPEN_SHIFT, Z_REPORT

_CASHIER_SIZE = const(60)


class Shift(Operations):
    """Opens and closes the shift, and prints what can be read of it."""

    async def open_shift(
        self, cashier: str, key: "bytes | None" = b"", confirmed: bool = False
    ) -> None:
        """Opens the shift (40h) in the cashier's name.

        The clock is set from the СКНО (55h) where that gives a time; else the cashier must have
        `confirmed` the register's own (регл. 8).
        """
        core = self._core
        core.registration()
        core.require_closed()
        check_cashier(cashier)
        check_key(key)
        await self._cycle.gate.mend_clock()
        self._blockings.require("open_shift")
        status = await self._cycle.gate.ready(OPEN_SHIFT)
        if status.shift_open:
            raise Refusal("skno_shift")
        if key is None:
            return
        await self._set_clock(confirmed)
        now = core.now()
        number = core.memory.state.z_number + 1
        with Guard(MEMORY):
            core.memory.check_shift(number, now)
        with Guard(JOURNAL):
            core.journal.opening(number, now, b"", papers.pack_opening(cashier), key)
        core.latest = now
        await self._cycle.run()

    async def confirm_clock_needed(self) -> bool:
        """True where `open_shift` wants `confirmed`, because the СКНО gives no time (регл. 8)."""
        return await self._skno_time() is None

    async def _set_clock(self, confirmed):
        rtc = self._core.board.rtc
        time = await self._skno_time()
        if time is not None:
            rtc.set(time)
        elif not confirmed:
            raise Refusal("clock_unconfirmed", dates.text(rtc.now()))

    async def _skno_time(self):
        """The СКНО's date and time; None where it gives none, or one before the last record."""
        try:
            time = await self._cycle.gate.time()
        except Refusal:
            return None
        latest = self._core.latest
        return time if latest is None or time >= latest else None

    async def x_report(self) -> Report:
        """Prints the X-report; the fold is repeated and compared first (регл. 18.1)."""
        self._core.require_shift()
        report = self._report(0)
        await self._print(reports.x_report(self._core.info(), report))
        return report

    async def z_report(self, key: "bytes | None" = b"") -> int:
        """Closes the shift: СКНО, БЭП, paper (регл. 18.2, 34); the Z-report's number."""
        core = self._core
        core.require_shift()
        check_key(key)
        number = core.memory.state.z_number + 1
        await self._cycle.gate.mend_clock()
        self._blockings.require("z_report")
        await self._cycle.printer_ready()
        await self._cycle.gate.ready(Z_REPORT)
        report = self._report(number)
        with Guard(MEMORY):
            core.memory.check_shift(number, report.formed)
        if key is None:
            return 0
        image = self._image(report)
        paper = papers.pack_report(report)
        with Guard(JOURNAL):
            core.journal.prepare(d.Z_REPORT, number, report.formed, image, paper, key)
        core.latest = report.formed
        await self._cycle.run()
        return number

    async def copy(self, number: int = 0) -> None:
        """Копия of a document in the journal; by default the last payment document (регл. 21)."""
        core = self._core
        core.require_idle()
        wanted = number or core.journal.state.payment_number
        entry = core.find(number=wanted) if wanted else None
        if entry is None:
            raise Refusal("nothing_to_copy", str(wanted or ""))
        await self._print(layout.lay_out(core.info(), papers.load(core, entry), copy=True))

    async def copy_z(self) -> None:
        """«Копия Z-отчета» of the last Z-report, with the copy's own date and time (регл. 34)."""
        core = self._core
        core.require_idle()
        entry = core.find(kind=d.Z_REPORT)
        if entry is None:
            raise Refusal("nothing_to_copy", "Z")
        report = papers.load_report(core, entry)
        now = core.board.rtc.now()
        await self._print(reports.z_report(core.info(), report, copied=now))

    async def print_text(self, lines: list) -> None:
        """Text (str), pictures and codes (items) that are no document, marked so (регл. 32)."""
        self._core.require_idle()
        await self._print(slips.foreign_text(self._core.info(), lines))

    async def printer_act(self, kind: int) -> None:
        """The printer's cutter (`printing.items.CUT`) or its money drawer (DRAWER)."""
        await self._print(((kind, None),))

    def figures(self) -> Report:
        """The shift's figures as they stand; of the last Z-report while the shift is closed."""
        core = self._core
        state = core.journal.state
        if state.shift_open or not state.z_number:
            return self._figures(0, state.shift_date_time, core.board.rtc.now())
        entry = core.find(number=state.z_number, kind=d.Z_REPORT)
        if entry is None:
            raise Refusal("journal_faulty", "Z %d" % state.z_number)
        return papers.load_report(core, entry)

    def _report(self, number: int) -> Report:
        """Figures of the open shift, after the full fold agreed (docs/design.md, promise 3)."""
        core = self._core
        with Guard(JOURNAL):
            whole = fold.in_full(core.journal)
        if not core.fold.same(whole):
            raise Refusal("counters_differ")
        return self._figures(number, core.journal.state.shift_date_time, core.now())


def check_cashier(name: str) -> None:
    """Refusal("bad_cashier") for a name that no document can show."""
    if not d.is_text(name) or len(name) > _CASHIER_SIZE:
        raise Refusal("bad_cashier", name[:_CASHIER_SIZE])
