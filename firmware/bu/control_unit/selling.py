"""Receipts and cash documents: the numbered operations of регл. 10, and отмена."""

from bu.control_unit import papers
from bu.control_unit.core import JOURNAL, Guard
from bu.control_unit.operations import Operations, check_key
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


class Selling(Operations):
    """Sale, refund, void, cancel, deposit, withdrawal and card payout. Sums are kopecks."""

    def receipt(self, kind: int, currency: str = "") -> Receipt:
        """An empty receipt (sale or refund) in a programmed currency, the base one by default."""
        self._core.require_shift()
        return Receipt(kind, self._currency(currency))

    def add_line(self, receipt: Receipt, line: d.Line) -> None:
        """Adds a line; refuses one that takes the electronic document over 20 KB (регл. 67)."""
        receipt.add(line)
        try:
            images.size(receipt)
        except Refusal:
            receipt.take_back()
            raise

    async def sell(self, receipt: Receipt, tenders: list, key: bytes = b"") -> int:
        """Registers a sale paid with `tenders`; its through number."""
        return await self._close(receipt, tenders, key)

    async def refund(self, receipt: Receipt, tenders: list, key: bytes = b"") -> int:
        """Registers a refund paid back with `tenders`; its through number."""
        return await self._close(receipt, tenders, key)

    async def _close(self, receipt, tenders, key):
        self._core.require_shift()
        if self._core.shift_age() >= dates.DAY:
            raise Refusal("shift_over")
        return await self._register(receipt.close(tenders), key)

    async def cancel(self, receipt: Receipt, key: bytes = b"") -> None:
        """Отмена: the receipt is journalled and counted, not numbered (регл. 10.9, 20)."""
        core = self._core
        core.require_shift()
        check_key(key)
        if not receipt.lines:
            raise Refusal("receipt_empty")
        await self._cycle.printer_ready()
        now = core.now()
        amount = receipt.cancelled_sum()
        effect = counters.cancel_effect(receipt.currency, amount)
        core.fold.counters.check(effect)
        paper = papers.pack_cancelled(core.cashier, receipt.currency, amount)
        with Guard(JOURNAL):
            core.journal.cancelled(receipt.kind, now, b"", paper, key)
        core.latest = now
        core.fold.counters.add(effect)
        slip = slips.Cancellation(now, core.cashier, receipt.currency, amount)
        await self._print_registered(slips.cancelled(core.info(), slip))

    async def deposit(self, amount: int, currency: str = "", key: bytes = b"") -> int:
        """Внесение; its through number."""
        return await self._move(d.DEPOSIT, amount, currency, key)

    async def withdraw(self, amount: int, currency: str = "", key: bytes = b"") -> int:
        """Изъятие; its through number."""
        return await self._move(d.WITHDRAWAL, amount, currency, key)

    async def card_payout(self, amount: int, currency: str = "", key: bytes = b"") -> int:
        """Выдача наличных держателю карточки; its through number."""
        return await self._move(d.CARD_PAYOUT, amount, currency, key)

    async def _move(self, kind, amount, currency, key):
        self._core.require_shift()
        if not 0 < amount <= money.MAX_SUM:
            raise Refusal("bad_sum", money.text(amount))
        document = d.Document(kind, self._currency(currency))
        document.total = document.cash = amount
        return await self._register(document, key)

    async def void(self, key: bytes = b"") -> int:
        """Аннулирование of the last sale of the shift, once (регл. 10.16); its through number."""
        core = self._core
        core.require_shift()
        if not core.fold.last_sale:
            raise Refusal("nothing_to_void")
        sale = papers.load(core, core.journal.entry(core.fold.last_sale))
        document = d.Document(d.VOID, sale.currency)
        document.voided = sale.number
        for name in _VOIDED:
            setattr(document, name, getattr(sale, name))
        document.lines = [line for line in sale.sold() if line.marking()]
        return await self._register(document, key)
