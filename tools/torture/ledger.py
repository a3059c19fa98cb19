"""A reference model of the register: totals and numbers, and nothing else.

`meet` says of an order of a day file whether it must be carried out (OK), must be refused
(REFUSED) or may be either (EITHER), and gives what it does to the totals. The runner tells the
model what came of it. Written from docs/design.md; it knows no journal, no СКНО and no paper.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tools.torture import sums
from tools.torture.sums import Order, Paid, Wrong

OK, REFUSED, EITHER = "ok", "refused", "either"
DAY = datetime.timedelta(days=1)
# Type bytes of прил. 2.
TYPES = {"sale": 10, "deposit": 11, "withdraw": 12, "refund": 13, "void": 14, "z_report": 15,
         "card_payout": 16}  # fmt: skip
COUNTED = (
    "sales_n", "sales_sum", "cashless", "cash", "other", "refunds_n", "refunds_sum",
    "deposits_n", "deposits_sum", "withdrawals_n", "withdrawals_sum", "payouts_n", "payouts_sum",
    "cancels_n", "cancels_sum", "voids_n", "voids_sum", "corrections_n", "corrections_sum",
    "mark_sold_n", "mark_sold_sum", "uks_sold_n", "uks_sold_sum", "mark_refunded_n",
    "uks_refunded_n", "mark_voided_n", "uks_voided_n", "drawer",
)  # fmt: skip
_MOVES = {"deposit": ("deposits", 1), "withdraw": ("withdrawals", -1),
          "card_payout": ("payouts", -1)}  # fmt: skip
Apply = Callable[[], None]


@dataclass
class Shift:
    """One shift's totals by currency; `z` is the number of the report that closed it."""

    opened: datetime.datetime
    totals: dict[str, dict[str, int]] = field(default_factory=dict)
    documents: int = 0
    payments: int = 0
    first: int = 0
    last: int = 0
    z: int = 0

    def add(self, currency: str, **changes: int) -> None:
        values = self.totals.setdefault(currency, dict.fromkeys(COUNTED, 0))
        for name, value in changes.items():
            values[name] += value

    def drawer(self, currency: str) -> int:
        return self.totals.get(currency, {}).get("drawer", 0)

    def pour(self, moves: dict[str, int], sign: int = 1) -> None:
        for currency, amount in moves.items():
            if amount:
                self.add(currency, drawer=sign * amount)


class Ledger:
    """The model. `documents` are (type, number) as the СКНО must hold them, Z-reports included."""

    def __init__(self, base: str, rates: list[list[Any]], latest: datetime.datetime,
                 number: int = 0, z: int = 0) -> None:
        self.base = base
        self.rates = {code: (rate, units) for code, rate, units in rates}
        self.latest = latest
        self.number = number
        self.z = z
        self.shift: Shift | None = None
        self.closed: list[Shift] = []
        self.documents: list[list[int]] = []
        self.sales: list[Paid] = []
        self.voidable: Paid | None = None
        self.waiting = False

    def figures(self) -> dict[str, Any] | None:
        """The figures as the register gives them; None before the first shift."""
        shift = self.shift or (self.closed[-1] if self.closed else None)
        if shift is None:
            return None
        return {
            "documents": shift.documents, "payment_documents": shift.payments,
            "first_payment_document": shift.first, "last_payment_document": shift.last,
            "z_number": shift.z,
            "currencies": {
                code: {name: value if name.endswith("_n") else sums.text(value)
                       for name, value in values.items()}
                for code, values in shift.totals.items()},
        }  # fmt: skip

    def meet(self, order: Order, moment: datetime.datetime) -> tuple[str, Apply]:
        """(OK, REFUSED or EITHER, what carrying it out does to the model)."""
        do = order["do"]
        if do in ("resume", "abandon", "call", "copy", "x_report"):
            return self._other(order, moment)
        try:
            if self.waiting or moment < self.latest:
                raise Wrong("waiting, or the clock stands back")
            if (do == "open_shift") == (self.shift is not None):
                raise Wrong("shift")
            certain, apply = getattr(self, _DO[do])(order, moment)
        except Wrong:
            return REFUSED, _nothing
        return (OK if certain else EITHER), apply

    def _other(self, order: Order, moment: datetime.datetime) -> tuple[str, Apply]:
        do = order["do"]
        if do == "x_report" and (self.waiting or self.shift is None or moment < self.latest):
            return REFUSED, _nothing
        if do == "x_report" or (do == "resume" and not self.waiting):
            return OK, _nothing
        return EITHER, lambda: self._programmed(order)

    def _programmed(self, order: Order) -> None:
        name, given = order.get("name"), order.get("with", [])
        if name == "set_rate":
            self.rates[given[0]] = (given[1], given[2])
        elif name == "remove_rate":
            del self.rates[given[0]]

    def _open(self, order: Order, moment: datetime.datetime) -> tuple[bool, Apply]:
        cashier = order.get("cashier", "")
        if not cashier.strip() or len(cashier) > 60:
            raise Wrong("cashier")

        def apply() -> None:
            self.shift, self.latest, self.voidable = Shift(moment), moment, None

        return True, apply

    def _close(self, order: Order, moment: datetime.datetime) -> tuple[bool, Apply]:
        shift = self._in_shift()

        def apply() -> None:
            self.z += 1
            shift.z, self.latest = self.z, moment
            self.documents.append([TYPES["z_report"], self.z])
            self.closed.append(shift)
            self.shift = None

        return True, apply

    def _in_shift(self) -> Shift:
        if self.shift is None:
            raise Wrong("shift")
        return self.shift

    def _currency(self, order: Order) -> str:
        currency = order.get("currency") or self.base
        if currency != self.base and currency not in self.rates:
            raise Wrong("currency")
        return currency

    def _register(self, kind: str, moment: datetime.datetime) -> int:
        """Numbers a document."""
        shift = self._in_shift()
        self.number += 1
        self.latest = moment
        shift.documents += 1
        self.documents.append([TYPES[kind], self.number])
        return self.number

    def _move(self, order: Order, moment: datetime.datetime) -> tuple[bool, Apply]:
        shift, currency = self._in_shift(), self._currency(order)
        amount = sums.number(order.get("sum"), 2)
        name, sign = _MOVES[order["do"]]
        if not 0 < amount <= sums.MOST or shift.drawer(currency) + sign * amount < 0:
            raise Wrong("sum")

        def apply() -> None:
            self._register(order["do"], moment)
            shift.add(currency, **{name + "_n": 1, name + "_sum": amount}, drawer=sign * amount)

        return True, apply

    def _cancel(self, order: Order, moment: datetime.datetime) -> tuple[bool, Apply]:
        shift, currency = self._in_shift(), self._currency(order)
        lines = sums.entered(order)
        sums.total(order, lines)
        if not lines:
            raise Wrong("empty")

        def apply() -> None:
            self.latest = moment
            shift.add(currency, cancels_n=1, cancels_sum=sum(each.net for each in lines))

        return True, apply

    def _receipt(self, order: Order, moment: datetime.datetime) -> Paid:
        """A sale or a free refund with its payment."""
        shift = self._in_shift()
        if moment - shift.opened >= DAY:
            raise Wrong("24 hours")
        lines = sums.entered(order)
        if not any(not each.corrected for each in lines):
            raise Wrong("empty")
        return Paid(self._currency(order), lines, sums.total(order, lines))

    def _sale(self, order: Order, moment: datetime.datetime) -> tuple[bool, Apply]:
        shift, paid = self._in_shift(), self._receipt(order, moment)
        sums.pay(order, paid, self.rates, self.base)
        self._check_drawer(paid.moves, 1)

        def apply() -> None:
            number = self._register("sale", moment)
            paid.number, paid.left = number, paid.shared()
            shift.payments, shift.last = shift.payments + 1, number
            shift.first = shift.first or number
            shift.add(paid.currency, sales_n=1, sales_sum=paid.total, cash=paid.cash,
                      cashless=paid.cashless, other=paid.other)  # fmt: skip
            for line in paid.lines:
                if line.corrected:
                    shift.add(paid.currency, corrections_n=1, corrections_sum=line.net)
                    continue
                shift.add(paid.currency, mark_sold_n=line.marked, uks_sold_n=line.uks,
                          mark_sold_sum=line.net * line.marked,
                          uks_sold_sum=line.net * line.uks)  # fmt: skip
            shift.pour(paid.moves)
            self.sales.append(paid)
            self.voidable = paid

        return paid.total > 0, apply

    def _check_drawer(self, moves: dict[str, int], sign: int) -> None:
        shift = self._in_shift()
        if any(shift.drawer(code) + sign * amount < 0 for code, amount in moves.items()):
            raise Wrong("drawer")

    def left_of(self, order: Order) -> tuple[Paid, list[sums.Line]]:
        """The sale that a refund by number is of, and the lines that it pays back."""
        sale = next((sale for sale in self.sales if sale.number == order["of"]), None)
        if sale is None or sale.voided or not sale.left:
            raise Wrong("no such sale")
        out = set(order.get("without", ()))
        parts = dict(order.get("parts", ()))
        if any(place >= len(sale.left) for place in [*out, *parts]):
            raise Wrong("no such line")
        lines = [sums.part(line, sums.number(parts[place], 3)) if place in parts else line
                 for place, line in enumerate(sale.left)]  # fmt: skip
        return sale, [line for place, line in enumerate(lines) if place not in out]

    def _refund(self, order: Order, moment: datetime.datetime) -> tuple[bool, Apply]:
        shift = self._in_shift()
        sale = None
        if order.get("of"):
            sale, lines = self.left_of(order)
            if not lines or moment - shift.opened >= DAY:
                raise Wrong("nothing is left")
            paid = Paid(sale.currency, lines, sum(line.net for line in lines))
        else:
            paid = self._receipt(order, moment)
        if any(tender.get("currency") for tender in order["pay"]):
            raise Wrong("a refund in another currency")
        sums.pay(order, paid, self.rates, self.base)
        self._check_drawer(paid.moves, -1)

        def apply() -> None:
            self._register("refund", moment)
            shift.add(paid.currency, refunds_n=1, refunds_sum=paid.total)
            for line in paid.lines:
                if line.corrected:
                    shift.add(paid.currency, corrections_n=1, corrections_sum=line.net)
                else:
                    shift.add(paid.currency, mark_refunded_n=line.marked, uks_refunded_n=line.uks)
            shift.pour(paid.moves, -1)
            if sale is not None:
                sale.give(paid.lines)

        return paid.total > 0, apply

    def _void(self, order: Order, moment: datetime.datetime) -> tuple[bool, Apply]:
        shift, sale = self._in_shift(), self.voidable
        if sale is None or sale.given:
            raise Wrong("nothing to void")
        self._check_drawer(sale.moves, -1)

        def apply() -> None:
            self._register("void", moment)
            sold = sale.sold()
            shift.add(sale.currency, voids_n=1, voids_sum=sale.total,
                      mark_voided_n=sum(line.marked for line in sold),
                      uks_voided_n=sum(line.uks for line in sold))  # fmt: skip
            shift.pour(sale.moves, -1)
            sale.voided, self.voidable = True, None

        return True, apply


def _nothing() -> None:
    pass


_DO = {
    "open_shift": "_open", "z_report": "_close", "sale": "_sale", "refund": "_refund",
    "void": "_void", "cancel": "_cancel", "deposit": "_move", "withdraw": "_move",
    "card_payout": "_move",
}  # fmt: skip
