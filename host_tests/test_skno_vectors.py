"""The firmware's documents against the golden bytes of the bench, which shares no code with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.counters import FIELDS, Counters
from bu.fiscal.report import Report
from bu.skno import document_reader, documents, tables
from bu.skno.client import BytesSource
from host_tests.portable.support import joined

VECTORS = json.loads(
    (Path(__file__).parent / "vectors" / "skno_documents.json").read_text(encoding="utf-8")
)
KINDS = {"sale": d.SALE, "deposit": d.DEPOSIT, "withdrawal": d.WITHDRAWAL, "refund": d.REFUND,
         "void": d.VOID, "card_payout": d.CARD_PAYOUT, "z_report": d.Z_REPORT}

# Counters that the vectors call otherwise.
NAMES = {"third_voided_n": "third_voids_n", "third_voided_sum": "third_voids_sum"}


def kopecks(text: str) -> int:
    return abs(int(text.replace(".", "")))


def moment(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.replace("T", "-").replace(":", "-").split("-"))


def line(wanted: dict[str, Any]) -> d.Line:
    quantity = int(wanted.get("qty", "1.000").replace(".", ""))
    price = kopecks(wanted.get("price", "0.00"))
    made = d.Line(wanted["name"], price, quantity, kopecks(wanted.get("sum", "0.00")))
    if "price" in wanted:
        made.total = money.line_total(price, quantity)
    made.section = wanted.get("section", 0)
    made.gtin, made.gtin_kind = wanted.get("gtin", ""), wanted.get("gtin_kind", 0)
    made.mark = wanted.get("mark", "").encode()
    made.uks = wanted.get("uks", "").encode()
    made.discount = kopecks(wanted.get("discount", "0.00"))
    made.surcharge = kopecks(wanted.get("surcharge", "0.00"))
    return made


def document(wanted: dict[str, Any]) -> d.Document:
    made = d.Document(KINDS[wanted["kind"]], wanted["currency"], wanted["cashier"])
    made.number, made.time = wanted["number"], moment(wanted["at"])
    made.lines = [line(entry) for entry in wanted.get("lines", [])]
    made.total = kopecks(wanted.get("to_pay") or wanted["sum"])
    for name in ("subtotal", "discount", "surcharge", "cash", "cashless", "other"):
        setattr(made, name, kopecks(wanted.get(name, "0.00")))
    made.voided = wanted.get("voided", 0)
    made.third_party = wanted.get("third_party_unp", 0)
    return made


def report(wanted: dict[str, Any]) -> Report:
    counters = Counters()
    counters.payment_documents = wanted["payment_documents"]
    counters.first_payment = wanted["first_payment_document"]
    counters.last_payment = wanted["last_payment_document"]

    def value(entry: dict[str, Any], name: str) -> int:
        found = entry.get(NAMES.get(name, name), 0)
        return kopecks(found) if isinstance(found, str) else found

    orders = {}
    for entry in wanted["currencies"]:
        values = [0 if name in ("other", "drawer", "turnover") else value(entry, name)
                  for name in FIELDS]
        counters.currencies[entry["currency"]] = values
        if entry["extra"] & 1:
            orders[entry["currency"]] = [value(entry, name) for name in tables.ORDERS.split()]
    base = wanted["currencies"][0]["currency"]
    made = Report(wanted["z_number"], moment(wanted["opened"]), moment(wanted["at"]), counters,
                  base)
    if orders:
        made.orders = orders  # type: ignore[attr-defined]
    return made


@pytest.mark.regl(
    "65", "67/2", "68/1-7", "79/2", "табл.1.*", "табл.2.*", "табл.3.*", "табл.4.*", "табл.5.1-8",
    "табл.5.10-19", "табл.5.15.*", "табл.6.*", "табл.7.*",
)
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_encoded(vector: dict[str, Any]) -> None:
    wanted = vector["decoded"]
    made = report(wanted) if wanted["kind"] == "z_report" else document(wanted)
    out = joined(documents.encode(made, wanted["skko"], wanted.get("unp", 0)))
    assert out.hex() == vector["hex"]
    assert documents.size(made) == len(out)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_decoded_and_encoded_again(vector: dict[str, Any]) -> None:
    raw = bytes.fromhex(vector["hex"])
    read = document_reader.decode(BytesSource(raw), len(raw))
    wanted = vector["decoded"]
    assert joined(documents.encode(read, wanted["skko"], wanted.get("unp", 0))) == raw


def test_every_kind_has_a_vector() -> None:
    assert {KINDS[vector["decoded"]["kind"]] for vector in VECTORS} == set(tables.KINDS)
