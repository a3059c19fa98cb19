"""What differs between the dialects: the fields of the commands that sell."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .codec import bcd

REGISTER, STORNO, RETURN, ADJUST = 0x48, 0x4E, 0x57, 0x43
RMF_VAT = {20: 1, 10: 2, None: 6}
_DISCOUNT, _SURCHARGE = "discount", "surcharge"


def kopecks(text: str) -> int:
    return int(Decimal(text) * 100)


def thousandths(text: str) -> int:
    return int(Decimal(text) * 1000)


def half_up(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def line_total(line: dict[str, Any]) -> int:
    """Price times quantity, in kopecks, before the line's own discount."""
    whole = Decimal(line["price"]) * 100 * Decimal(line.get("qty", "1"))
    return half_up(whole)


def adjusted(total: int, order: dict[str, Any]) -> int:
    """A sum after the discount and surcharge of a line or receipt, both of the sum itself."""
    surcharge = adjustment(total, order.get(_SURCHARGE))
    return total + surcharge - adjustment(total, order.get(_DISCOUNT))


def adjustment(base: int, value: dict[str, str] | None) -> int:
    """A discount or surcharge in kopecks."""
    if not value:
        return 0
    if "sum" in value:
        return kopecks(value["sum"])
    return half_up(Decimal(base) * Decimal(value["percent"]) / 100)


def _size(value: dict[str, str]) -> tuple[int, bytes]:
    """(0, percent in hundredths on 3 bytes) or (1, sum on 5 bytes)."""
    if "percent" in value:
        return 0, bcd(int(Decimal(value["percent"]) * 100), 3)
    return 1, bcd(kopecks(value["sum"]), 5)


@dataclass(frozen=True)
class Dialect:
    """One of the two documents. `payments`: type of payment by the word of a day file."""

    name: str
    payments: dict[str, int]
    seen_size: int  # of register 13h
    whole: bool  # it has 43h and 41h: discounts on the whole receipt, void of the last sale

    def line(self, code: int, line: dict[str, Any]) -> list[tuple[int, bytes]]:
        """The commands that register, take back (4Eh) or return (57h) a line."""
        raise NotImplementedError

    def can_adjust(self, line: dict[str, Any]) -> bool:
        """Whether the line's own discount or surcharge can be said."""
        return True

    def adjust(self, order: dict[str, Any], area: int) -> list[tuple[int, bytes]]:
        """The commands of a discount and surcharge; area 0: the whole, 1: the last line."""
        raise NotImplementedError


class Rmf(Dialect):
    """ФЕЛИКС-РМФ: a line's own discount is a part of its command, and taken off its price."""

    def can_adjust(self, line: dict[str, Any]) -> bool:
        return _net_price(line) is not None

    def line(self, code: int, line: dict[str, Any]) -> list[tuple[int, bytes]]:
        price, cost, kind, rate, amount = kopecks(line["price"]), 0, 0, bytes(3), bytes(5)
        for number, name in ((1, _DISCOUNT), (2, _SURCHARGE)):
            if name in line:
                kind, cost = number, adjusted(line_total(line), line)
                price = _net_price(line) or price
                amount = bcd(adjustment(line_total(line), line[name]), 5)
                if "percent" in line[name]:
                    rate = _size(line[name])[1]
        figures = b"\0" + bcd(price, 5) + bcd(thousandths(line.get("qty", "1")), 5)
        vat = bytes((RMF_VAT[line.get("vat")],)) + bytes(5)
        if code == RETURN:
            return [(code, figures + bytes(9) + vat + bytes(5) + b"\x01\x04")]
        data = figures + bcd(line.get("section", 0), 1) + bytes((kind,)) + rate + amount + vat
        return [(code, data + bcd(cost, 5) + b"\x01\x04")]

    def adjust(self, order: dict[str, Any], area: int) -> list[tuple[int, bytes]]:
        return []


def _net_price(line: dict[str, Any]) -> int | None:
    """The unit price after the line's discount; None where no price of whole kopecks comes to its
    cost within a kopeck, as the RMF wants."""
    cost = adjusted(line_total(line), line)
    quantity = Decimal(line.get("qty", "1"))
    price = half_up(cost / quantity)
    return price if abs(half_up(price * quantity) - cost) <= 1 else None


class Old(Dialect):
    """ФЕЛИКС-80К: a discount is a command of its own (43h)."""

    def line(self, code: int, line: dict[str, Any]) -> list[tuple[int, bytes]]:
        data = b"\0" + bcd(kopecks(line["price"]), 5) + bcd(thousandths(line.get("qty", "1")), 5)
        if code != RETURN:
            data += bcd(line.get("section", 0), 1)
        return [(code, data)]

    def adjust(self, order: dict[str, Any], area: int) -> list[tuple[int, bytes]]:
        commands = []
        for sign, name in ((1, _SURCHARGE), (0, _DISCOUNT)):
            if name in order:
                by_sum, size = _size(order[name])
                commands.append((ADJUST, bytes((0, area, by_sum, sign)) + size))
        return commands


DIALECTS: dict[str, Dialect] = {
    "felix-rmf": Rmf("felix-rmf", {"cash": 1, "card": 2, "other": 5}, 13, False),
    "felix-80k": Old("felix-80k", {"cash": 1, "card": 4, "other": 2}, 8, True),
}
