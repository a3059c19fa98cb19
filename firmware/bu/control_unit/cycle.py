"""The working cycle: prepared, sent, committed, printed (регл. 14, 27, 28, 34, 77, 78).

    prepared    the document is durable in the journal, before its first byte leaves for the СКНО
    committed   its УИ is durable, before the ACK of the answer leaves; it counts from here on
    in БЭП      a Z-report only
    printed     the printer said that it is in order after the last byte

`resume` takes up whatever stage the journal's tail shows, after a power cut and after a fault
alike, so there is one way through the cycle. A document is sent again only while the СКНО shows
that it does not have it.
"""

from micropython import const

from bu import late
from bu.control_unit import papers
from bu.control_unit.blocking import memory_trouble
from bu.control_unit.core import JOURNAL, MEMORY, SETTINGS, Core, Guard
from bu.control_unit.gate import Gate
from bu.control_unit.packing import Section
from bu.fiscal import document as d
from bu.fiscal.refusal import Interrupted, Refusal
from bu.skno.client import DOCUMENT, OPEN_SHIFT, Z_REPORT, SknoError
from bu.storage import journal as j

# The ordinal of the last registration whose report is on paper.
_REPORTED = const("registration.printed")
# The ordinal of the last one whose СКНО was told (40h) of a shift with a Z-report that waited.
_TOLD = const("registration.told")
# Documents that need not be printed (регл. 17).
_LEFT_OUT = (d.VOID, d.DEPOSIT, d.WITHDRAWAL)


class Cycle:
    """Takes one prepared entry of the journal to its end."""

    def __init__(self, core: Core):
        self._core = core
        self.gate = Gate(core, self._settle)
        # An earlier print of the unfinished entry may have put something on paper.
        self._begun = False

    def pending(self):
        """The entry that is not finished, or None."""
        return self._core.journal.state.unfinished

    def is_prepared(self) -> bool:
        """True while the СКНО's answer to the unfinished entry is missing."""
        return self._core.waiting() is not None

    def stage(self) -> str:
        """Where the unfinished entry stands: "sending", "memory" or "printing"."""
        if self.is_prepared():
            return "sending"
        entry = self.pending()
        remembered = entry.kind != d.Z_REPORT or self._core.memory.state.z_number >= entry.number
        return "printing" if remembered else "memory"

    def _settle(self, command: int, data: bytes) -> None:
        """The СКНО's answer to what is prepared: made durable, and counted."""
        entry = self.pending()
        journal = self._core.journal
        with Guard(JOURNAL):
            if entry.record == j.OPENING:
                journal.opened()
                self._core.cashier = late.fetch(papers.STORED_REPORTS).opening_cashier(self._core)
            else:
                journal.commit(data)
        self._core.fold.apply(journal, entry)

    def _on_paper(self, kind):
        """False for a document that is not printed on wish (регл. 17)."""
        return kind not in _LEFT_OUT or self._core.settings.get("moves")

    async def printer_ready(self, kind: int = 0) -> None:
        """Refusal with the printer's trouble, before anything is numbered (регл. 26)."""
        if not self._on_paper(kind):
            return
        trouble = await self._core.printer.status()
        if trouble:
            raise Refusal(trouble)

    async def run(self) -> None:
        """Sends what was just prepared, and goes on to its end; a cancelled receipt is printed."""
        self._begun = False
        await self._go_on(fresh=True)

    async def resume(self, startup: bool = False) -> None:
        """Goes on with what is unfinished; Interrupted with the cause where it cannot."""
        if self.pending() is None:
            await self.print_registration(startup)
            return
        self._begun = self._begun or (startup and not self.is_prepared())
        await self._go_on(startup=startup)

    async def _go_on(self, fresh: bool = False, startup: bool = False):
        """The entry to its end. What keeps it from there is a refusal only where the entry was
        withdrawn; where it stands, it is Interrupted."""
        try:
            if startup:
                with Guard(JOURNAL):
                    self._core.journal.ready()
            if not fresh and self.is_prepared():
                await self._ask_first(startup)
            if self.is_prepared():
                await self._send(fresh)
            await self._finish()
        except Refusal as refusal:
            if self.pending() is None:
                raise
            raise Interrupted(refusal, self.stage())

    async def abandon(self) -> bool:
        """Gives up a prepared entry that the СКНО certainly has not; its number is free again.

        False: the СКНО had it, and it was finished instead.
        """
        if not self.is_prepared():
            raise Refusal("nothing_to_abandon")
        if self._core.skno_replaced(self.pending().date_time):
            # The one before may have taken it: it must not be lost.
            raise Refusal("skno_replaced", str(self.pending().number))
        await self._ask_first(False)
        if self.is_prepared():
            status = await self.gate.settle()
            if not status.ok:
                raise Refusal("skno_faulty")  # nor is it believed that it has not got this
        if self.is_prepared():
            with Guard(JOURNAL):
                self._core.journal.withdraw()
            return True
        await self._go_on()
        return False

    async def _ask_first(self, startup):
        """What only the status tells: a shift that is open or closed already."""
        await self.gate.status(startup)
        status = await self.gate.certain_status()
        if not self.is_prepared() or status.unfinished or not status.ok:
            return
        core, entry = self._core, self.pending()
        if entry.record != j.OPENING and core.skno_replaced(entry.date_time):
            closing, told = entry.kind == d.Z_REPORT, core.memory.state.registrations
            if closing and not status.shift_open and core.settings.get(_TOLD) == told:
                self._settle(Z_REPORT, b"")  # it knew of the shift, and has closed it
                return
            await self.gate.introduce(status)
            if closing:
                with Guard(SETTINGS):
                    core.settings.set(_TOLD, told)
        elif entry.record == j.OPENING and status.shift_open:
            self._settle(OPEN_SHIFT, b"")
        elif entry.kind == d.Z_REPORT and not status.shift_open:
            # Taken and acknowledged, yet no УИ here: a СКНО that sets no bit 0 for 41h.
            self._settle(Z_REPORT, b"")

    async def _send(self, fresh: bool):
        """The prepared entry to the СКНО, from the journal, byte for byte."""
        entry = self.pending()
        journal = self._core.journal
        try:
            if entry.record == j.OPENING:
                await self.gate.open_shift()
                self._settle(OPEN_SHIFT, b"")
            else:
                command = Z_REPORT if entry.kind == d.Z_REPORT else DOCUMENT
                source = Section(journal.image(entry))
                await self.gate.register(command, entry.image_size, source, fresh)
        except SknoError as error:
            if not self.is_prepared():
                return
            # A faulty СКНО is not believed that it has not got what was sent before.
            if error.accepted is False and (fresh or error.name != "skno_faulty"):
                with Guard(JOURNAL):
                    journal.withdraw()
            raise Refusal(error.name)

    async def _finish(self):
        """БЭП and paper of a committed entry."""
        entry = self.pending()
        if entry is None:
            return
        core = self._core
        if entry.kind == d.Z_REPORT and core.memory.state.z_number < entry.number:
            self._remember(entry)
        if self._on_paper(entry.kind):
            await self._print(papers.items(core, entry))
        with Guard(JOURNAL):
            core.journal.printed()
        self._begun = False
        try:
            with Guard(JOURNAL):
                if core.journal.checkpoint_due:
                    core.journal.checkpoint(core.fold.content())
        except Refusal:
            pass  # the document is done; the next one will be refused where nothing has room

    async def print_registration(self, begun: bool = False) -> None:
        """The report of a registration that is not on paper yet (регл. 35.3), if there is one."""
        core = self._core
        memory = core.memory.state
        if memory.registrations > core.settings.get(_REPORTED):
            self._begun = self._begun or begun
            there = memory.registration
            try:
                await self._print(late.fetch(papers.SLIPS).registration(
                    core.info(), there.ordinal, there.date_time, there.skno
                ))
                with Guard(SETTINGS):
                    core.settings.set(_REPORTED, memory.registrations)
            except Refusal as refusal:
                raise Interrupted(refusal, "printing")
            self._begun = False

    async def _print(self, items):
        """Paper of what stands; it tells of an earlier print that broke off (регл. 27)."""
        printer = self._core.printer
        try:
            with Guard(JOURNAL):
                await printer.print(papers.repeated(self._core, items) if self._begun else items)
        except Refusal:
            self._begun = self._begun or printer.begun
            raise
        self._begun = True  # until it is noted that it was printed

    def _remember(self, entry):
        """The БЭП record of a committed Z-report (регл. 34, 35.4)."""
        name = memory_trouble(self._core, closely=True)
        if name:
            raise Refusal(name)
        with Guard(JOURNAL):
            report = late.fetch(papers.STORED_REPORTS).load_report(self._core, entry)
        totals = [(code, report.counters.get(code, "sales_sum")) for code in report.currencies()]
        documents = report.counters.payment_documents
        report = None  # the БЭП's code comes into its place
        with Guard(MEMORY):
            self._core.memory.add_shift(entry.number, entry.date_time, documents, totals)

