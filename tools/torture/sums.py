"""What a receipt of a day file comes to, worked out from docs/design.md (Money) alone.

Kopecks, thousandths and hundredths of a percent as integers; `Wrong` for what must be refused.
Nothing here is taken from the firmware.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

Order = dict[str, Any]
MOST = 549_755_813_887 * 100 + 99  # прил. 2: 39 bits of roubles
WHOLE = 10_000  # 100 %
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]+)?", re.ASCII)


class Wrong(Exception):
    """The register must refuse this."""


@dataclass(eq=False)
class Line:
    """One line: what it costs after its own discount and surcharge, and what it is."""

    net: int
    name: str
    price: int = 0
    quantity: int = 1000
    marked: bool = False
    uks: bool = False
    corrected: bool = False
    codes: tuple[str, ...] = ()


@dataclass(eq=False)
class Paid:
    """A receipt with its payment; `moves`: how each currency's drawer moves for a sale."""

    currency: str
    lines: list[Line]
    total: int
    cash: int = 0
    cashless: int = 0
    other: int = 0
    moves: dict[str, int] = field(default_factory=dict)
    number: int = 0
    left: list[Line] = field(default_factory=list)
    given: bool = False  # something of it was paid back
    voided: bool = False

    def sold(self) -> list[Line]:
        return [line for line in self.lines if not line.corrected]

    def shared(self) -> list[Line]:
        """The sold lines, each with its part of what was taken off or put on the whole: by what it
        costs, rounded down, the remainder with those behind it."""
        lines = [replace(line) for line in self.sold()]
        rest, costs = self.total - sum(line.net for line in lines), sum(line.net for line in lines)
        for line in lines:
            part = rest * line.net // costs if costs else 0
            rest, costs = rest - part, costs - line.net
            line.net += part
        return lines

    def give(self, back: list[Line]) -> None:
        """Takes what was paid back off what is left, line by line: the same goods at the same
        price, of several lines the first whose part costs as much."""
        self.given = True
        for line in back:
            source = next(each for each in self.left
                          if (each.name, each.price) == (line.name, line.price)
                          and each.codes == line.codes and each.quantity >= line.quantity
                          and part(each, line.quantity).net == line.net)  # fmt: skip
            if source.quantity == line.quantity:
                self.left.remove(source)
            else:
                self.left[self.left.index(source)] = replace(
                    source, quantity=source.quantity - line.quantity, net=source.net - line.net
                )


def number(text: Any, digits: int) -> int:
    """A decimal string with at most so many decimals."""
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise Wrong(f"number {text!r}")
    whole, _, part = text.partition(".")
    if len(part) > digits:
        raise Wrong(f"number {text!r}")
    return int(whole + part.ljust(digits, "0"))


def text(kopecks: int) -> str:
    """Kopecks as a decimal string."""
    sign, kopecks = ("-" if kopecks < 0 else ""), abs(kopecks)
    return f"{sign}{kopecks // 100}.{kopecks % 100:02}"


def thousandths(quantity: int) -> str:
    """A quantity as a decimal string."""
    return f"{quantity // 1000}.{quantity % 1000:03}"


def part_of(amount: int, over: int, under: int) -> int:
    """amount x over / under, half up."""
    return (2 * amount * over + under) // (2 * under)


def part(line: Line, quantity: int) -> Line:
    """So much of a line: at its price where that is what the line cost, else its part of that."""
    if not 0 < quantity <= line.quantity or (line.codes and quantity < line.quantity):
        raise Wrong("part")
    net = part_of(line.net, quantity, line.quantity)
    if quantity < line.quantity and line.net == part_of(line.price, line.quantity, 1000):
        net = part_of(line.price, quantity, 1000)
    return replace(line, quantity=quantity, net=net)


def adjustment(given: Order | None, base: int) -> int:
    """A discount or surcharge in kopecks."""
    if given is None:
        return 0
    if "percent" in given:
        rate = number(given["percent"], 2)
        if rate > WHOLE:
            raise Wrong("percent")
        return part_of(base, rate, WHOLE)
    return number(given["sum"], 2)


def line(entry: Order) -> Line:
    """One line."""
    price, quantity = number(entry["price"], 2), number(entry.get("qty", "1"), 3)
    name = entry["name"]
    if not 0 < price <= MOST or not 0 < quantity <= 0xFFFFFF or not name.strip():
        raise Wrong("line")
    if not 0 <= entry.get("section", 0) <= 255 or len(name) > 255:
        raise Wrong("line")
    total = part_of(price, quantity, 1000)
    if total > MOST:
        raise Wrong("line")
    net = (total - adjustment(entry.get("discount"), total)
           + adjustment(entry.get("surcharge"), total))
    if net < 0:
        raise Wrong("negative line")
    marked, uks = bool(entry.get("mark")), bool(entry.get("uks"))
    if (marked or uks) and quantity != 1000:
        raise Wrong("marked goods go one by one")
    if uks and not marked and not entry.get("gtin"):
        raise Wrong("no GTIN")
    codes = tuple(entry.get(each) or "" for each in ("mark", "uks")) if marked or uks else ()
    return Line(net, name, price, quantity, marked, uks, entry.get("corrected", False), codes)


def entered(order: Order) -> list[Line]:
    """The lines of an order; two with one mark are refused, unless the first was corrected."""
    seen: set[str] = set()
    lines = []
    for entry in order.get("lines", ()):
        found = line(entry)
        codes = {entry[name] for name in ("mark", "uks") if entry.get(name)}
        if codes & seen:
            raise Wrong("marked twice")
        if not found.corrected:
            seen |= codes
        lines.append(found)
    return lines


def total(order: Order, lines: list[Line]) -> int:
    """What is to be paid; Wrong below zero."""
    subtotal = sum(each.net for each in lines if not each.corrected)
    whole = (subtotal + adjustment(order.get("surcharge"), subtotal)
             - adjustment(order.get("discount"), subtotal))
    if not 0 <= whole <= MOST:
        raise Wrong("total")
    return whole


def pay(order: Order, paid: Paid, rates: dict[str, tuple[int, int]], base: str) -> None:
    """Fills in how `paid` is paid; `rates`: (ten-thousandths, per units) of other currencies."""
    given = {"cash": 0, "card": 0, "other": 0}
    for tender in order.get("pay", ()):
        amount, currency = number(tender["sum"], 2), tender.get("currency", "")
        worth = amount
        if currency:
            if currency not in rates or paid.currency != base:
                raise Wrong("currency")
            worth = part_of(amount, rates[currency][0], 10_000 * rates[currency][1])
        if not 0 < worth <= MOST or tender["by"] not in given:
            raise Wrong("tender")
        given[tender["by"]] += worth
        if tender["by"] == "cash":
            where = currency or paid.currency
            paid.moves[where] = paid.moves.get(where, 0) + amount
    paid.other, paid.cashless = given["other"], given["card"] + given["other"]
    paid.cash = paid.total - paid.cashless
    change = given["cash"] - paid.cash
    if paid.cash < 0 or change < 0:
        raise Wrong("payment")
    if not change:
        return
    if order["do"] == "refund":
        raise Wrong("change on a refund")
    where, back = order.get("change") or paid.currency, change
    if where != paid.currency:
        if where not in rates or paid.currency != base:
            raise Wrong("currency of the change")
        back = change * 10_000 * rates[where][1] // rates[where][0]
    paid.moves[where] = paid.moves.get(where, 0) - back
