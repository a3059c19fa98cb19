"""The formal and logical control of a document: what must hold beyond the fields themselves.

A check is a generator that yields what is wrong; `check` runs all of a kind and gives the whole
list, so that a test sees every fault at once. A check may look at the ledger (what was taken
before), never at anything the register says about itself. регл. 67, 68; прил. 2 табл. 1-7.
"""

from collections.abc import Callable, Iterator

from tools.bench.models.skno_fields import money_text
from tools.bench.models.skno_ledger import Facts, line_net
from tools.bench.models.skno_rules_z import (
    z_currencies,
    z_dates,
    z_number,
    z_payments,
    z_sums,
    z_unp,
)
from tools.bench.models.skno_tables import Document

ONE = 1000
SKKO_MAX = 999_999_999
UNP_MIN, UNP_MAX = 100_000_000, 999_999_999


Check = Callable[[Document, Facts], Iterator[str]]


def _skko(document: Document, facts: Facts) -> Iterator[str]:
    if document["skko"] != facts.sender:
        yield f"number in СККО {document['skko']}, sender's address {facts.sender}"
    if not 0 < document["skko"] <= SKKO_MAX:
        yield f"number in СККО {document['skko']} has not 9 digits"


def _number(document: Document, facts: Facts) -> Iterator[str]:
    last = facts.ledger.last_number
    expected = facts.first_number if last is None else last + 1
    if expected is not None and document["number"] != expected:
        yield f"number {document['number']}, expected {expected}"


def _date(document: Document, facts: Facts) -> Iterator[str]:
    last = facts.ledger.last_at
    if last is not None and document["at"] < last:
        yield f"time {document['at']} before the last document's {last}"


def _same(name: str, value: int, meaning: str, expected: int) -> Iterator[str]:
    if value != expected:
        yield f"{name} {money_text(value)}, {meaning} {money_text(expected)}"


def _sale_lines(document: Document, facts: Facts) -> Iterator[str]:
    if not document["lines"]:
        yield "no lines"
    for index, line in enumerate(document["lines"], 1):
        if line_net(line) < 0:
            yield f"line {index} comes to {money_text(line_net(line))}"
    yield from _marked_lines(document, facts)


def _marked_lines(document: Document, facts: Facts) -> Iterator[str]:
    for index, line in enumerate(document["lines"], 1):
        if line["marking"] and line["qty"] != ONE:
            yield f"line {index} is marked, quantity {line['qty']} thousandths"


def _sale_sums(document: Document, facts: Facts) -> Iterator[str]:
    get = document.__getitem__
    yield from _same("subtotal", get("subtotal"), "lines come to",
                     sum(line_net(line) for line in get("lines")))
    yield from _same("to pay", get("to_pay"), "subtotal, discount and surcharge come to",
                     get("subtotal") + get("discount") + get("surcharge"))
    yield from _same("to pay", get("to_pay"), "cashless and cash come to",
                     get("cashless") + get("cash"))
    if get("other") > get("cashless"):
        yield f"other {money_text(get('other'))} of cashless {money_text(get('cashless'))}"


def _third_party(document: Document, facts: Facts) -> Iterator[str]:
    unp = document["third_party_unp"]
    if unp and not UNP_MIN <= unp <= UNP_MAX:
        yield f"third party's УНП {unp} has not 9 digits"


def _refund_sums(document: Document, facts: Facts) -> Iterator[str]:
    get = document.__getitem__
    yield from _same("refund", get("sum"), "cash and cashless come to",
                     get("cash") + get("cashless"))
    if get("other") > get("cashless"):
        yield f"other {money_text(get('other'))} of cashless {money_text(get('cashless'))}"
    if not get("lines"):
        yield "no lines"


def _cash(document: Document, facts: Facts) -> Iterator[str]:
    needed = -document["sum"] if document["kind"] == "card_payout" else document["sum"]
    if document["kind"] == "refund":
        needed = document["cash"]
    yield from _drawer(document["currency"], needed, facts)


def _drawer(currency: str, needed: int, facts: Facts) -> Iterator[str]:
    known = facts.ledger.shift.counters(currency)["drawer"]
    if facts.strict_cash and needed > known:
        yield f"{money_text(needed)} {currency} out of a drawer with {money_text(known)}"


def _voided(document: Document, facts: Facts) -> Iterator[str]:
    shift = facts.ledger.shift
    sale = shift.last_sale
    if sale is None or sale["number"] != document["voided"]:
        yield f"voids {document['voided']}, the shift's last sale is {sale and sale['number']}"
        return
    if shift.last_sale_voided:
        yield f"sale {sale['number']} has been voided already"
    yield from _same("voided sum", document["sum"], "the sale was", sale["to_pay"])
    if document["currency"] != sale["currency"]:
        yield f"currency {document['currency']}, the sale's {sale['currency']}"
    keys = ("marking", "mark", "uks", "name")
    sold = [[line.get(key) for key in keys] for line in sale["lines"] if line["marking"]]
    if [[line.get(key) for key in keys] for line in document["lines"]] != sold:
        yield f"marked lines differ from those of sale {sale['number']}"
    yield from _drawer(sale["currency"], sale["cash"], facts)


COMMON: tuple[Check, ...] = (_skko, _number, _date)
CHECKS: dict[str, tuple[Check, ...]] = {
    "sale": (*COMMON, _sale_lines, _sale_sums, _third_party),
    "deposit": COMMON,
    "withdrawal": (*COMMON, _cash),
    "card_payout": (*COMMON, _cash),
    "refund": (*COMMON, _marked_lines, _refund_sums, _cash),
    "void": (*COMMON, _voided),
    "z_report": (_skko, z_unp, z_number, z_dates, z_payments, z_currencies, z_sums),
}


def check(document: Document, facts: Facts) -> list[str]:
    """Everything that is wrong with a decoded document; empty: it is taken."""
    return [problem for rule in CHECKS[document["kind"]] for problem in rule(document, facts)]
