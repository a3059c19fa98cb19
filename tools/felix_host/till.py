"""Sells over a FELIX line; after silence finds out what became of its command.

The sequence (docs/felix.md, «After silence»): ask for the registers until they answer, wait while
a report prints, then compare with what stood before:

    document (49h, 4Fh, 4Ah)     13h: the through document number has advanced: it is registered
    receipt opened, annulled     13h: state of the receipt
    line, discount, storno       14h: sum of the receipt
    payment                      13h: state 1.4, and 14h: what is left to pay
    shift opened; Z-report       12h: the shift is open; 15h: number of the last closed one
    mode                         45h
    name, table, copy, X-report  nothing to compare: said once more, it does no harm

What was not carried out is sent again; what was, is not. A register that is in no mode any more
was off and on and has forgotten the open receipt: the whole action is done again, unless the
number says that it is registered.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from .codec import bcd, number, text
from .dialects import REGISTER, RETURN, STORNO, Dialect, adjusted, adjustment, kopecks, line_total
from .line import Line, Silence

Work = Generator[int, None, Any]

ACCESS = b"\x00\x00"
READ = 0x91
SALE, REFUND, VOID = 1, 2, 3
PAYING = 0x41  # state 1.4: submode 4 of mode 1
PASSWORDS = {1: 1, 2: 29, 3: 29, 4: 30, 6: 30}
# State bytes: submode, mode (table 7, and what its texts name besides). While a report prints:
PRINTING = (0x22, 0x23, 0x63, 0x17, 0x15, 0x25, 0x26)
STATES = (0x00, 0x01, 0x41, 0x02, 0x03, 0x53, 0x04, 0x05, 0x06, *PRINTING)
POLL_MS = 500
# Codes that a command damaged unseen may be answered with: the check does not see a lost 00h.
DAMAGED = (0x13, 0x14, 0x66)
TRIES = 20
NUMBERED = ("sale", "refund", "void", "deposit", "withdraw")


class Refused(Exception):
    """The register answered with an error code."""

    def __init__(self, command: int, code: int) -> None:
        super().__init__(f"command {command:02X}h: error {code:02X}h ({code})")
        self.command, self.code = command, code


class Restarted(Exception):
    """The register was off and on: mode and open receipt are gone."""


@dataclass
class Look:
    """What the registers say."""

    state: int = 0
    receipt: int = 0
    document: int = 0
    sum: int = 0
    rest: int = 0
    shift_open: bool = False
    shift: int = 0


Took = Callable[[Look], bool]


class Till:
    """One register, worked over `line` in a dialect. Sums are kopecks."""

    def __init__(self, line: Line, dialect: Dialect) -> None:
        self.line = line
        self.dialect = dialect
        self._mode = -1
        self._document = 0  # the number of the next one
        self._last_sale = 0
        self._last_receipt = 0  # its number
        self.rates: dict[int, int] = {}  # 80K: VAT of sections in percent, for the next shift
        self.silences = 0  # answers lost
        self.unprinted = 0  # documents registered whose paper is missing
        self.polls = 0  # looks at a report that still printed

    def day(self, order: dict[str, Any]) -> Work:
        """One action of a reduced day."""
        for _ in range(TRIES):
            try:
                return (yield from getattr(self, f"_{order['do']}")(order))
            except Restarted:
                self._mode = -1
                look = yield from self.look()
                if look.document != self._document and order["do"] in NUMBERED:
                    self._document = look.document
                    return None
                if order["do"] == "z_report" and not look.shift_open:
                    return None
        raise Silence(True)

    def do(self, code: int, data: bytes = b"", took: Took | None = None) -> Work:
        """A command, to its end; its answer, None where it was lost and `took` saw its effect."""
        damaged = 0
        for _ in range(TRIES):
            try:
                answer = yield from self.line.command(ACCESS + bytes((code,)) + data)
            except Silence as silence:
                self.silences += 1
                if silence.sent and code != READ and self._took((yield from self.look()), took):
                    return None
                yield from self.line.pause(POLL_MS)
                continue
            if len(answer) > 1 and not answer[1]:
                return answer
            error = answer[1] if len(answer) > 1 else 0
            if error not in DAMAGED or damaged > 1:
                if code != READ:
                    self._took((yield from self.look()), None)
                raise Refused(code, error)
            damaged += 1
        raise Silence(True)

    def _took(self, look: Look, took: Took | None) -> bool:
        if took is not None and took(look):
            return True
        if self._mode > 0 and not look.state & 0x0F:
            raise Restarted
        return False

    def register(self, number: int, size: int) -> Work:
        """The value of a register, `size` bytes."""
        for _ in range(TRIES):
            answer = yield from self.do(READ, bytes((number, 0, 0)))
            if len(answer) == 2 + size:
                return answer[2:]
        raise Silence(True)

    def state(self) -> Work:
        """The state byte; an error code in its place is no state."""
        for _ in range(TRIES):
            try:
                answer = yield from self.line.command(ACCESS + b"E")
            except Silence:
                yield from self.line.pause(POLL_MS)
                continue
            if len(answer) == 3 and answer[1] in STATES:
                return answer[1]
        raise Silence(True)

    def settled(self) -> Work:
        """The state when no report prints any more."""
        while True:
            state = yield from self.state()
            if state not in PRINTING:
                return state
            self.polls += 1
            yield from self.line.pause(POLL_MS)

    def look(self) -> Work:
        """Everything that tells what was carried out."""
        yield from self.settled()
        seen = yield from self.register(0x13, self.dialect.seen_size)
        sums = yield from self.register(0x14, 15)
        opened = yield from self.register(0x12, 7)
        shift = yield from self.register(0x15, 2)
        return Look(seen[0], seen[1], number(seen[4:8]), number(sums[:5]), number(sums[5:10]),
                    bool(opened[0]), number(shift))  # fmt: skip

    def abandon(self) -> Work:
        """Annuls what is open, after a refusal."""
        if (yield from self.look()).receipt:
            yield from self.do(0x59, took=lambda look: look.receipt == 0)
        self._document = (yield from self.look()).document

    def mode(self, wanted: int) -> Work:
        """Leaves the mode at hand, enters `wanted`."""
        if self._mode == wanted:
            return
        if (yield from self.settled()) & 0x0F:
            yield from self.do(0x52, took=lambda look: not look.state & 0x0F)
        self._mode = 0
        if wanted:
            data = bcd(wanted, 1) + bcd(PASSWORDS[wanted], 4)
            yield from self.do(0x56, data, lambda look: look.state & 0x0F == wanted)
        self._mode = wanted

    def table(self, table: int, row: int, field: int, value: bytes) -> Work:
        """Programs one field."""
        yield from self.do(0x50, bytes((table, row >> 8, row & 0xFF, field)) + value)

    def _open_shift(self, order: dict[str, Any]) -> Work:
        yield from self.mode(4)
        yield from self.table(3, 1, 2, text(order["cashier"]))
        if not self.dialect.whole:
            yield from self.table(8, 1, 1, bcd(2000, 2))
            yield from self.table(8, 2, 1, bcd(1000, 2))
        for section, vat in self.rates.items():
            yield from self.table(8, section, 1, bcd(100 * vat, 2))
        yield from self.mode(1)
        yield from self.do(0x9A, b"\0", lambda look: look.shift_open)
        self._document = (yield from self.look()).document

    def _numbered(self, code: int, data: bytes) -> Work:
        """A command that registers a document.

        An error does not say that it is not registered: paper may have run out behind it.
        """
        try:
            yield from self.do(code, data, lambda look: look.document == self._document + 1)
        except Refused:
            if (yield from self.look()).document != self._document + 1:
                raise
            self.unprinted += 1
        self._document += 1

    def _deposit(self, order: dict[str, Any]) -> Work:
        yield from self.mode(1)
        yield from self._numbered(0x49, b"\0" + bcd(kopecks(order["sum"]), 5))

    def _withdraw(self, order: dict[str, Any]) -> Work:
        yield from self.mode(1)
        yield from self._numbered(0x4F, b"\0" + bcd(kopecks(order["sum"]), 5))

    def _receipt(self, kind: int, code: int, order: dict[str, Any]) -> Work:
        """Opens a receipt and enters its lines; what is to pay."""
        yield from self.mode(1)
        yield from self.do(0x92, bytes((0, kind)), lambda look: look.receipt == kind)
        stands = 0
        for line in order["lines"]:
            yield from self.do(0x4C, text(line["name"]))
            before = stands
            entered = self.dialect.line(code, line)
            own = line_total(line)
            stands += adjusted(own, line) if not self.dialect.whole else own
            yield from self._entered(entered, stands)
            if self.dialect.whole:
                stands = yield from self._adjusted(line, 1, before, own)
            if line.get("corrected"):
                stands = before
                yield from self._entered(self.dialect.line(STORNO, line), stands)
        if self.dialect.whole:
            stands = yield from self._adjusted(order, 0, 0, stands)
        return stands

    def _entered(self, commands: list[tuple[int, bytes]], stands: int) -> Work:
        for code, data in commands:
            yield from self.do(code, data, lambda look: look.sum == stands)

    def _adjusted(self, order: dict[str, Any], area: int, before: int, base: int) -> Work:
        """The discount and surcharge commands of the 80K; the receipt's sum behind them."""
        stands = before + base
        names = [name for name in ("surcharge", "discount") if name in order]
        for name, command in zip(names, self.dialect.adjust(order, area), strict=True):
            change = adjustment(base, order[name])
            stands += change if name == "surcharge" else -change
            yield from self._entered([command], stands)
        return stands

    def _paid(self, order: dict[str, Any], rest: int) -> Work:
        """The payments, and the closing."""
        for entry in order["pay"]:
            amount = kopecks(entry["sum"])
            rest = max(0, rest - amount)
            data = b"\0" + bytes((self.dialect.payments[entry["by"]],)) + bcd(amount, 5)
            yield from self.do(0x99, data, _left(rest))
        yield from self._numbered(0x4A, b"\0\1" + bytes(5))

    def _sale(self, order: dict[str, Any]) -> Work:
        rest = yield from self._receipt(SALE, REGISTER, order)
        yield from self._paid(order, rest)
        self._last_sale, self._last_receipt = rest, self._document - 1

    def _void(self, order: dict[str, Any]) -> Work:
        """The last sale, whole (80K)."""
        yield from self.mode(1)
        data = b"\0" + bcd(self._last_sale, 5) + bcd(1000, 5)
        yield from self.do(0x41, data, lambda look: look.receipt == VOID)
        yield from self._numbered(0x4A, b"\0\1" + bytes(5))

    def _refund(self, order: dict[str, Any]) -> Work:
        rest = yield from self._receipt(REFUND, RETURN, order)
        yield from self._paid(order, rest)

    def _cancel(self, order: dict[str, Any]) -> Work:
        yield from self._receipt(SALE, REGISTER, order)
        yield from self.do(0x59, took=lambda look: look.receipt == 0)

    def _copy(self, order: dict[str, Any]) -> Work:
        """Of the last sale; a second one after silence does no harm."""
        yield from self.mode(6)
        yield from self.do(0xAB, bcd(self._last_receipt, 4))

    def _x_report(self, order: dict[str, Any]) -> Work:
        yield from self.mode(2)
        yield from self.do(0x67, b"\1")
        yield from self.settled()

    def _z_report(self, order: dict[str, Any]) -> Work:
        """Its answer comes before it is carried out: that 15h goes on says that it was."""
        yield from self.mode(3)
        shift = (yield from self.look()).shift + 1
        for _ in range(TRIES):
            yield from self.do(0x5A, took=lambda look: look.shift == shift)
            if self._took((yield from self.look()), lambda look: look.shift == shift):
                return
        raise Silence(True)


def _left(rest: int) -> Took:
    """A payment counted: so much is left to pay."""
    return lambda look: look.state == PAYING and look.rest == rest
