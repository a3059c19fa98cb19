"""Lines of a receipt: by price and section, by code, by barcode, by marking code (регл. 13, 64).

What the scanner sends is one line of text:

    8, 12, 13 or 14 digits        a barcode: the goods base knows the item
    01, 14 digits, 21 ...         a marking code: its GTIN finds the item, the code goes with it
    anything else                 taken only where a code or a УКЗ is being waited for

A scanner may announce the kind of code («]d2») and begin with the separator 1Dh; both are taken
off. An item that wants a marking code or a УКЗ is asked for it before its line is entered.
"""

from micropython import const

from bu.fiscal import document as d
from bu.fiscal import marking, money
from bu.fiscal.money import all_digits
from bu.fiscal.receipt import make_line
from bu.fiscal.refusal import Refusal
from bu.ui import words
from bu.ui.console import Back
from bu.ui.displays import COLUMNS, SOUND_ERROR, SOUND_READ, pair
from bu.ui.prompts import DIGITS_ONLY, number, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console
    from bu.ui.desk import Desk

_BARCODES = const((8, 12, 13, 14))
# The bits of `Item.marking` (bu.fiscal.goods).
_MARK = const(1)
_UKS = const(2)
# What is read from a unit, in this order: (bit, what the display asks for, check).
_READ = (
    (_MARK, words.READ_MARK, marking.check_mark),
    (_UKS, words.READ_UKS, marking.check_uks),
)


async def take_quantity(desk: "Desk") -> None:
    """×: the digits are the quantity of the next line."""
    if desk.quantity is not None:
        raise Refusal("bad_quantity", desk.entry.text)
    desk.quantity = desk.take(money.QUANTITY_DIGITS, "bad_quantity")


async def by_price(desk: "Desk", section: int) -> None:
    """A section key: the digits are the price of one unit."""
    price = desk.take(money.SUM_DIGITS, "bad_price")
    _add(desk, desk.unit.hand_line(price, _quantity(desk), section))


async def by_section(desk: "Desk") -> None:
    """СЕКЦИЯ: the digits are a price, the section's number is asked for."""
    price = desk.take(money.SUM_DIGITS, "bad_price")
    make_line("-", price)
    section = await number(desk.ui, words.ASK_SECTION, "bad_section", 0)
    _add(desk, desk.unit.hand_line(price, _quantity(desk), section))


async def by_code(desk: "Desk") -> None:
    """КОД: the digits are an item's code or barcode; without digits it is asked for."""
    typed = desk.entry.text
    if not typed:
        typed = await text(desk.ui, words.ASK_CODE, limit=14, letters=DIGITS_ONLY)
    await _sell(desk, desk.unit.goods_item(typed))


async def by_scan(desk: "Desk") -> None:
    """A line of the scanner."""
    code = marking.bare(desk.ui.scanned.encode())
    line = str(code, "utf-8")
    if all_digits(line) and len(line) in _BARCODES:
        marking.check_gtin(line)
        await _sell(desk, desk.unit.goods_item(line), gtin=line)
        return
    gtin = marking.check_mark(code) if line[:2] == "01" else ""
    if not gtin:
        raise Refusal("bad_scan", line[:COLUMNS])
    await _sell(desk, desk.unit.goods_item(gtin), {_MARK: code})


async def _sell(desk: "Desk", item, read=None, gtin=""):
    """Enters a line of a goods item, after reading from the unit what its kind wants."""
    quantity = _quantity(desk)
    read = read or {}
    if item.marking and quantity != money.ONE:
        raise Refusal("mark_quantity", item.name)
    for bit, title, check in _READ:
        if item.marking & bit and bit not in read:
            read[bit] = await _read(desk.ui, title, item.name, check)
    codes = read.get(_MARK, b""), read.get(_UKS, b"")
    _add(desk, desk.unit.line_of(item, quantity, codes[0], codes[1], gtin))


async def _read(ui: "Console", title, name, check) -> bytes:
    """A code from the scanner that `check` finds right; a wrong one is refused and asked again."""
    while True:
        ui.show(name, title, words.ESCAPE)
        ui.sound(SOUND_READ)
        key = await ui.event()
        if key == "clear":
            raise Back()
        if key != "scan":
            ui.sound(SOUND_ERROR)
            continue
        code = marking.bare(ui.scanned.encode())
        try:
            check(code)
            return code
        except Refusal as refusal:
            await ui.refuse(refusal)


def _quantity(desk: "Desk") -> int:
    return money.ONE if desk.quantity is None else desk.quantity


def _add(desk: "Desk", line: d.Line) -> None:
    desk.unit.add_line(desk.open(), line)
    desk.clear_entry()
    desk.whole = False
    tell(desk, line.name, line.net())


def tell(desk: "Desk", label: str, amount: int) -> None:
    """The customer sees what was entered or taken off, and the total."""
    desk.ui.customer(pair(label, money.text(amount)), total_row(desk))


def total_row(desk: "Desk") -> str:
    """What the receipt comes to; what is wrong with it where it comes to nothing (регл. 26)."""
    try:
        return pair(named(desk, words.TOTALS[desk.kind]), money.text(desk.receipt.total()))
    except Refusal as refusal:
        return refusal.line


def named(desk, label: str) -> str:
    """A label with the receipt's currency, where that is not the base one (регл. 25)."""
    code = desk.receipt.currency
    return label if code == desk.unit.base() else "%s %s" % (label, code)


def rows_of(line: d.Line, head: str = "") -> tuple:
    """A line as two rows: name; quantity, price, sum after its own discount and surcharge.

    What does not fit beside the sum stands behind the name, which runs: no figure is ever cut.
    """
    name = head + line.name
    if line.corrected:
        name = words.CORRECT + " " + name
    price, amount = money.text(line.price), money.text(line.net())
    if line.quantity != money.ONE:
        short = money.short(line.quantity, money.QUANTITY_DIGITS)
        price = "%s%s%s" % (short, words.TIMES, price)
    if len(price) + 1 + len(amount) > COLUMNS:
        name, price = "%s %s" % (name, price), ""
    return name, pair(price, amount)
