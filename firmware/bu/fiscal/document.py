"""Cash documents as the control unit knows them (регл. 15, прил. 2).

A `Document` is whole before it is registered and never changes afterwards, apart from the УИ that
the СКНО gives it. `lines` may be any re-iterable of `Line` with a length, so that a document read
back from the journal need not stand in RAM.
"""

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Type bytes of прил. 2 табл. 1-7.
SALE = const(10)
DEPOSIT = const(11)
WITHDRAWAL = const(12)
REFUND = const(13)
VOID = const(14)
Z_REPORT = const(15)
CARD_PAYOUT = const(16)

CASH = const(0)
CARD = const(1)
OTHER = const(2)

NO_VAT = const(-1)

# The first four bits of the GTIN field (прил. 2 табл. 1 поле 12).
GTIN_NONE = const(0)
GTIN_EAN = const(1)
GTIN_SERVICE = const(3)
GTIN_ADVANCE = const(4)


def is_text(text: str) -> bool:
    """True where a name says something and holds no control characters (прил. 2)."""
    data = text.encode("utf-8", "replace")
    return bool(text.strip()) and min(data) >= 0x20 and b"\x7f" not in data


class Line:
    """One position: sums in kopecks, `quantity` in thousandths, rates in hundredths of a percent.

    `total` is price x quantity before `discount` and `surcharge` (прил. 2 табл. 1 поле 15); the
    two rates are 0 where the cashier gave a sum. `gtin` is 13 digits or "". `mark` and `uks` are
    raw bytes, b"" where there are none. A `corrected` line is on paper and in the counters only.
    """

    __slots__ = (
        "name", "price", "quantity", "total", "section", "gtin", "gtin_kind", "vat", "discount",
        "discount_rate", "surcharge", "surcharge_rate", "mark", "uks", "corrected",
    )  # fmt: skip

    def __init__(self, name: str, price: int, quantity: int, total: int):
        self.name = name
        self.price = price
        self.quantity = quantity
        self.total = total
        self.section = 0
        self.gtin = ""
        self.gtin_kind = GTIN_NONE
        self.vat = NO_VAT
        self.discount = 0
        self.discount_rate = 0
        self.surcharge = 0
        self.surcharge_rate = 0
        self.mark = b""
        self.uks = b""
        self.corrected = False

    def net(self) -> int:
        """What the line costs after its own discount and surcharge."""
        return self.total + self.surcharge - self.discount

    def marking(self) -> int:
        """прил. 2 табл. 1 поле 9: bit 0 a marking code, bit 1 a УКЗ sequence."""
        return (1 if self.mark else 0) | (2 if self.uks else 0)


class Tender:
    """A payment: `sum` in the document's currency, as handed over (change is not taken off).

    Where it was made in another `currency`, `amount` is what was handed over in it, at `rate`
    ten-thousandths of the document's currency per `units`.
    """

    __slots__ = ("kind", "sum", "name", "currency", "amount", "rate", "units")

    def __init__(self, kind: int, amount: int, name: str = ""):
        self.kind = kind
        self.sum = amount
        self.name = name
        self.currency = ""
        self.amount = amount
        self.rate = 0
        self.units = 1


class Document:
    """A cash document of any kind but the Z-report.

    `subtotal` is Σ line net; `total` what is paid, refunded, put in, taken out or voided. `cash`
    is net of `change`; `cashless` = card + other, and holds `other` (прил. 2 табл. 1 поля 24-26).
    `voided` is the number of the sale that a VOID voids, or that a REFUND was filled from (0: free
    entry); a VOID's lines are the marked lines of that sale. `key` is the host's key (0-16 bytes),
    `uid` 12 bytes once the СКНО gave it.
    """

    def __init__(self, kind: int, currency: str, cashier: str = ""):
        self.kind = kind
        self.number = 0
        self.time = (2000, 1, 1, 0, 0, 0)
        self.currency = currency
        self.cashier = cashier
        self.lines: "Any" = []
        self.subtotal = 0
        self.discount = 0
        self.discount_rate = 0
        self.surcharge = 0
        self.surcharge_rate = 0
        self.total = 0
        self.tenders = []
        self.cash = 0
        self.cashless = 0
        self.other = 0
        self.change = 0
        self.change_currency = ""
        self.change_amount = 0
        self.change_rate = 0
        self.change_units = 1
        self.voided = 0
        self.third_party = 0
        self.key = b""
        self.uid = b""

    def sold(self):
        """The lines that count: all but the corrected ones."""
        return (line for line in self.lines if not line.corrected)

    def exchanged(self) -> bool:
        """True where a payment or the change is in another currency (регл. 18.1, 5.10)."""
        return bool(self.change_currency) or any(tender.currency for tender in self.tenders)

    def drawer_moves(self) -> list:
        """[(currency, kopecks)]: how each currency's drawer moves (design: Money)."""
        if self.kind == DEPOSIT:
            return [(self.currency, self.total)]
        if self.kind in (WITHDRAWAL, CARD_PAYOUT):
            return [(self.currency, -self.total)]
        sign = 1 if self.kind == SALE else -1
        moves = {}
        for tender in self.tenders:
            if tender.kind == CASH:
                currency = tender.currency or self.currency
                moves[currency] = moves.get(currency, 0) + sign * tender.amount
        if self.change:
            currency = self.change_currency or self.currency
            given = self.change_amount if self.change_currency else self.change
            moves[currency] = moves.get(currency, 0) - sign * given
        return [(currency, amount) for currency, amount in moves.items() if amount]
