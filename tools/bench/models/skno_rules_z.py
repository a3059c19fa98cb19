"""The control of a Z-report (table 7) against the СКНО's own fold of the shift.

Every counter that follows from the documents of the shift must be equal to the kopeck. Cancels
and corrections are known to the register alone; of them, as of orders, only this is held: a count
of zero goes with a sum of zero.
"""

from collections.abc import Iterator

from tools.bench.models.skno_fields import money_text
from tools.bench.models.skno_ledger import Facts
from tools.bench.models.skno_tables import Z_CURRENCY, Z_ORDERS, Z_THIRD, Document

UNKNOWN = ("cancels_n", "cancels_sum", "corrections_n", "corrections_sum")
KNOWN = tuple(name for name, _ in (*Z_CURRENCY, *Z_THIRD)
              if name not in (*UNKNOWN, "currency", "extra"))
PAIRS = tuple((name, name[:-2] + "_sum") for name, _ in (*Z_CURRENCY, *Z_ORDERS)
              if name.endswith("_n") and (name in UNKNOWN or name.startswith("orders")))


def z_unp(document: Document, facts: Facts) -> Iterator[str]:
    """Field 2: the УНП of the identification."""
    if document["unp"] != facts.unp:
        yield f"УНП {document['unp']}, identified with {facts.unp}"


def z_number(document: Document, facts: Facts) -> Iterator[str]:
    """Field 6: one more than the last Z-report's."""
    last = facts.ledger.last_z
    expected = facts.first_z if last is None else last + 1
    if expected is not None and document["z_number"] != expected:
        yield f"Z number {document['z_number']}, expected {expected}"


def z_dates(document: Document, facts: Facts) -> Iterator[str]:
    """Fields 4 and 5: after the last Z-report, around all documents of the shift."""
    ledger = facts.ledger
    opened, at = document["opened"], document["at"]
    if ledger.last_z_at is not None and opened < ledger.last_z_at:
        yield f"shift opened {opened}, before the last Z-report of {ledger.last_z_at}"
    if opened > (ledger.shift.first_at or at):
        yield f"shift opened {opened}, after its first document or report"
    if ledger.last_at is not None and at < ledger.last_at:
        yield f"time {at} before the last document's {ledger.last_at}"


def z_payments(document: Document, facts: Facts) -> Iterator[str]:
    """Fields 7, 8, 9 and the sum of all fields 12."""
    shift = facts.ledger.shift
    for name, expected in (("payment_documents", shift.payments),
                           ("first_payment_document", shift.first_payment),
                           ("last_payment_document", shift.last_payment)):
        if document[name] != expected:
            yield f"{name} {document[name]}, received {expected}"
    total = sum(block["sales_n"] for block in document["currencies"])
    if total != document["payment_documents"]:
        yield f"payment documents {document['payment_documents']}, by currency {total}"


def z_currencies(document: Document, facts: Facts) -> Iterator[str]:
    """Field 10: the base currency first, each once, all that the shift used."""
    codes = [block["currency"] for block in document["currencies"]]
    if codes[:1] != [facts.base]:
        yield f"currencies {codes}, the base currency {facts.base} has to be the first"
    if len(set(codes)) != len(codes):
        yield f"a currency twice in {codes}"
    missing = sorted(set(facts.ledger.shift.currencies) - set(codes))
    if missing:
        yield f"currencies {missing} are missing"


def z_sums(document: Document, facts: Facts) -> Iterator[str]:
    """Fields 12-37 and 49-52 of each currency against the fold."""
    for block in document["currencies"]:
        counters = facts.ledger.shift.counters(block["currency"])
        for name in KNOWN:
            said, expected = block.get(name, 0), counters[name]
            if said != expected:
                yield (f"{block['currency']} {name} {_text(name, said)}, "
                       f"received {_text(name, expected)}")
        for count, total in PAIRS:
            if not block.get(count, 0) and block.get(total, 0):
                yield f"{block['currency']} {count} 0, {total} {_text(total, block[total])}"


def _text(name: str, value: int) -> str:
    return str(value) if name.endswith("_n") else money_text(value)
