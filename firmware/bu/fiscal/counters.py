"""Денежные и операционные счётчики: a fold over registered documents (регл. 10, 18, 22, 23).

`effect` is the one place that says what a document does to the counters. Counters never fall,
apart from the drawer: a refund or a void does not lessen the sales (регл. 10).
"""

import struct

from micropython import const

from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.refusal import Refusal

# Order is the byte order of a checkpoint: append only.
FIELDS = (
    "sales_n", "sales_sum", "cashless", "cash", "other",
    "refunds_n", "refunds_sum", "deposits_n", "deposits_sum", "withdrawals_n", "withdrawals_sum",
    "payouts_n", "payouts_sum", "cancels_n", "cancels_sum", "voids_n", "voids_sum",
    "corrections_n", "corrections_sum",
    "mark_sold_n", "mark_sold_sum", "uks_sold_n", "uks_sold_sum", "mark_refunded_n",
    "uks_refunded_n", "mark_voided_n", "uks_voided_n",
    "third_n", "third_sum", "third_voided_n", "third_voided_sum", "drawer", "turnover",
    "exchange_n",
)  # fmt: skip
_PLACE = {name: place for place, name in enumerate(FIELDS)}
_LIMITS = tuple(0xFFFF if name.endswith("_n") else money.MAX_SUM for name in FIELDS)
MAX_CURRENCIES = const(10)
# A packed counter: 7 bytes, two's complement (turnover of a currency given as change is negative).
_WIDTH = const(7)
_HEAD = const(18)
_MASK = (1 << 8 * 7) - 1

_MARK_FIELDS = {
    d.SALE: ("mark_sold_n", "uks_sold_n"),
    d.REFUND: ("mark_refunded_n", "uks_refunded_n"),
    d.VOID: ("mark_voided_n", "uks_voided_n"),
}
_SUM_FIELDS = {
    d.SALE: ("sales_n", "sales_sum"),
    d.REFUND: ("refunds_n", "refunds_sum"),
    d.DEPOSIT: ("deposits_n", "deposits_sum"),
    d.WITHDRAWAL: ("withdrawals_n", "withdrawals_sum"),
    d.CARD_PAYOUT: ("payouts_n", "payouts_sum"),
    d.VOID: ("voids_n", "voids_sum"),
}
_THIRD_FIELDS = {d.SALE: ("third_n", "third_sum"), d.VOID: ("third_voided_n", "third_voided_sum")}


def effect(document: d.Document) -> list:
    """[(currency, place in FIELDS, amount)] that registering `document` adds."""
    changes = {}

    def add(name, amount):
        changes[name] = changes.get(name, 0) + amount

    kind = document.kind
    count_field, sum_field = _SUM_FIELDS[kind]
    add(count_field, 1)
    add(sum_field, document.total)
    if kind == d.SALE:
        add("cashless", document.cashless)
        add("cash", document.cash)
        add("other", document.other)
        add("exchange_n", 1 if document.exchanged() else 0)
    if document.third_party and kind in _THIRD_FIELDS:
        add(_THIRD_FIELDS[kind][0], 1)
        add(_THIRD_FIELDS[kind][1], document.total)
    for line in document.lines:
        _line_effect(kind, line, add)
    currency = document.currency
    listed = [(currency, _PLACE[name], amount) for name, amount in changes.items() if amount]
    for currency, amount in document.drawer_moves():
        listed.append((currency, _PLACE["drawer"], amount))
        if kind == d.SALE:
            listed.append((currency, _PLACE["turnover"], amount))
    return listed


def _line_effect(kind, line, add):
    if line.corrected:
        add("corrections_n", 1)
        add("corrections_sum", line.net())
        return
    if kind not in _MARK_FIELDS:
        return
    mark_field, uks_field = _MARK_FIELDS[kind]
    if line.mark:
        add(mark_field, 1)
    if line.uks:
        add(uks_field, 1)
    if kind == d.SALE:
        add("mark_sold_sum", line.net() if line.mark else 0)
        add("uks_sold_sum", line.net() if line.uks else 0)


def cancel_effect(currency: str, amount: int) -> list:
    """What the отмена of a receipt of `amount` kopecks adds."""
    listed = [(currency, _PLACE["cancels_n"], 1), (currency, _PLACE["cancels_sum"], amount)]
    return [entry for entry in listed if entry[2]]


class Counters:
    """The counters of one shift, per currency; zero when it opens."""

    def __init__(self):
        self.currencies = {}
        self.documents = 0
        self.payment_documents = 0
        self.first_payment = 0
        self.last_payment = 0

    def get(self, currency: str, name: str) -> int:
        """One counter; 0 for a currency not yet used."""
        values = self.currencies.get(currency)
        return values[_PLACE[name]] if values else 0

    def check(self, changes: list) -> None:
        """Refuses what would overflow a counter or take a drawer below zero (регл. 26)."""
        used = set(self.currencies)
        for currency, place, amount in changes:
            used.add(currency)
            value = self.get(currency, FIELDS[place]) + amount
            if FIELDS[place] == "drawer" and value < 0:
                raise Refusal("drawer_short", "%s %s" % (money.text(value - amount), currency))
            if value > _LIMITS[place]:
                most = str(value) if FIELDS[place].endswith("_n") else money.text(value)
                raise Refusal("counter_overflow", most)
        if len(used) > MAX_CURRENCIES:
            raise Refusal("too_many_currencies")

    def add(self, changes: list) -> None:
        """Adds an effect."""
        for currency, place, amount in changes:
            if currency not in self.currencies:
                self.currencies[currency] = [0] * len(FIELDS)
            self.currencies[currency][place] += amount

    def count(self, kind: int, number: int) -> None:
        """Counts a registered document of `kind` with its through number."""
        self.documents += 1
        if kind == d.SALE:
            self.payment_documents += 1
            self.first_payment = self.first_payment or number
            self.last_payment = number

    def size(self) -> int:
        """Bytes of all pieces."""
        return _HEAD + len(self.currencies) * (3 + len(FIELDS) * _WIDTH)

    def pieces(self):
        """The counters as bytes for the journal in small pieces; see `unpack`."""
        yield struct.pack(
            ">BBIIII", len(FIELDS), len(self.currencies),
            self.documents, self.payment_documents, self.first_payment, self.last_payment,
        )  # fmt: skip
        for currency in sorted(self.currencies):
            yield currency.encode()
            for value in self.currencies[currency]:
                yield (value & _MASK).to_bytes(_WIDTH, "big")


def unpack(read) -> Counters:
    """Counters from the joined `pieces`, also of an older firmware with fewer fields.

    `read(n)` gives the next n bytes.
    """
    counters = Counters()
    head = struct.unpack(">BBIIII", read(_HEAD))
    fields, currencies, counters.documents, counters.payment_documents = head[:4]
    counters.first_payment, counters.last_payment = head[4:]
    for _ in range(currencies):
        values = [0] * len(FIELDS)
        currency = str(read(3), "ascii")
        for index in range(fields):
            value = int.from_bytes(read(_WIDTH), "big")
            values[index] = value - _MASK - 1 if value > _MASK >> 1 else value
        counters.currencies[currency] = values
    return counters


def same(one: Counters, other: Counters) -> bool:
    """True when two folds agree in every counter."""
    for mine, theirs in zip(one.pieces(), other.pieces()):
        if mine != theirs:
            return False
    return one.size() == other.size()
