"""Goods at the facade: look-ups, prices, lines by hand and from the base (регл. 2, 13, 64).

The base is opened at each visit, two pages, so between two visits it costs no heap. A price may be
changed at any time: a line in an open receipt keeps the one that it was entered with, and nothing
that is registered depends on the base.
"""

from micropython import const

from bu import late
from bu.control_unit.core import GOODS, Guard
from bu.control_unit.operations import Operations
from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.receipt import make_line
from bu.fiscal.refusal import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.fiscal.goods import Item
    from bu.storage.goods import Goods

_RULES = const("bu.fiscal.goods")
_SECTIONS = const(16)  # as in `settings_table`
_CODE_DIGITS = const(13)  # as in `bu.fiscal.goods`
_SECTION = const("Секция %d")
_NO_SECTION = const("Товар")
# What a barcode may have, and the digits behind which one is looked for first.
_BARCODES = const((8, 12, 13, 14))


class Stock(Operations):
    """The goods base, and the lines that come of it."""

    # False: there is no base that says what is marked; None: not looked at yet.
    _marks: "bool | None" = None

    @property
    def goods(self) -> "Goods":
        """The base (`bu.storage.goods`), opened anew at each visit: its code is not kept.

        Refusal("goods_missing") on a board without.
        """
        self._marks = None
        return self._opened()

    def _opened(self):
        if self._core.board.goods_flash is None:
            raise Refusal("goods_missing")
        goods = late.fetch("bu.storage.goods").Goods(self._core.board.goods_flash)
        with Guard(GOODS):
            goods.open()
        return goods

    def goods_count(self) -> int:
        """Items in the base; 0 where there is none."""
        try:
            return self._opened().count
        except Refusal:
            return 0

    def goods_item(self, text: str) -> "Item":
        """The item with this barcode or code, of which a barcode is looked for first.

        Refusal: goods_missing, goods_unknown, goods_damaged; bad_code for what is neither.
        """
        goods = self._opened()
        with Guard(GOODS):
            item = None
            if len(text) in _BARCODES and _is_barcode(text):
                item = goods.find_barcode(text)
            if item is None and len(text) <= _CODE_DIGITS:
                item = goods.find(late.fetch(_RULES).parse_code(text))
        if item is None:
            raise Refusal("goods_unknown", text)
        return item

    def goods_price(self, code: int, price: int) -> None:
        """Another price (kopecks) for one item, until the next load; also in an open shift."""
        with Guard(GOODS):
            self._opened().set_price(code, price)

    def line_of(
        self, item, quantity: int = money.ONE, mark: bytes = b"", uks: bytes = b"", gtin: str = ""
    ) -> d.Line:
        """The receipt line of an item, or of the one that a text finds; see `goods.to_line`."""
        if isinstance(item, str):
            item = self.goods_item(item)
        return late.fetch(_RULES).to_line(item, quantity, mark, uks, gtin)

    def hand_line(self, price: int, quantity: int = money.ONE, section: int = 0) -> d.Line:
        """A line by price alone (регл. 13); name and VAT are those programmed for the section."""
        line = make_line(_SECTION % section if section else _NO_SECTION, price, quantity, section)
        if section <= _SECTIONS:
            get = self._core.settings.get
            line.name = get("section.%d.name" % section) or line.name
            vat = get("section.%d.vat" % section)
            line.vat = late.fetch(_RULES).parse_vat(vat) if vat else d.NO_VAT
        return line

    def _require_marks(self, line: d.Line) -> None:
        """Refusal("mark_missing"): a marked unit without a GTIN, or without the codes that the
        base says are read from each unit of it (регл. 64)."""
        if line.marking() and not line.gtin:
            raise Refusal("mark_missing", "GTIN")
        if self._marks is None:
            self._marks = self.goods_count() > 0
        if not line.gtin or not self._marks:
            return
        goods = self._opened()
        with Guard(GOODS):
            item = goods.find_barcode(line.gtin)
        if item is not None and item.marking & ~line.marking():
            raise Refusal("mark_missing", item.name)


def _is_barcode(text):
    try:
        return bool(late.fetch("bu.fiscal.marking").check_gtin(text))
    except Refusal:
        return False
