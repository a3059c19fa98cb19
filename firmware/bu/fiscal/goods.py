"""Goods (регл. 2 «база товаров», 13, 64): one item, its rules, and the receipt line it becomes.

Where the items are kept is no matter of this module. `COLUMNS` reads an item's fields from text,
so that every loader refuses the same things for the same reasons.
"""

from micropython import const

from bu.fiscal import cp1251, marking, money
from bu.fiscal import document as d
from bu.fiscal.receipt import make_line, mark_line
from bu.fiscal.refusal import Refusal

CODE_DIGITS = const(13)
MAX_CODE = 9_999_999_999_999
MAX_NAME = const(120)

# Marking kinds, bits as in прил. 2 табл. 1 поле 9.
MARK = const(1)
UKS = const(2)
MAX_MARKING = const(3)


class Item:
    """One item: `code` 1-MAX_CODE, `price` in kopecks of the base currency for one unit.

    `gtin` is 13 digits or "", `vat` hundredths of a percent or NO_VAT, `marking` says what must
    be read from each unit (MARK, UKS, both, 0: nothing); only a `weighed` item is sold in parts.
    """

    __slots__ = ("code", "name", "price", "gtin", "section", "vat", "marking", "weighed")

    def __init__(self, code: int, name: str, price: int):
        self.code = code
        self.name = name
        self.price = price
        self.gtin = ""
        self.section = 0
        self.vat = d.NO_VAT
        self.marking = 0
        self.weighed = False


def check_code(code: int) -> None:
    """Refusal("bad_code") for anything but 1-9999999999999."""
    if not 0 < code <= MAX_CODE:
        raise Refusal("bad_code", str(code))


def check_name(name: str) -> None:
    """Refusal("bad_name"): empty, over 120 characters, or one that cannot be printed and sent."""
    if not name.strip(" \xa0"):
        raise Refusal("bad_name", "пусто")
    if len(name) > MAX_NAME:
        raise Refusal("bad_name", "%d знаков, можно %d" % (len(name), MAX_NAME))
    data = name.encode("utf-8", "replace")
    if min(data) >= 0x20 and b"\x7f" not in data and cp1251.decode(cp1251.encode(name)) == name:
        return
    for character in name:
        if character < " " or character == "\x7f":
            raise Refusal("bad_name", "управляющий символ %02Xh" % ord(character))
        if cp1251.decode(cp1251.encode(character)) != character:
            raise Refusal("bad_name", "символа %s нет в cp1251" % character)


def check_price(price: int) -> None:
    """Refusal("bad_price") for a price that no receipt line may have."""
    make_line("-", price)


def check(item: Item) -> None:
    """Refuses an item that could not be sold; every loader and store calls it."""
    check_code(item.code)
    check_name(item.name)
    make_line(item.name, item.price, money.ONE, item.section)
    if item.gtin and parse_gtin(item.gtin) != item.gtin:
        raise Refusal("bad_gtin", item.gtin)
    if item.vat != d.NO_VAT and not 0 <= item.vat <= money.HUNDRED_PERCENT:
        raise Refusal("bad_vat", money.short(item.vat, money.RATE_DIGITS))
    if not 0 <= item.marking <= MAX_MARKING:
        raise Refusal("bad_marking_kind", str(item.marking))
    if item.marking and item.weighed:
        raise Refusal("bad_marking_kind", "весовой товар")


def parse_code(text: str) -> int:
    """A code of up to 13 digits; zeros in front do not count."""
    if len(text) > CODE_DIGITS:
        raise Refusal("bad_code", text)
    code = money.parse(text, 0, "bad_code")
    check_code(code)
    return code


def parse_name(text: str) -> str:
    """A name without the spaces around it."""
    name = text.strip(" \xa0")
    check_name(name)
    return name


def parse_gtin(text: str) -> str:
    """A GTIN as 13 digits; "" stays ""."""
    gtin = marking.check_gtin(text) if text else ""
    if gtin and not int(gtin):
        raise Refusal("bad_gtin", text)
    return gtin


def parse_price(text: str) -> int:
    """Roubles with at most two decimals as kopecks."""
    price = money.parse(text, money.SUM_DIGITS, "bad_price")
    check_price(price)
    return price


def parse_section(text: str) -> int:
    """0-255; "" is 0."""
    section = money.parse(text or "0", 0, "bad_section")
    make_line("-", 1, money.ONE, section)
    return section


def parse_vat(text: str) -> int:
    """Percent with at most two decimals as hundredths; "" is NO_VAT."""
    if not text:
        return d.NO_VAT
    rate = money.parse(text, money.RATE_DIGITS, "bad_vat")
    if rate > money.HUNDRED_PERCENT:
        raise Refusal("bad_vat", text)
    return rate


def parse_marking(text: str) -> int:
    """0 none, 1 marking code, 2 УКЗ, 3 both; "" is 0."""
    kind = money.parse(text or "0", 0, "bad_marking_kind")
    if kind > MAX_MARKING:
        raise Refusal("bad_marking_kind", text)
    return kind


def parse_weighed(text: str) -> bool:
    """0 sold in whole units, 1 in parts too; "" is 0."""
    if text not in ("", "0", "1"):
        raise Refusal("bad_quantity", text)
    return text == "1"


# Attribute of an item: what reads it from text.
COLUMNS = (
    ("code", parse_code),
    ("name", parse_name),
    ("gtin", parse_gtin),
    ("price", parse_price),
    ("section", parse_section),
    ("vat", parse_vat),
    ("marking", parse_marking),
    ("weighed", parse_weighed),
)


def to_line(
    item: Item, quantity: int = money.ONE, mark: bytes = b"", uks: bytes = b"", gtin: str = ""
) -> d.Line:
    """The receipt line for `quantity` thousandths of an item (регл. 13, 26, 64).

    A marked item needs what its kind says, one unit a line, and a GTIN: its own, the one in the
    code, or the `gtin` that was read from the package. Refusals: mark_quantity, mark_missing
    (the detail says what), goods_pieces, and those of `make_line` and `mark_line`.
    """
    if item.marking and quantity != money.ONE:
        raise Refusal("mark_quantity", item.name)
    if not item.weighed and quantity % money.ONE:
        raise Refusal("goods_pieces", item.name)
    if item.marking & MARK and not mark:
        raise Refusal("mark_missing", "код маркировки")
    if item.marking & UKS and not uks:
        raise Refusal("mark_missing", "УКЗ")
    line = make_line(item.name, item.price, quantity, item.section)
    line.vat = item.vat
    read = parse_gtin(gtin)
    if read and item.gtin and read != item.gtin:
        raise Refusal("bad_gtin", gtin)
    mark_line(line, item.gtin or read, mark, uks)
    if line.marking() and not line.gtin:
        raise Refusal("mark_missing", "GTIN")
    return line
