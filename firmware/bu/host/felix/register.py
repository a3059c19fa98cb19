"""The upper level of FELIX: requests become calls of the control unit's facade (docs/felix.md).

`Felix(unit, dialect).handle(request)` gives the <data> of the answer, and may leave a report that
outlives its answer in `job`. It keeps what the protocol itself has (mode, open receipt, payments)
and no totals or rules of its own. A command is looked up in `commands`, checked by its row and
carried out by its handler; modules of seldom used ones are late (`bu.late`).

An operation that was interrupted is finished first by the next command that registers or prints;
where that is the same command again, its repetition is the answer to the first (the command's own
bytes are the journal's host key). 59h gives up what the СКНО certainly has not got.
"""

import sys

from micropython import const

from bu import late
from bu.fiscal.refusal import Interrupted, Refusal
from bu.host.felix import commands, fields
from bu.host.felix.fields import Wrong
from bu.printing import items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bu.fiscal.receipt import Receipt

_PACKAGE = "bu.host.felix."
# What is printed for these comes behind the text that waits, not on its slip.
_BEHIND_TEXT = ("sale", "paym", "cash", "old.", "repo", "memo")
# What stays in memory, of each dialect.
_STAY = (
    ("state", "sale", "payment", "registers", "prices"),
    ("state", "sale", "payment", "registers"),
)
_NOTHING: tuple = ("", None)
_KEY = const(16)
# These are refused first, and done when they are repeated.
_REPEATED = (0x64, 0x9A)
_STATE = const(0x3F)
_ENTER = const(0x56)
# Bytes of text that wait to be printed.
_MOST_TEXT = const(2048)
SALE = const(1)
REFUND = const(2)
VOID = const(3)


class Felix:
    """The register as a FELIX host sees it; `dialect` is "rmf" or "80k"."""

    if TYPE_CHECKING:
        receipt: "Receipt | None"
        job: "Coroutine | None"
        last: "tuple | None"
        hung: "tuple[bytes, tuple | None]"
        _blob: "bytes | None"
        _access: "bytes | None"

    def __init__(self, unit, dialect: str):
        self.unit = unit
        self.dialect = ("rmf", "80k").index(dialect)
        self.job = None
        # 2.4: mode (0 Выбор), row of table 3 that entered it, its name.
        self.mode = 0
        self.row = 0
        self.cashier = ""
        # The receipt: kind (0 closed), what was entered, payments, sum of a void's lines.
        self.kind = 0
        self.receipt = None
        self.tenders = []
        self.voiding = 0
        # Words for the name of the next line; text that waits for paper.
        self.name = []
        self.told = False  # those words were printed as text, too
        self.text = []
        self.printing = False
        # The Z-report came to its end: shown once as state 7.1.
        self.cleared = False
        # Number of the document that this receipt becomes, once its answer is missing.
        self.awaited = 0
        # Key of the command that was interrupted, and what it waits for (unfinished() of the
        # facade), until its end is made up for.
        self.hung = (b"", None)
        # The through number that the host last saw in register 13h.
        self.seen = 0
        # The last command with its fields, questions aside: to be repeated or undone at once.
        self.last = None
        self.key = b""
        self.blocked = False
        # What seldom used handlers keep between two commands, by their names; their module, which
        # came last, and its name.
        self.held = {}
        self._at_hand = _NOTHING
        # The setting host.felix, which nobody else writes, and the access password in it; None:
        # not read yet.
        self._blob = self._access = None
        for name in _STAY[self.dialect]:
            __import__(_PACKAGE + name)

    # --- one request

    async def handle(self, request) -> bytes:
        """<data> of the answer to <data> of a request; b"" where there is none.

        None: the host is quiet; text that waits is printed, unless it belongs to a receipt. A name
        that no line took so far may have been meant as text, and is printed as well.
        """
        if request is None:
            self._at_hand = _NOTHING
            if not self.kind and not self.unit.unfinished():
                if not self.told:
                    self.text.extend(self.name)
                    self.told = bool(self.name)
                await self.flush_quietly()
            return b""
        data = bytes(request)
        if self._access is None:
            self._access = self.stored(2, 1, 23) or b"\x00\x00"
        if data[:2] != self._access:
            return b"U\x66\x00"
        try:
            if len(data) < 3:
                raise Wrong(0x14)
            answer = await self._carry_out(data[2], data[3:])
        except Wrong as error:
            code = error.code
        except Refusal as refusal:
            if isinstance(refusal, Interrupted):
                late.fetch(_PACKAGE + "recovery").hangs(self, refusal)
            code = late.fetch(_PACKAGE + "codes").of(refusal.name, self.dialect)
        else:
            return fields.ok() if answer is None else answer
        return bytes((0x55, code, 0))

    async def _carry_out(self, code, data):
        row = commands.find(code, self.dialect)
        if row is None:
            raise Wrong(0x46)
        modes, receipts, target, layout = row
        if self.printing and "j" not in modes:
            raise Wrong(0x66)
        if self.blocked and code not in (_STATE, _ENTER):
            raise Wrong(0x9D)
        if target == "-":
            raise Wrong(0x7A)
        if modes[0] != "*" and str(self.mode) not in modes:
            raise Wrong(0x66)
        values = fields.decode(layout, data, self.dialect)
        last = self.last
        if "q" not in modes:
            self.last = (code, values)
            self.cleared = False
        self.key = bytes((code,)) + data[: _KEY - 1]
        if "i" in modes and self._at_hand[0] != target.partition(".")[0]:
            self._at_hand = _NOTHING  # its room is needed
        if not self.printing:
            self.notice()
            if "i" in modes and (self.hung[0] or self.unit.unfinished()):
                if await late.visit(_PACKAGE + "recovery", "settled", self, code):
                    return None
            if self.text and "i" in modes and target[:4] in _BEHIND_TEXT:
                if not self.kind and not (layout[:1] == "F" and values[0] & 1):
                    await self.flush_quietly()
        try:
            self.require(receipts)
            return await self.handler(target)(self, values, last)
        except (Refusal, Wrong):
            if code not in _REPEATED:
                self.last = last  # nothing was done
            raise

    def handler(self, target: str):
        """A function of this package by module.function. Seldom used modules are late ones; the
        last is kept as long as the host goes on with it, or asks, and registers nothing."""
        name, _, function = target.partition(".")
        if name in _STAY[self.dialect]:
            return getattr(sys.modules[_PACKAGE + name], function)
        if self._at_hand[0] == name:
            return getattr(self._at_hand[1], function)
        self._at_hand = _NOTHING
        module = late.fetch(_PACKAGE + name)
        if not self.printing:  # a report needs the room
            self._at_hand = (name, module)
        return getattr(module, function)

    def require(self, receipts: str) -> None:
        """Wrong unless the receipt is in one of these states."""
        if receipts == "*":
            return
        if self.tenders and "p" not in receipts:
            raise Wrong(0x66)
        if str(self.kind) in receipts:
            return
        if not self.kind:
            raise Wrong(0x9A if self.dialect else 0x66)
        if receipts == "0" and self.dialect:
            raise Wrong(0x9B)
        raise Wrong((0x89, 0x87, 0x82)[self.kind - 1])

    def notice(self) -> None:
        """The receipt is closed where somebody else finished or gave up its document."""
        if self.awaited and self.unit.unfinished() is None:
            if self.unit.last_number() >= self.awaited:
                self.finish()
            self.awaited = 0

    # --- the receipt

    def finish(self) -> None:
        """The receipt is closed."""
        self.kind = self.voiding = self.awaited = 0
        self.receipt = None
        self.tenders = []
        self.spill()

    def spill(self) -> None:
        """Words that became no line's name are text."""
        if not self.told:
            self.text.extend(self.name)
        self.name = []
        self.told = False

    def total(self) -> int:
        """What the open receipt comes to; 0 while it is closed."""
        return self.receipt.total() if self.receipt is not None else self.voiding

    def rest(self) -> int:
        """What is left to pay; less than 0: the change."""
        return self.total() - sum(tender.sum for tender in self.tenders)

    # --- paper

    def say(self, line: str) -> None:
        """A line of text for the next slip; Wrong(84h) when too much of it waits."""
        if sum(len(each) for each in self.text) + len(line) > _MOST_TEXT:
            raise Wrong(0x84)
        self.text.append(line)

    async def flush(self, *more) -> None:
        """Prints the text that waits, and `more`, as a slip of its own (регл. 32)."""
        lines = self.text + list(more)
        if lines:
            await self.unit.print_text(lines)
            self.text = []

    async def flush_quietly(self) -> None:
        """The same behind a document that stands: it keeps its answer, the text waits on."""
        try:
            await self.flush()
        except Refusal:
            pass

    def report(self, call, ends: bool = False) -> None:
        """Leaves a coroutine of the facade as the job behind the answer; `ends` the shift."""
        self.printing = True
        self._at_hand = _NOTHING
        self.job = self._reported(call, ends)

    async def _reported(self, call, ends):
        try:
            await call
            self.cleared = ends
        except Refusal:
            pass  # the flags of 45h say what is wrong with the printer
        finally:
            self.printing = False

    async def kick(self) -> None:
        """Opens the drawer behind a receipt, where table 2 field 20 says so."""
        if (self.stored(2, 1, 20) or b"\x01") != b"\x00":
            try:
                await self.unit.printer_act(items.DRAWER)
            except Refusal:
                pass  # the receipt stands

    # --- what is programmed

    def stored(self, table: int, row: int, field: int) -> "bytes | None":
        """The programmed value of a table's field; None: it has its default.

        The setting host.felix, as `kept` writes it.
        """
        blob = self._blob
        if blob is None:
            blob = self._blob = self.unit.kept("host.felix")
        place = 0
        while place < len(blob):
            end = place + 4 + blob[place + 3]
            if blob[place] == table and blob[place + 1] == row and blob[place + 2] == field:
                return blob[place + 4 : end]
            place = end
        return None

    def forget(self) -> None:
        """The setting was written: it is read anew."""
        self._blob = self._access = None
