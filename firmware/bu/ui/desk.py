"""The cash desk: the receipt that is being entered, and what each key does with it (регл. 10).

Digits first, then the key that says what they are. `_KEYS` names the function of each key, in
modules of their own; they are visited when the key is pressed (`bu.late`).
"""

from micropython import const

from bu import late
from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.refusal import Refusal
from bu.fiscal.texts import find
from bu.ui import lines, words
from bu.ui.console import Back
from bu.ui.displays import SOUND_ERROR, pair, right
from bu.ui.entry import NumberEntry
from bu.ui.keypad import DIGITS, SECTIONS

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bu.ui.console import Console

# Key and what it does, a coroutine function of the desk: its module of bu.ui is visited.
_KEYS = const("""
times=lines.take_quantity
percent=adjust.take_percent
code=lines.by_code
section=lines.by_section
scan=lines.by_scan
discount=adjust.discount
surcharge=adjust.surcharge
correct=adjust.correct
cancel=adjust.cancel
third=adjust.third_party
subtotal=pay.subtotal
total=pay.cash
cash=pay.cash
card=pay.card
other=pay.other
currency=pay.currency
about=about.show
enter=shift.open_shift
deposit=cash.deposit
withdraw=cash.withdraw
payout=cash.payout
void=cash.void
refund=refund.begin
copy=reports.copy
x=reports.x_report
z=reports.z_report
tape=reports.tape
""")
# Modules with nothing to do beside an open receipt; others may lift what blocks it (регл. 27).
_ALONE = const("cash refund reports")


async def run(ui: "Console") -> None:
    """The mode «Касса»; a receipt that it is left with is there when somebody logs in again."""
    desk = Desk(ui)
    desk.take_up(ui.left_open)
    ui.left_open = None
    try:
        await desk.run()
    finally:
        ui.left_open = desk.receipt


class Desk:
    """One cashier's desk. `entry` is what was typed; `quantity` in thousandths, None: not given.

    `percent`: the number typed is a percentage. `whole`: behind ПОДЫТОГ, discounts go to the
    whole. `result`: rows that stay until the next key.
    """

    if TYPE_CHECKING:
        receipt: "Any"  # a Receipt, or None
        result: "tuple | None"
        quantity: "int | None"
        percent: bool

    def __init__(self, ui: "Console"):
        self.ui = ui
        self.unit = ui.unit
        self.kind = d.SALE
        self.currency = ""
        self.result = None
        self.reset()
        self.clear_entry()

    def reset(self) -> None:
        """No receipt."""
        self.receipt = None
        self.tenders = []
        self.change_currency = ""
        self.whole = False
        self.kind = d.SALE
        self.currency = ""

    def take_up(self, receipt) -> None:
        """Goes on with a receipt that is open already, or with none."""
        self.receipt = receipt
        if receipt is not None:
            self.kind, self.currency = receipt.kind, receipt.currency

    def clear_entry(self) -> None:
        """Nothing typed."""
        self.entry = NumberEntry()
        self.quantity = None
        self.percent = False

    def open(self):
        """The receipt, a new one where there is none."""
        if self.receipt is None:
            self.receipt = self.unit.receipt(self.kind, self.currency)
        return self.receipt

    async def do(self, call, *arguments) -> None:
        """Registers or cancels the receipt, which leaves the desk as soon as that stands."""
        receipt = self.receipt

        def stands():
            self.receipt = None

        try:
            await self.ui.do(call, *arguments, stands=stands)
        except Back:
            self.receipt = receipt
            raise

    def typed(self) -> bool:
        """True when there are digits."""
        return bool(self.entry.text)

    def take(self, digits: int, code: str) -> int:
        """The number typed as an integer of 10 ** -digits; refusal `code` for a wrong one."""
        value = money.parse(self.entry.text, digits, code)
        self.entry = NumberEntry()
        return value

    async def run(self) -> None:
        """Serves keys until РЕЖИМ is pressed."""
        self.draw()
        while True:
            self.show()
            self.ui.resting = self.receipt is None
            key = await self.ui.event()
            self.ui.resting = False
            if key == "look":
                continue
            self.result = None
            if key == "mode":
                return
            try:
                await self._press(key)
            except Refusal as refusal:
                self.clear_entry()
                await self.ui.refuse(refusal)
            except Back:
                pass

    async def _press(self, key):
        if key in DIGITS:
            if not self.entry.press(key, 0):
                self.ui.sound(SOUND_ERROR)
        elif key == "clear":
            self._clear()
        elif key in SECTIONS:
            await lines.by_price(self, SECTIONS[key])
        else:
            await self._visit(key)

    async def _visit(self, key):
        try:
            module, _, function = find(_KEYS, key).partition(".")
        except AttributeError:
            self.ui.sound(SOUND_ERROR)
            return
        if self.receipt is not None and module in _ALONE:
            # A refund may lack what is paid in, and take less of a line.
            if key not in ("deposit", "refund") or self.kind != d.REFUND:
                raise Refusal("receipt_open")
        await late.visit("bu.ui." + module, function, self)

    def _clear(self):
        """C: what was typed, else the last payment entered. Nothing that is registered."""
        if self.typed() or self.quantity is not None or self.percent:
            self.clear_entry()
        elif self.tenders:
            self.tenders.pop()
        else:
            self.ui.sound(SOUND_ERROR)

    # what is shown

    def finish(self, *rows: str) -> None:
        """The receipt is done with: `rows` stay until the next key."""
        self.reset()
        self.say(*rows)

    def say(self, *rows: str) -> None:
        """Something is done with: `rows` stay until the next key."""
        self.clear_entry()
        self.result = rows

    def draw(self) -> None:
        """The customer's display between receipts."""
        self.ui.customer(words.WELCOME if self.unit.shift_open() else words.CLOSED_DESK)

    def show(self) -> None:
        """The cashier's three rows."""
        if self.result:
            self.ui.show(*self.result)
        elif self.receipt is None:
            self.ui.show(*self._idle())
        else:
            self.ui.show(*self._open(self.receipt))

    def _idle(self):
        blocked = self.unit.blockings()
        head = blocked[0].line if blocked else self.unit.user.name
        if not self.unit.shift_open():
            return head, words.SHIFT_CLOSED, self._typed_row() or words.OPEN_SHIFT
        last = self.unit.last_number()
        row = pair(words.READY, words.NUMBER % last) if last else words.READY
        return head, row, self._typed_row() or right(money.text(0))

    def _open(self, receipt):
        name, line = words.RECEIPT[self.kind], ""
        if receipt.lines:
            name, line = lines.rows_of(receipt.lines[-1])
        return name, line, self._typed_row() or self._total(receipt)

    def _total(self, receipt):
        try:
            left = self.unit.to_pay(receipt, self.tenders)
        except Refusal as refusal:
            return refusal.line
        return pair(self._label(), money.text(max(0, left)))

    def _label(self):
        if self.tenders:
            return words.LEFT
        return lines.named(self, words.SUBTOTAL if self.whole else words.TOTALS[self.kind])

    def _typed_row(self):
        """What is being typed, or "": quantity at the left, digits at the right."""
        if not self.typed() and self.quantity is None and not self.percent:
            return ""
        times = ""
        if self.quantity is not None:
            times = money.short(self.quantity, money.QUANTITY_DIGITS) + words.TIMES
        return pair(times, self.entry.text + ("%" if self.percent else "") + "_")
