"""What may come next in a random run: hypothesis strategies for steps, and steps as orders.

A step is an order of a day file without its time. Where it depends on what went before (how much
is to be paid, which sale is refunded) it says so in words, and `resolve` asks the model.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tools.torture import sums
from tools.torture.ledger import Ledger
from tools.torture.sums import Order, Wrong

_NAMES = ("Хлеб", "Молоко 3,2 %", "Сыр «Рогачёвский», кг", "Ковш", "х" * 80)
_MARKS = tuple(f"010481790415221821TvRFevJXYBG{letter}\u001d91EE06" for letter in "ABC")
_UKS = tuple(f"BYB2357909014481534982068{digit}" for digit in "678")
_BAD_SUMS = ("0", "0.00", "-1", "1.234", "", "x", "1e3", "9" * 17, "549755813888.00", "٣")
_CURRENCIES = ("", "", "", "", "BYN", "BYN", "EUR", "EUR", "RUB", "USD")


def _rarely(common: st.SearchStrategy[Any], rare: st.SearchStrategy[Any],
            times: int = 9) -> st.SearchStrategy[Any]:
    """Mostly the one, once in a while the other."""
    return st.integers(0, times).flatmap(lambda toss: rare if toss == times else common)


def _pick(*among: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One of them; one that stands there twice comes twice as often (not so with `one_of`)."""
    return st.sampled_from(among).flatmap(lambda each: each)


_amounts = st.integers(1, 99_999).map(sums.text)
_sums = _rarely(_amounts, st.sampled_from(_BAD_SUMS))
_rates = _rarely(st.sampled_from(("0", "5", "12.5", "50")),
                 st.sampled_from(("99.99", "100", "100.01")), 20)
_small = st.integers(1, 50).map(sums.text)
_adjustments = st.one_of(st.fixed_dictionaries({"percent": _rates}),
                         st.fixed_dictionaries({"sum": _rarely(_small, _amounts)}))  # fmt: skip
_lines = st.fixed_dictionaries(
    {"name": _rarely(st.sampled_from(_NAMES), st.just(" "), 40),
     "price": _rarely(_amounts, st.sampled_from(_BAD_SUMS), 30)},
    optional={"qty": _rarely(st.sampled_from(("1", "2", "0.229", "3.5", "16.777")),
                             st.sampled_from(("0", "1.0005", "16777.216")), 30),
              "discount": _adjustments, "surcharge": _adjustments,
              "section": st.sampled_from((0, 1, 4, 255)), "vat": st.sampled_from((0, 10, 20)),
              "corrected": st.sampled_from((False, False, True))},
)  # fmt: skip
_marked = st.one_of(
    st.sampled_from(_MARKS).map(lambda mark: {"name": "Кроссовки", "price": "189.00",
                                              "mark": mark}),
    st.sampled_from(_UKS).map(lambda uks: {"name": "Сигареты", "price": "5.25", "uks": uks,
                                           "gtin": "4815349820686"}),
)  # fmt: skip
_receipts = _rarely(st.lists(_rarely(_lines, _marked, 5), min_size=1, max_size=4), st.just([]), 30)
_whole = {"discount": _adjustments, "surcharge": _adjustments,
          "currency": st.sampled_from(_CURRENCIES)}  # fmt: skip
_ways = _rarely(st.sampled_from(("exact", "cash", "card", "mixed", "other", "foreign",
                                "foreign card", "foreign change")),
                st.sampled_from(("short", "over", "none")), 12)  # fmt: skip


def _order(do: str, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Order]:
    return st.fixed_dictionaries({"do": st.just(do), **more})


def _call(name: str, *given: Any) -> Order:
    return {"do": "call", "name": name, "with": list(given)}


_SALES = st.builds(
    lambda order, more: {**order, **more},
    _order("sale", lines=_receipts, way=_ways, extra=st.integers(1, 5000)),
    st.fixed_dictionaries({}, optional=_whole),
)
_REFUNDS = st.builds(
    lambda order, more: {**order, **more},
    _order("refund", lines=_receipts, extra=st.integers(1, 5000),
           way=_rarely(st.sampled_from(("exact", "card")), st.sampled_from(("cash", "foreign")))),
    st.fixed_dictionaries({}, optional=_whole),
)  # fmt: skip
_BY_NUMBER = _order("refund", back=st.integers(0, 3), extra=st.just(1),
                    without=st.lists(st.integers(0, 3), max_size=2, unique=True),
                    parts=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 110)), max_size=2,
                                   unique_by=lambda part: part[0]),
                    way=st.sampled_from(("exact", "card", "cash")))  # fmt: skip
_CANCELS = _order("cancel", lines=_receipts)
_CASH = st.sampled_from(("deposit", "deposit", "withdraw", "card_payout")).flatmap(
    lambda do: _order(do, sum=_sums, currency=st.sampled_from(_CURRENCIES)))
_SHIFT = st.sampled_from((
    {"do": "z_report"}, {"do": "open_shift", "cashier": "Иванова"}, {"do": "x_report"},
    {"do": "z_report"}, {"do": "open_shift", "cashier": "Петрова А. А."}, {"do": "void"},
    {"do": "open_shift", "cashier": "  "}, {"do": "void"},
    {"do": "copy"},
    {"do": "copy", "number": 1}, {"do": "copy", "number": 9999}, {"do": "resume"},
    {"do": "abandon"},
))  # fmt: skip
_OTHER = st.sampled_from((
    _call("copy_z"), _call("check"), _call("control_tape"), _call("control_tape", 2, 3),
    _call("memory_report", 1, 9), _call("memory_report", 2, 1), _call("registration_report"),
    _call("memory_report", [2026, 1, 1, 0, 0, 0], [2027, 1, 1, 0, 0, 0]),
    _call("print_text", ["Здравствуйте", "x" * 100]), _call("restart"), _call("last_sale"),
    _call("settings"), _call("tape_records"), _call("confirm_clock_needed"),
    _call("configure", "vat", 1), _call("configure", "vat", 7), _call("configure", "x", 1),
    _call("configure", "top", ["Добро пожаловать"]), _call("configure", "name", "х" * 300),
    _call("configure", "base", "USD"), _call("configure", "secret", "x"),
    _call("set_rate", "USD", 32_000, 1), _call("set_rate", "EUR", 35_000, 1),
    _call("set_rate", "euro", 1, 1), _call("set_rate", "USD", 0, 1),
    _call("remove_rate", "USD"), _call("remove_rate", "ZZZ"),
    _call("set_clock", [2026, 2, 30, 0, 0, 0]), _call("set_clock", [2020, 1, 1, 0, 0, 0]),
    _call("register", 190000001, 110000001, 0), _call("register", 0, 110000001, 310000001),
    _call("manufacture", "1"), _call("login", 1, 7, "9999"), _call("logout"),
    _call("add_user", 5, "Сидорова", "5555"), _call("remove_user", 77),
    _call("set_password", 1, 5, "0000", "1234"), _call("nonsense"),
))  # fmt: skip
_WHEN = st.integers(1, 2500)
_SKNO_FAULTS = st.sampled_from((
    {"kind": "bad_crc"}, {"kind": "bad_sender", "times": 3}, {"kind": "nak", "times": 2},
    {"kind": "eot"}, {"kind": "refuse"}, {"kind": "lose", "on": "ack"},
    {"kind": "lose", "on": "answer"}, {"kind": "lose", "on": "answer", "times": 40},
    {"kind": "lose", "on": "status", "after": 2}, {"kind": "twice", "on": "answer"},
    {"kind": "mute", "on": "packet", "ms": 1500}, {"kind": "mute", "on": "packet", "ms": 600_000},
    {"kind": "busy", "ms": 115_000}, {"kind": "busy", "ms": 400_000},
    *({"kind": "power_loss", "at": at, "ms": 3000} for at in
      ("before_take", "after_take", "after_ack", "processed", "after_answer", "before_done",
       "after_done")),
    {"kind": "garbage", "on": "answer", "data": "17130517aa17ff"}, {"kind": "cut", "n": 5},
    {"kind": "raw_status", "times": 5}, {"kind": "late", "on": "answer", "ms": 2500},
    {"kind": "flag", "on": "req", "after": 2, "name": "certificate_ban", "value": True},
))  # fmt: skip
_EVENTS = st.sampled_from((
    "paper out", "cover open", "printer fail", "skno off", "skno faulty", "skno blocked",
    "skno offline", "skno full",
))  # fmt: skip
_CUTS = st.builds(
    lambda region, writes, kept, bits, share: {
        "do": "cut", "region": region, "writes": writes, "kept": kept, "bits": bits,
        "share": share, "seed": writes},
    st.sampled_from(("journal",) * 8 + ("settings", "memory")), st.integers(1, 5),
    st.sampled_from((0, 1, 7, 100, 300)), st.integers(0, 255), st.integers(0, 256))  # fmt: skip
_TROUBLES = _pick(
    *[_CUTS] * 5,
    st.sampled_from(({"do": "power"}, {"do": "power", "devices": False})),
    _SKNO_FAULTS.map(lambda fault: {"do": "fault", "skno": fault}),
    _EVENTS.map(lambda words: {"do": "fault", "event": words}),
    st.integers(1, 60).map(lambda lines: {"do": "fault", "paper_after": lines}),
    st.builds(lambda way, kind, after, value: {
        "do": "fault", "wire": "skno", "way": way, "kind": kind, "after": after, "value": value},
        st.sampled_from(("to", "from")), st.sampled_from(("flip", "drop", "add")), _WHEN,
        st.integers(1, 255)),
    st.builds(lambda kind, after, value: {
        "do": "fault", "wire": "printer", "way": "from", "kind": kind, "after": after % 100,
        "value": value}, st.sampled_from(("flip", "drop", "add")), _WHEN, st.integers(1, 255)),
    *[st.just({"do": "mend"})] * 4,
)  # fmt: skip
_TIMES = st.integers(0, 60).map(lambda toss: {58: 25 * 60, 59: -90}.get(toss, 1 + toss % 3))
STEPS = st.tuples(
    _TIMES,
    _rarely(_pick(_SALES, _SALES, _SALES, _SALES, _REFUNDS, _BY_NUMBER, _CANCELS, _CASH,
                      _CASH, _SHIFT, _SHIFT, _OTHER), _TROUBLES, 4),
)  # fmt: skip


def resolve(step: Order, ledger: Ledger) -> Order:
    """The step as an order that a day file can hold."""
    order = dict(step)
    if "extra" not in order:
        return order
    way, extra = order.pop("way"), order.pop("extra")
    total = 1000
    try:
        if "back" in order:
            known, back = ledger.sales, order.pop("back")
            order["of"] = known[-1 - back % len(known)].number if known else 9999
            parts, order["parts"] = order["parts"], []
            lines = ledger.left_of({**order, "without": []})[1]
            order["without"] = [place for place in order["without"] if place < len(lines)]
            order["parts"] = [[place, sums.thousandths(_part(lines[place], percent))]
                              for place, percent in parts if place < len(lines)]  # fmt: skip
            lines = ledger.left_of(order)[1]
            total = sum(line.net for line in lines)
        else:
            total = sums.total(order, sums.entered(order))
    except Wrong:
        pass
    order["pay"] = _payment(way, total, extra, ledger)
    if way == "foreign change":
        order["change"] = "EUR"
    return order


def _part(line: sums.Line, percent: int) -> int:
    """Thousandths to be paid back of a line: whole pieces where it was sold by the piece."""
    wanted = line.quantity * percent // 100
    return wanted if line.quantity % 1000 else wanted // 1000 * 1000 or line.quantity


def _payment(way: str, total: int, extra: int, ledger: Ledger) -> list[Order]:
    def by(kind: str, amount: int, **more: str) -> Order:
        return {"by": kind, "sum": sums.text(amount), **more}

    part = total * (extra % 100) // 100
    if way in ("foreign", "foreign card"):
        kind = "card" if way == "foreign card" else "cash"
        rate, units = ledger.rates.get("EUR", (10_000, 1))
        amount = max(1, part * 10_000 * units // rate)
        worth = sums.part_of(amount, rate, 10_000 * units)
        return [by(kind, amount, currency="EUR"), *([by("cash", total - worth)]
                                                    if total > worth else [])]
    ways = {
        "exact": [by("cash", total)] if total else [],
        "cash": [by("cash", total + extra)], "foreign change": [by("cash", total + extra)],
        "card": [by("card", total)], "other": [{**by("other", total), "name": "Сертификат"}],
        "mixed": [by("card", part), by("cash", total - part + extra)],
        "short": [by("cash", max(0, total - extra))], "over": [by("card", total + extra)],
        "none": [],
    }  # fmt: skip
    return ways[way]
