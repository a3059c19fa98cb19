"""The СКНО model's reading of tables 1-7 of прил. 2: golden documents, and each field spoiled."""

import json
import pathlib
import re
import runpy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests import skno_model_bytes as b
from host_tests.skno_model_unit import AT, DEPOSIT, Unit, device
from tools.bench.models.skno_decoder import decode
from tools.bench.models.skno_fields import DocumentError
from tools.bench.models.skno_tables import plain

HERE = pathlib.Path(__file__).parent
VECTORS = json.loads(HERE.joinpath("vectors/skno_documents.json").read_text("utf-8"))

PAYOUT = b.cash_document(16, 1, AT, -10000)
SALE = b.sale(1, AT, [b.sale_line("Гвозди", 500)], 500, cash=500)
MARKED = b.sale(1, AT, [b.sale_line("Шина", 500, mark="01", uks="BY")], 500, cash=500)
REFUND = b.refund(1, AT, [b.refund_line("Гвозди", 500)], 500, cash=500)
VOID = b.void(2, AT, 1, 500, [("01", "BY", "Шина")])
Z = b.z_report(1, (2026, 12, 1, 8, 0, 0), AT, [b.z_currency(orders=[(1, 100)] * 5,
                                                            third=[(1, 100)] * 2)])
# offsets of the parts behind the fixed head (see skno_tables)
HEAD, LINE, TAIL = 38, 40, 40 + 80


def put(raw, at, new):
    """`raw` with `new` at the offset `at`."""
    new = bytes.fromhex(new) if isinstance(new, str) else new
    return raw[:at] + new + raw[at + len(new):]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_golden_documents_decode(vector):
    assert plain(decode(bytes.fromhex(vector["hex"]))) == vector["decoded"]


def test_golden_documents_are_what_their_generator_writes():
    assert runpy.run_path(str(HERE / "vectors/make_skno_documents.py"))["vectors"]() == VECTORS


def test_golden_shift_is_taken_document_by_document():
    unit = Unit(device()).start()
    for vector in VECTORS:
        if vector["name"].startswith("day-"):
            unit.take(bytes.fromhex(vector["hex"]))
    assert unit.skno.violations == []
    totals = unit.skno.totals()
    assert (totals["documents"], totals["payment_documents"], totals["z_number"]) == (9, 3, 1)
    assert totals["currencies"]["BYN"]["drawer"] == "51.06"
    assert totals["currencies"]["BYN"]["other"] == "21.00"
    assert totals["currencies"]["BYN"]["corrections_sum"] == "7.23"
    assert totals["currencies"]["EUR"]["drawer"] == "0.00"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_lengths_have_to_come_out_exactly(vector):
    raw = bytes.fromhex(vector["hex"])
    with pytest.raises(DocumentError):
        decode(raw + b"\x00")
    for size in {*range(0, len(raw), 7), len(raw) - 1}:
        with pytest.raises(DocumentError):
            decode(raw[:size])


SPOILED = [
    # the head
    (DEPOSIT, 0, "09", "type 9"),
    (DEPOSIT, 0, "11", "type 17"),
    (DEPOSIT, 5, b" " * 20, "cashier: empty"),
    (DEPOSIT, 5, "98", "cashier: not cp1251"),
    (DEPOSIT, 24, "00", "cashier: control character"),
    (DEPOSIT, 24, "7f", "cashier: control character"),
    (DEPOSIT, 29, "00", "at: no such date"),
    (DEPOSIT, 29, "0d", "at: no such date"),
    (DEPOSIT, 29, "021d", "at: no such date"),
    (DEPOSIT, 30, "00", "at: no such date"),
    (DEPOSIT, 31, "64", "at: year byte 100"),
    (DEPOSIT, 32, "18", "at: no such date"),
    (DEPOSIT, 33, "3c", "at: no such date"),
    (DEPOSIT, 34, "3c", "at: no such date"),
    (DEPOSIT, 35, b"byn", "currency: currency code"),
    (DEPOSIT, 35, b"BY ", "currency: currency code"),
    (DEPOSIT, 35, b"933", "currency: currency code"),
    (DEPOSIT, 35, b"BY[", "currency: currency code"),
    (DEPOSIT, 35, b"@YN", "currency: currency code"),
    # sums
    (DEPOSIT, 43, "64", "sum: 100 kopecks"),
    (DEPOSIT, 38, "80", "sum: negative"),
    (DEPOSIT, 38, "800000000000", "sum: negative zero"),
    (PAYOUT, 38, "00", "sum: positive"),
    (PAYOUT, 38, "800000000000", "sum: negative zero"),
    (DEPOSIT, 44, "01", "reserve: reserved field"),
    (DEPOSIT, 55, "01", "reserve: reserved field"),
    (b.cash_document(12, 1, AT, 5), 38, "80", "sum: negative"),
    # a sale
    (SALE, HEAD, "0002", "line 2"),
    (SALE, HEAD, "0000", "subtotal"),
    (SALE, LINE + 1, "04", "line 1 marking: reserved value 4"),
    (SALE, LINE + 1, "01", "the document ends"),
    (SALE, LINE + 2, "20", "line 1 gtin: reserved kind 2"),
    (SALE, LINE + 2, "50", "line 1 gtin: reserved kind 5"),
    (SALE, LINE + 2, "10", "line 1 gtin: kind 1 without digits"),
    (SALE, LINE + 2, "04810000000018", "line 1 gtin: kind 0 with digits"),
    (SALE, LINE + 2, "14810000000019", "line 1 gtin: check digit"),
    (SALE, LINE + 2, "34810000000019", "line 1 gtin: check digit"),
    (SALE, LINE + 2, "1481000000001a", "line 1 gtin: not decimal"),
    (SALE, LINE + 9, b" " * 50, "line 1 name: empty"),
    (SALE, LINE + 58, "09", "line 1 name: control character"),
    (SALE, LINE + 59, "000000", "line 1 qty: quantity 0"),
    (SALE, LINE + 62, "80", "line 1 sum: negative"),
    (SALE, LINE + 73, "01", "line 1 discount: positive"),
    (SALE, LINE + 68, "80", "line 1 discount: negative zero"),
    (SALE, LINE + 74, "800000000001", "line 1 surcharge: negative"),
    (SALE, TAIL + 4, "80", "subtotal: negative"),
    (SALE, TAIL + 10, "000000000001", "discount: positive"),
    (SALE, TAIL + 16, "800000000001", "surcharge: negative"),
    (SALE, TAIL + 22, "80", "to_pay: negative"),
    (SALE, TAIL + 28, "800000000001", "cashless: negative"),
    (SALE, TAIL + 34, "80", "cash: negative"),
    (SALE, TAIL + 40, "800000000001", "other: negative"),
    (SALE, TAIL + 46, "01", "reserve: reserved field"),
    (SALE, TAIL + 75, "01", "reserve: reserved field"),
    # marking
    (MARKED, LINE + 2, bytes(256), "line 1 mark: empty"),
    (MARKED, LINE + 257, "31", "line 1 mark: a zero inside"),
    (MARKED, LINE + 258, bytes(64), "line 1 uks: empty"),
    (MARKED, LINE + 258 + 63, "31", "line 1 uks: a zero inside"),
    (MARKED, LINE + 258, "c1", "line 1 uks: not ASCII"),
    (MARKED, LINE + 258, "1f", "line 1 uks: not ASCII"),
    (MARKED, LINE + 258, "7f", "line 1 uks: not ASCII"),
    # a refund, a void
    (REFUND, HEAD + 1, "04", "line 1 marking: reserved value"),
    (REFUND, HEAD + 62, "80", "line 1 price: negative"),
    (REFUND, HEAD + 59, "000000", "line 1 qty: quantity 0"),
    (REFUND, HEAD + 68, "80", "sum: negative"),
    (REFUND, HEAD + 86, "800000000001", "other: negative"),
    (VOID, HEAD + 4, "04", "line 1 marking: reserved value"),
    (VOID, HEAD + 4 + 321, b" " * 50, "line 1 name: empty"),
    (VOID, len(VOID) - 18, "80", "sum: negative"),
    (VOID, len(VOID) - 1, "01", "reserve: reserved field"),
    # a Z-report
    (Z, 9, "00", "opened: no such date"),
    (Z, 15, "00", "at: no such date"),
    (Z, 33, "0b", "11 currencies"),
    (Z, 33, "02", "currency 2"),
    (Z, 33, "00", "bytes behind the document's end"),
    (Z, 34, b"byn", "currency 1 currency"),
    (Z, 39, "80", "currency 1 sales_sum: negative"),
    (Z, 34 + 107, "04", "currency 1 extra: reserved value 4"),
    (Z, 34 + 107, "02", "bytes behind the document's end"),
    (Z, 34 + 108 + 3, "80", "currency 1 orders_sum: negative"),
    (Z, len(Z) - 6, "80", "currency 1 third_voids_sum: negative"),
]


@pytest.mark.parametrize(("raw", "at", "new", "problem"), SPOILED,
                         ids=[f"{i}-{row[3]}" for i, row in enumerate(SPOILED)])
def test_a_spoiled_field_is_refused_and_named(raw, at, new, problem):
    decode(raw)
    spoiled = put(raw, at, new)
    assert spoiled != raw
    with pytest.raises(DocumentError, match=re.escape(problem)):
        decode(spoiled)


def test_a_spoiled_document_is_refused_on_the_wire():
    unit = Unit(device()).start()
    assert unit.refused(put(DEPOSIT, 43, "64")) == "command 10h: sum: 100 kopecks"


def test_the_ends_of_the_alphabet():
    assert decode(put(DEPOSIT, 35, b"AZA"))["currency"] == "AZA"


@pytest.mark.parametrize(("at", "new", "name", "value"), [
    (LINE, "ff", "section", 255),
    (LINE + 2, "14810000000018", "gtin", "4810000000018"),
    (LINE + 2, "10000096385074", "gtin", "0000096385074"),  # EAN-8, filled up with zeros
    (LINE + 2, "30000000000000", "gtin_kind", 3),
    (LINE + 2, "44810000000018", "gtin_kind", 4),
    (LINE + 59, "ffffff", "qty", 16777215),
    (LINE + 59, "000001", "qty", 1),
    (LINE + 62, "7fffffffff63", "sum", 54975581388799),
    (LINE + 68, "ffffffffff63", "discount", -54975581388799),
])
def test_the_ends_of_the_ranges(at, new, name, value):
    assert decode(put(SALE, at, new))["lines"][0][name] == value


def test_a_code_may_fill_its_field():
    line = b.sale_line("Шина", 1, mark="m" * 256, uks=" ~" + "u" * 61 + "\x1d")
    found = decode(b.sale(1, AT, [line], 1, cash=1))["lines"][0]
    assert (found["mark"], found["uks"]) == ("m" * 256, " ~" + "u" * 61 + "\x1d")


def test_ten_currencies():
    codes = [chr(65 + i) * 3 for i in range(10)]
    raw = b.z_report(1, AT, AT, [b.z_currency(code) for code in codes])
    assert [block["currency"] for block in decode(raw)["currencies"]] == codes


@settings(max_examples=300)
@given(st.sampled_from([DEPOSIT, SALE, MARKED, REFUND, VOID, Z]), st.data())
def test_any_bytes_decode_or_are_refused(raw, data):
    at = data.draw(st.integers(0, len(raw) - 1))
    new = data.draw(st.binary(min_size=1, max_size=8))
    try:
        plain(decode(put(raw, at, new)))
    except DocumentError:
        pass
