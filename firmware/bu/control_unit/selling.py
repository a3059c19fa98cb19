"""Receipts and cash documents: the numbered operations of регл. 10, and отмена."""

from micropython import const

from bu import late
from bu.control_unit import papers
from bu.control_unit.operations import SURE_LINES
from bu.control_unit.stock import Stock
from bu.fiscal import dates, money
from bu.fiscal import document as d
from bu.fiscal.receipt import Receipt
from bu.fiscal.refusal import Refusal

_RETURNING = const("bu.control_unit.returning")
_CURRENCIES = const("bu.control_unit.currencies")
# What lines may take of the paper section (8000 bytes) beside payments and all else.
_MOST_PAPER = const(7000)


class Selling(Stock):
    """Sale, refund, void, cancel, deposit, withdrawal and card payout. Sums are kopecks."""

    def receipt(self, kind: int, currency: str = "") -> Receipt:
        """An empty receipt (sale or refund) in a programmed currency, the base one by default."""
        self._core.require_shift()
        return Receipt(kind, self._currency(currency))

    def add_line(self, receipt: Receipt, line: d.Line) -> None:
        """Adds a line; refuses one that takes the electronic document over 20 KB (регл. 67) or
        its paper over the journal's room, and a marked unit without its codes (регл. 64)."""
        self._require_marks(line)
        receipt.add(line)
        if sum(_paper(each) for each in receipt.lines) > _MOST_PAPER:
            receipt.take_back()
            raise Refusal("receipt_large", line.name)
        if receipt.kind == d.SALE and len(receipt.lines) <= SURE_LINES:
            return
        images = late.fetch(papers.IMAGES)
        if images.lines_size(receipt.kind, receipt.lines) > images.MAX_DOCUMENT:
            receipt.take_back()
            raise Refusal("receipt_large", line.name)

    def to_pay(self, receipt: Receipt, tenders: list) -> int:
        """What is left to pay after these tenders; less than 0: the change."""
        return receipt.total() - sum(tender.sum for tender in tenders)

    async def sell(
        self, receipt: Receipt, tenders: list, key: "bytes | None" = b"", change_currency: str = ""
    ) -> int:
        """Registers a sale paid with `tenders`, change in another currency on wish; its number."""
        self._require_young_shift()
        if any(tender.currency for tender in tenders):
            late.fetch(_CURRENCIES).check(self, receipt, tenders)
        document = receipt.close(tenders)
        if document.change and change_currency not in ("", document.currency):
            late.fetch(_CURRENCIES).change_in(self, document, change_currency)
        return await self._register(document, key)

    async def refund(self, receipt: Receipt, tenders: list, key: "bytes | None" = b"") -> int:
        """Registers a refund paid back with `tenders`; its through number."""
        self._require_young_shift()
        if any(tender.currency for tender in tenders):
            raise Refusal("bad_currency", receipt.currency)
        if receipt.of_sale:
            late.fetch(_RETURNING).check(self._core, receipt)
        return await self._register(receipt.close(tenders), key)

    def _require_young_shift(self):
        self._core.require_shift()
        if self._core.shift_age() >= dates.DAY:
            raise Refusal("shift_over")

    async def deposit(self, amount: int, currency: str = "", key: "bytes | None" = b"") -> int:
        """Внесение; its through number."""
        return await self._move(d.DEPOSIT, amount, currency, key)

    async def withdraw(self, amount: int, currency: str = "", key: "bytes | None" = b"") -> int:
        """Изъятие; its through number."""
        return await self._move(d.WITHDRAWAL, amount, currency, key)

    async def card_payout(self, amount: int, currency: str = "", key: "bytes | None" = b"") -> int:
        """Выдача наличных держателю карточки; its through number."""
        return await self._move(d.CARD_PAYOUT, amount, currency, key)

    async def _move(self, kind, amount, currency, key):
        self._core.require_shift()
        if not 0 < amount <= money.MAX_SUM:
            raise Refusal("bad_sum", money.text(amount))
        await self._right_clock()
        document = d.Document(kind, self._currency(currency))
        document.total = document.cash = amount
        return await self._register(document, key)


def _paper(line) -> int:
    """About the most bytes that a line takes of the paper section (`record`), unpacked."""
    size = 31
    if line.corrected or len(line.name) > 50 or max(line.name) > "\u2122":  # not all in the image
        size += 2 * len(line.name)
    if line.corrected:
        size += 40 + len(line.mark) + len(line.uks)
    return size
