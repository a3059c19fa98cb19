"""Денежные и операционные счётчики: a fold over registered documents (регл. 10, 18, 22, 23).

`effect` is the one place that says what a document does to the counters. Counters never fall,
apart from the drawer: a refund or a void does not lessen the sales (регл. 10).
"""

import struct

from micropython import const

from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.refusal import Refusal

# In the byte order of a checkpoint: append only. They are looked up in the flash; `FIELDS` is a
# tuple of them, made anew for each who asks.
_NAMES = const(
    " sales_n sales_sum cashless cash other"
    " refunds_n refunds_sum deposits_n deposits_sum withdrawals_n withdrawals_sum"
    " payouts_n payouts_sum cancels_n cancels_sum voids_n voids_sum"
    " corrections_n corrections_sum"
    " mark_sold_n mark_sold_sum uks_sold_n uks_sold_sum mark_refunded_n"
    " uks_refunded_n mark_voided_n uks_voided_n"
    " third_n third_sum third_voided_n third_voided_sum drawer turnover"
    " exchange_n "
)
_COUNT = const(34)
_MOST_COUNTED = const(0xFFFF)
_DRAWER = const(31)
_TURNOVER = const(32)
MAX_CURRENCIES = const(10)
# A packed counter: 7 bytes, two's complement (turnover of a currency given as change is negative).
_WIDTH = const(7)
_HEAD = const(18)
_MASK = (1 << 8 * 7) - 1

# The fields of a kind of document begin with these words.
_MOVES = {
    d.SALE: "sales", d.REFUND: "refunds", d.DEPOSIT: "deposits", d.WITHDRAWAL: "withdrawals",
    d.CARD_PAYOUT: "payouts", d.VOID: "voids",
}  # fmt: skip
_MARKED = {d.SALE: "_sold_n", d.REFUND: "_refunded_n", d.VOID: "_voided_n"}
_THIRD = {d.SALE: "third", d.VOID: "third_voided"}


def __getattr__(name: str):
    if name == "FIELDS":
        return tuple(_NAMES.split())
    raise AttributeError(name)


def _place(name):
    """The place of a counter in the byte order."""
    return _NAMES.count(" ", 0, _NAMES.index(" " + name + " "))


def effect(document: d.Document) -> list:
    """[(currency, place in `FIELDS`, amount)] that registering `document` adds."""
    changes = {}

    def add(name, amount):
        changes[name] = changes.get(name, 0) + amount

    kind = document.kind
    add(_MOVES[kind] + "_n", 1)
    add(_MOVES[kind] + "_sum", document.total)
    if kind == d.SALE:
        add("cashless", document.cashless)
        add("cash", document.cash)
        add("other", document.other)
        add("exchange_n", 1 if document.exchanged() else 0)
    if document.third_party and kind in _THIRD:
        add(_THIRD[kind] + "_n", 1)
        add(_THIRD[kind] + "_sum", document.total)
    for line in document.lines:
        _line_effect(kind, line, add)
    currency = document.currency
    listed = [(currency, _place(name), amount) for name, amount in changes.items() if amount]
    for currency, amount in document.drawer_moves():
        listed.append((currency, _DRAWER, amount))
        if kind == d.SALE:
            listed.append((currency, _TURNOVER, amount))
    return listed


def _line_effect(kind, line, add):
    if line.corrected:
        add("corrections_n", 1)
        add("corrections_sum", line.net())
        return
    if kind not in _MARKED:
        return
    if line.mark:
        add("mark" + _MARKED[kind], 1)
    if line.uks:
        add("uks" + _MARKED[kind], 1)
    if kind == d.SALE:
        add("mark_sold_sum", line.net() if line.mark else 0)
        add("uks_sold_sum", line.net() if line.uks else 0)


def cancel_effect(currency: str, amount: int) -> list:
    """What the отмена of a receipt of `amount` kopecks adds."""
    listed = [(currency, _place("cancels_n"), 1), (currency, _place("cancels_sum"), amount)]
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
        return values[_place(name)] if values else 0

    def check(self, changes: list) -> None:
        """Refuses what would overflow a counter or take a drawer below zero (регл. 26)."""
        used = set(self.currencies)
        for currency, place, amount in changes:
            used.add(currency)
            values = self.currencies.get(currency)
            value = (values[place] if values else 0) + amount
            if place == _DRAWER and value < 0:
                raise Refusal("drawer_short", "%s %s" % (money.text(value - amount), currency))
            if value > _MOST_COUNTED:
                counted = _NAMES.split()[place].endswith("_n")
                if counted or value > money.MAX_SUM:
                    raise Refusal("counter_overflow", str(value) if counted else money.text(value))
        if len(used) > MAX_CURRENCIES:
            raise Refusal("too_many_currencies")

    def add(self, changes: list) -> None:
        """Adds an effect."""
        for currency, place, amount in changes:
            if currency not in self.currencies:
                self.currencies[currency] = [0] * _COUNT
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
        return _HEAD + len(self.currencies) * (3 + _COUNT * _WIDTH)

    def pieces(self):
        """The counters as bytes for the journal in small pieces; see `unpack`."""
        yield struct.pack(
            ">BBIIII", _COUNT, len(self.currencies),
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
        values = [0] * _COUNT
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
