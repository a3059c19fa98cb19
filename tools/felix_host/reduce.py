"""Reduces a scripted day to what a FELIX dialect can express.

    card_payout                 left out: there is no such command
    void                        RMF: left out
    currency                    left out: sums are taken as the base currency's
    gtin, mark, uks             left out, and with them the marking of goods
    a payment's name            left out: the register has its own
    discount on the whole       RMF: left out, the payments are made to fit
    discount of a line          RMF: left out where no price in kopecks, which has it taken off
                                already, comes to the cost within a kopeck
    refund                      sections left out; RMF: discounts, too, the payments made to fit
    vat                         80K: left out but where all lines of a section have the same one;
                                its register knows the tax of a section only
    names, cashier              signs that CP866 lacks are replaced

What is left is a day file like any other: `tools.bench day` runs it as well.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from .codec import printable
from .dialects import Dialect, adjusted, kopecks, line_total

Order = dict[str, Any]
_NO_COMMAND = ("card_payout",)
_NO_FIELD = ("gtin", "mark", "uks")
_ADJUSTMENTS = ("discount", "surcharge")


class Reducer:
    """Reduces one day; `left_out` counts what was left out or changed."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._rates: dict[int, int] = {}
        self.left_out: Counter[str] = Counter()

    def day(self, orders: list[Order]) -> Iterator[Order]:
        """The orders that are left, each reduced."""
        self._rates = section_rates(orders) if self._dialect.whole else {}
        for order in orders:
            if order["do"] in _NO_COMMAND or order["do"] == "void" and not self._dialect.whole:
                self.left_out[order["do"]] += 1
            else:
                yield self._order(order)

    def _order(self, order: Order) -> Order:
        order = self._without(order, ("currency",), order.get("currency", "BYN") != "BYN")
        if "cashier" in order:
            order["cashier"] = self._text(order["cashier"])
        if "lines" not in order:
            return order
        refund = order["do"] == "refund"
        if not self._dialect.whole:
            order = self._without(order, _ADJUSTMENTS)
        order["lines"] = [self._line(line, refund) for line in order["lines"]]
        if "pay" in order:
            order["pay"] = self._payments(order, refund)
        return order

    def _line(self, line: Order, refund: bool) -> Order:
        line = self._without(line, _NO_FIELD)
        if refund:
            line = self._without(line, ("section",))
        if refund and not self._dialect.whole:
            line = self._without(line, _ADJUSTMENTS)
        if not self._dialect.can_adjust(line):
            line = self._without(line, _ADJUSTMENTS)
        if self._dialect.whole and self._rates.get(line.get("section", 0)) != line.get("vat"):
            line = self._without(line, ("vat",))
        line["name"] = self._text(line["name"])
        return line

    def _without(self, order: Order, names: tuple[str, ...], counted: bool = True) -> Order:
        for name in names:
            if name in order and counted:
                self.left_out[name] += 1
        return {name: value for name, value in order.items() if name not in names}

    def _text(self, text: str) -> str:
        plain = printable(text)
        if plain != text:
            self.left_out["signs outside CP866"] += 1
        return plain

    def _payments(self, order: Order, refund: bool) -> list[Order]:
        """The payments, cashless first, made to fit what is to pay now."""
        rest = total(order)
        payments = []
        entries = sorted(order["pay"], key=lambda entry: entry["by"] == "cash")
        for place, entry in enumerate(entries):
            entry = self._without(entry, ("name",))
            last = place == len(entries) - 1
            amount = kopecks(entry["sum"])
            if entry["by"] != "cash" or refund:
                amount = rest if last else min(amount, rest)
            elif amount < rest:
                amount = rest
            if f"{amount / 100:.2f}" != entry["sum"]:
                self.left_out["payments made to fit"] += 1
            rest -= min(amount, rest)
            if amount:
                payments.append({**entry, "sum": f"{amount // 100}.{amount % 100:02d}"})
        return payments


def section_rates(orders: list[Order]) -> dict[int, int]:
    """VAT of the sections 1-16 of which all lines that are sold have the same one, in percent."""
    found: dict[int, set[int | None]] = {}
    for order in orders:
        if order["do"] != "refund":
            for line in order.get("lines", ()):
                found.setdefault(line.get("section", 0), set()).add(line.get("vat"))
    rates = {section: vats.pop() for section, vats in found.items() if len(vats) == 1}
    return {section: vat for section, vat in rates.items() if vat and 1 <= section <= 16}


def total(order: Order) -> int:
    """What is to pay for an order with lines, in kopecks."""
    lines = [line for line in order["lines"] if not line.get("corrected")]
    return adjusted(sum(adjusted(line_total(line), line) for line in lines), order)
