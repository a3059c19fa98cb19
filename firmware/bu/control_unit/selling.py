"""Receipts and cash documents: the numbered operations of регл. 10, and отмена."""

from bu.control_unit import papers
from bu.control_unit.core import JOURNAL, Guard
from bu.control_unit.operations import check_key
from bu.control_unit.stock import Stock
from bu.fiscal import counters, dates, money
from bu.fiscal import document as d
from bu.fiscal.receipt import Receipt
from bu.fiscal.refusal import Refusal
from bu.printing import slips
from bu.skno import documents as images

# What a void takes over from the sale that it voids.
_VOIDED = (
    "total", "cash", "cashless", "other", "tenders", "change", "change_currency", "change_amount",
    "change_rate", "change_units", "third_party",
)  # fmt: skip


class Selling(Stock):
    """Sale, refund, void, cancel, deposit, withdrawal and card payout. Sums are kopecks."""

    def receipt(self, kind: int, currency: str = "") -> Receipt:
        """An empty receipt (sale or refund) in a programmed currency, the base one by default."""
        self._core.require_shift()
        return Receipt(kind, self._currency(currency))

    def add_line(self, receipt: Receipt, line: d.Line) -> None:
        """Adds a line; refuses one that takes the electronic document over 20 KB (регл. 67), and
        a marked unit without its codes (регл. 64)."""
        self._require_marks(line)
        receipt.add(line)
        size = images.base_size(receipt.kind)
        for each in receipt.lines:
            size += images.line_size(receipt.kind, each)
        if size > images.MAX_DOCUMENT:
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
        self._check_tenders(receipt, tenders)
        document = receipt.close(tenders)
        if document.change and change_currency not in ("", document.currency):
            self._change_in(document, change_currency)
        return await self._register(document, key)

    async def refund(self, receipt: Receipt, tenders: list, key: "bytes | None" = b"") -> int:
        """Registers a refund paid back with `tenders`; its through number."""
        self._require_young_shift()
        if any(tender.currency for tender in tenders):
            raise Refusal("bad_currency", receipt.currency)
        if receipt.of_sale:
            from bu.control_unit import refunds

            refunds.check(self._core, receipt)
        return await self._register(receipt.close(tenders), key)

    def _check_tenders(self, receipt, tenders):
        """Refusal for a payment in another currency that is not converted as it is programmed."""
        for tender in tenders:
            if not tender.currency:
                continue
            if receipt.currency != self._core.settings.get("base"):
                raise Refusal("bad_currency", tender.currency)
            rate, units = self._rate(tender.currency)
            if tender.sum != money.convert(tender.amount, rate, units):
                raise Refusal("bad_sum", money.text(tender.sum))

    def _require_young_shift(self):
        self._core.require_shift()
        if self._core.shift_age() >= dates.DAY:
            raise Refusal("shift_over")

    def refund_of(self, number: int) -> Receipt:
        """A refund receipt filled from sale `number`: its lines, marks and net sums (регл. 10.13).

        Lines that were paid back already are left out; `correct` takes out those that are not
        returned. Refusal: nothing_to_copy, sale_voided, sale_refunded.
        """
        from bu.control_unit import refunds

        self._core.require_shift()
        sale, lines = refunds.left_of(self._core, number)
        if not lines:
            raise Refusal("sale_refunded", str(number))
        receipt = self.receipt(d.REFUND, sale.currency)
        for line in lines:
            self.add_line(receipt, line)
        receipt.of_sale = number
        return receipt

    def foreign(self, currency: str, amount: int, kind: int = d.CASH) -> d.Tender:
        """A payment of `amount` in a programmed currency other than the base one (5.10, 5.11)."""
        rate, units = self._rate(currency)
        tender = d.Tender(kind, money.convert(amount, rate, units))
        tender.currency, tender.amount = currency, amount
        tender.rate, tender.units = rate, units
        return tender

    def _change_in(self, document, currency):
        """Change of a base currency document in `currency`, rounded down to its coins."""
        if document.currency != self._core.settings.get("base"):
            raise Refusal("bad_currency", currency)
        rate, units = self._rate(currency)
        document.change_currency = currency
        document.change_amount = document.change * 10000 * units // rate
        document.change_rate, document.change_units = rate, units

    def _rate(self, currency):
        for code, rate, units in self._core.rates():
            if code == currency:
                return rate, units
        raise Refusal("bad_currency", currency)

    async def cancel(self, receipt: Receipt, key: "bytes | None" = b"") -> None:
        """Отмена: the receipt is journalled and counted, not numbered (регл. 10.9, 20)."""
        core = self._core
        core.require_shift()
        check_key(key)
        if not receipt.lines:
            raise Refusal("receipt_empty")
        self._blockings.require("cancel")
        await self._cycle.printer_ready()
        now = core.now()
        amount = receipt.cancelled_sum()
        effect = counters.cancel_effect(receipt.currency, amount)
        core.fold.counters.check(effect)
        if key is None:
            return
        paper = papers.pack_cancelled(core.cashier, receipt.currency, amount)
        with Guard(JOURNAL):
            core.journal.cancelled(receipt.kind, now, b"", paper, key)
        core.latest = now
        core.fold.counters.add(effect)
        slip = slips.Cancellation(now, core.cashier, receipt.currency, amount)
        await self._print_registered(slips.cancelled(core.info(), slip))

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
        document = d.Document(kind, self._currency(currency))
        document.total = document.cash = amount
        return await self._register(document, key)

    async def void(self, key: "bytes | None" = b"") -> int:
        """Аннулирование of the last sale of the shift, once (регл. 10.16); its through number."""
        core = self._core
        core.require_shift()
        if not core.fold.last_sale:
            raise Refusal("nothing_to_void")
        sale = papers.load(core, core.journal.entry(core.fold.last_sale))
        if core.fold.counters.get(sale.currency, "refunds_n"):
            from bu.control_unit import refunds

            refunds.check_void(core, sale)
        document = d.Document(d.VOID, sale.currency)
        document.voided = sale.number
        for name in _VOIDED:
            setattr(document, name, getattr(sale, name))
        document.lines = [line for line in sale.sold() if line.marking()]
        return await self._register(document, key)
