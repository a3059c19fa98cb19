"""What all operations of the control unit share: checks, numbering, printing, figures."""

from micropython import const

from bu import late
from bu.control_unit import papers
from bu.control_unit.access_session import Session
from bu.control_unit.blocking import OPERATIONS, Blockings
from bu.control_unit.core import JOURNAL, Core, Guard
from bu.control_unit.cycle import Cycle
from bu.fiscal import counters, dates
from bu.fiscal import document as d
from bu.fiscal.refusal import Refusal
from bu.skno.client import DOCUMENT

_KEY_SIZE = const(16)
# So many lines of a sale fit into 20 KB whatever is in them.
SURE_LINES = const(40)


class Operations:
    """Base of the facade's parts: the unit's core and its working cycle."""

    def __init__(self, core: Core):
        self._core = core
        self._cycle = Cycle(core)
        self._blockings = Blockings(core, self._cycle)
        self.session = Session(core.settings, core.board.clock.now_ms())

    async def _register(self, document: d.Document, key: "bytes | None") -> int:
        """Numbers a document and takes it through the working cycle; its through number."""
        core = self._core
        check_key(key)
        document.key = key or b""
        document.cashier = core.cashier
        effect = counters.effect(document)
        core.fold.counters.check(effect)
        if document.kind == d.REFUND or len(document.lines) > SURE_LINES:
            late.fetch(papers.IMAGES).size(document)
        self._blockings.require(OPERATIONS[document.kind])
        await self._cycle.printer_ready(document.kind)
        await self._cycle.gate.ready(DOCUMENT)
        if key is None:
            return 0
        self._prepare(document, effect, key)
        late.tidy()
        await self._cycle.run()
        return document.number

    def _prepare(self, document, effect, key):
        """Numbers a document and makes it durable. No coroutine: MicroPython keeps in the frame of
        one what was on its stack, and that would hold all code of encoding until the end."""
        core = self._core
        document.time = core.now()
        document.number = core.journal.next_number
        made = late.fetch(papers.PREPARING)
        image = made.image(core, document)
        paper = made.record.pack(document, effect)
        with Guard(JOURNAL):
            core.journal.prepare(document.kind, document.number, document.time, image, paper, key)
        core.latest = document.time

    async def _right_clock(self) -> None:
        """Before what may be done when a shift is over: is it, or does the clock run ahead?"""
        if self._core.shift_age() >= dates.DAY:
            await self._cycle.gate.mend_clock()

    async def _print(self, items) -> None:
        """Paper that registers nothing: a fault of the printer is a plain refusal."""
        await self._cycle.printer_ready()
        with Guard(JOURNAL):
            await self._core.printer.print(items)

    def _currency(self, currency: str) -> str:
        """A programmed currency; the base one for ""."""
        base = self._core.settings.get("base")
        if not currency or currency == base:
            return base
        if currency not in [rate[0] for rate in self._core.rates()]:
            raise Refusal("bad_currency", currency)
        return currency


def check_key(key: "bytes | None") -> None:
    """Refusal for a host's key of more than 16 bytes."""
    if key is not None and len(key) > _KEY_SIZE:
        raise Refusal("bad_key", str(len(key)))
