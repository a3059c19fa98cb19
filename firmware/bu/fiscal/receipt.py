"""The receipt while it is being entered (регл. 10): lines, corrections, discounts, payment.

Every method either takes its whole effect or raises `Refusal` and leaves the receipt as it was.
`close` turns a receipt and its payment into a `Document` ready to be registered.
"""

from micropython import const

from bu.fiscal import document as d
from bu.fiscal import marking, money
from bu.fiscal.refusal import Refusal

# A УНП has nine digits and does not begin with 0.
_UNP_FROM = const(100_000_000)
_UNP_TO = const(999_999_999)


class Receipt:
    """A sale or a refund before payment; sums in kopecks of `currency`.

    `of_sale`: a refund that was filled from the sale with this number; its lines were not entered,
    so taking one back is no correction.
    """

    def __init__(self, kind: int, currency: str):
        self.kind = kind
        self.currency = currency
        self.lines = []
        self.discount = 0
        self.discount_rate = 0
        self.surcharge = 0
        self.surcharge_rate = 0
        self.of_sale = 0
        self._third_party = 0

    @property
    def third_party(self) -> int:
        """УНП of the third party that the payment is for; 0: none (прил. 1 раздел VIII)."""
        return self._third_party

    @third_party.setter
    def third_party(self, unp: int) -> None:
        """Refusal("bad_unp") for other than nine digits or 0, and on a refund, which has none."""
        if unp and (self.kind != d.SALE or not _UNP_FROM <= unp <= _UNP_TO):
            raise Refusal("bad_unp", str(unp))
        self._third_party = unp

    def add(self, line: d.Line) -> None:
        """Takes a line made by `make_line`; refuses a unit that already stands in this receipt,
        and what the отмена of the receipt could not be counted with."""
        if self.cancelled_sum() + line.net() > money.MAX_SUM:
            raise Refusal("receipt_large", line.name)
        for other in self.lines:
            if other.corrected:
                continue
            if _same(line.mark, other.mark) or (line.uks and line.uks == other.uks):
                raise Refusal("mark_repeated", line.name)
        self.lines.append(line)

    def take_back(self) -> None:
        """Removes the line just added: for a caller who finds that it does not fit."""
        self.lines.pop()

    def correct(self, index: int) -> None:
        """Коррекция: line `index` (from 0) no longer counts; it stays on paper and is counted.

        A line of a refund that was filled in is taken out instead.
        """
        if not 0 <= index < len(self.lines) or self.lines[index].corrected:
            raise Refusal("bad_line", str(index + 1))
        self.lines[index].corrected = True
        if self.of_sale:
            self.lines.pop(index)

    def subtotal(self) -> int:
        """Σ of the lines' net sums."""
        return sum(line.net() for line in self.lines if not line.corrected)

    def total(self) -> int:
        """To pay: subtotal + surcharge - discount; a negative one is refused (регл. 26)."""
        discount, surcharge = self.whole()
        total = self.subtotal() + surcharge - discount
        if total < 0:
            raise Refusal("receipt_negative", money.text(total))
        if total > money.MAX_SUM:
            raise Refusal("counter_overflow", money.text(total))
        return total

    def whole(self) -> tuple:
        """(discount, surcharge) on the whole receipt, in kopecks."""
        discount, surcharge = self.discount, self.surcharge
        if self.discount_rate:
            discount = money.percent(self.subtotal(), self.discount_rate)
        if self.surcharge_rate:
            surcharge = money.percent(self.subtotal(), self.surcharge_rate)
        return discount, surcharge

    def set_discount(self, amount: int, rate: int) -> None:
        """A discount on the whole: kopecks, or hundredths of a percent (the other is 0)."""
        _check_rate(rate)
        before = self.discount, self.discount_rate
        self.discount, self.discount_rate = amount, rate
        try:
            self.total()
        except Refusal:
            self.discount, self.discount_rate = before
            raise

    def set_surcharge(self, amount: int, rate: int) -> None:
        """A surcharge on the whole: kopecks, or hundredths of a percent (the other is 0)."""
        _check_rate(rate)
        before = self.surcharge, self.surcharge_rate
        self.surcharge, self.surcharge_rate = amount, rate
        try:
            self.total()
        except Refusal:
            self.surcharge, self.surcharge_rate = before
            raise

    def cancelled_sum(self) -> int:
        """What отмена counts: all lines entered, the corrected ones too (docs/design.md)."""
        return sum(line.net() for line in self.lines)

    def close(self, tenders: list) -> d.Document:
        """The document that this receipt becomes when paid (or paid back) with `tenders`."""
        if not any(not line.corrected for line in self.lines):
            raise Refusal("receipt_empty")
        document = d.Document(self.kind, self.currency)
        document.lines = self.lines
        document.subtotal = self.subtotal()
        document.total = self.total()
        document.discount, document.surcharge = self.whole()
        document.discount_rate, document.surcharge_rate = self.discount_rate, self.surcharge_rate
        document.third_party = self.third_party
        document.voided = self.of_sale
        document.tenders = tenders
        settle(document)
        return document


def make_line(name: str, price: int, quantity: int = money.ONE, section: int = 0) -> d.Line:
    """A checked line without its options; `price` in kopecks, `quantity` in thousandths."""
    if not d.is_text(name) or len(name) > 255:
        raise Refusal("bad_name", name[:20])
    if not 0 < price <= money.MAX_SUM:
        raise Refusal("bad_price", money.text(price))
    if not 0 < quantity <= money.MAX_QUANTITY:
        raise Refusal("bad_quantity", money.short(quantity, money.QUANTITY_DIGITS))
    if not 0 <= section <= 255:
        raise Refusal("bad_section", str(section))
    total = money.line_total(price, quantity)
    if total > money.MAX_SUM:
        raise Refusal("counter_overflow", money.text(total))
    line = d.Line(name, price, quantity, total)
    line.section = section
    return line


def adjust_line(line: d.Line, discount: tuple = (0, 0), surcharge: tuple = (0, 0)) -> None:
    """Discount and surcharge of a line, each (kopecks, 0) or (0, hundredths of a percent)."""
    _check_rate(discount[1])
    _check_rate(surcharge[1])
    off = money.percent(line.total, discount[1]) if discount[1] else discount[0]
    on = money.percent(line.total, surcharge[1]) if surcharge[1] else surcharge[0]
    if line.total + on - off < 0:
        raise Refusal("receipt_negative", line.name)
    if line.total + on > money.MAX_SUM:
        raise Refusal("counter_overflow", line.name)
    line.discount, line.discount_rate = off, discount[1]
    line.surcharge, line.surcharge_rate = on, surcharge[1]


def mark_line(line: d.Line, gtin: str = "", mark: bytes = b"", uks: bytes = b"") -> None:
    """GTIN, marking code and УКЗ of a line; a marked line is one whole unit (регл. 26, 64)."""
    mark = marking.bare(mark)
    if gtin:
        line.gtin, line.gtin_kind = marking.check_gtin(gtin), d.GTIN_EAN
    if mark:
        inside = marking.check_mark(mark)
        if inside and line.gtin and inside != line.gtin:
            raise Refusal("bad_mark", "GTIN %s" % inside)
        if inside:
            line.gtin, line.gtin_kind = inside, d.GTIN_EAN
    if uks:
        marking.check_uks(uks)
    if (mark or uks) and line.quantity != money.ONE:
        raise Refusal("mark_quantity", line.name)
    line.mark, line.uks = mark, uks


def settle(document: d.Document) -> None:
    """Fills cash, cashless, other and change of a sale or refund from its tenders."""
    given = [0, 0, 0]
    for tender in document.tenders:
        if tender.kind not in (d.CASH, d.CARD, d.OTHER):
            raise Refusal("bad_tender", str(tender.kind))
        if not 0 < tender.sum <= money.MAX_SUM:
            raise Refusal("bad_sum", money.text(tender.sum))
        given[tender.kind] += tender.sum
    cashless = given[d.CARD] + given[d.OTHER]
    if cashless > document.total:
        raise Refusal("cashless_over", money.text(cashless - document.total))
    cash = document.total - cashless
    change = given[d.CASH] - cash
    if change < 0:
        raise Refusal("payment_short", money.text(-change))
    if change and document.kind != d.SALE:
        raise Refusal("refund_mismatch", money.text(change))
    document.cash, document.cashless, document.other = cash, cashless, given[d.OTHER]
    document.change = change


def _same(mark, other) -> bool:
    """True for two codes of one unit: a scanner may give its code with or without the tail."""
    return bool(mark and other) and marking.unit_of(mark) == marking.unit_of(other)


def _check_rate(rate: int) -> None:
    if not 0 <= rate <= money.HUNDRED_PERCENT:
        raise Refusal("bad_rate", money.short(rate, money.RATE_DIGITS))
