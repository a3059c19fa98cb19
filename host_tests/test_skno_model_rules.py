"""The logical control of documents by the СКНО model: each rule, and what breaks it."""

import pytest

from host_tests import skno_model_bytes as b
from host_tests.skno_model_unit import AT, Unit, device

LATER = (2026, 12, 1, 8, 30, 1)
MARK, UKS = "0104810000000018215!aB7cD\x1d93dGVz", "BYB23579090144815370002006"


def started(**options):
    return Unit(device(**options)).start()


def with_cash(total=100_000, **options):
    """A shift with a deposit, number 1."""
    unit = started(**options)
    unit.take(b.cash_document(11, 1, AT, total))
    return unit


def nails(total=500, **fields):
    return b.sale_line("Гвозди", total, **fields)


# what every document is held to


@pytest.mark.parametrize("number", [0, 2, 5])
def test_the_first_number_is_1(number):
    assert "number" in started().refused(b.cash_document(11, number, AT, 1))


def test_a_new_skno_may_take_any_first_number():
    unit = started(first_number=None)
    unit.take(b.cash_document(11, 777, AT, 1))
    assert "number 777, expected 778" in unit.refused(b.cash_document(11, 777, AT, 1))


@pytest.mark.parametrize("number", [0, 1, 3, 4_294_967_295])
def test_numbers_go_on_without_gap_or_repeat(number):
    assert f"number {number}, expected 2" in with_cash().refused(
        b.sale(number, AT, [nails()], 500, cash=500))


def test_numbers_go_through_all_kinds_and_through_shifts():
    unit = with_cash()
    unit.take(b.sale(2, AT, [nails()], 500, cash=500))
    unit.take(b.void(3, AT, 2, 500))
    unit.take(b.refund(4, AT, [b.refund_line("Гвозди", 500)], 500, cash=500))
    unit.take(b.cash_document(12, 5, AT, 100))
    unit.take(b.cash_document(16, 6, AT, -100))
    unit.take(b.z_report(1, AT, AT, [b.z_currency(
        sales_n=1, sales_sum=500, cash=500, refunds_n=1, refunds_sum=500, deposits_n=1,
        deposits_sum=100_000, withdrawals_n=1, withdrawals_sum=100, payouts_n=1,
        payouts_sum=100, voids_n=1, voids_sum=500)], payments=1, first=2, last=2))
    unit.command(0x40)
    assert "expected 7" in unit.refused(b.cash_document(11, 1, AT, 1))
    unit.take(b.cash_document(11, 7, AT, 1))
    assert [found["number"] for found in unit.skno.documents if "number" in found] == [
        1, 2, 3, 4, 5, 6, 7]


def test_time_never_goes_back():
    unit = with_cash()
    assert "before the last document's" in unit.refused(
        b.cash_document(11, 2, (2026, 12, 1, 8, 29, 59), 1))
    unit.take(b.cash_document(11, 2, AT, 1))


def test_number_in_skko_is_the_senders_address():
    problem = started().refused(b.cash_document(11, 1, AT, 1, skko=b.SKKO + 1))
    assert "number in СККО 123456790, sender's address 123456789" in problem


@pytest.mark.parametrize(("number", "good"), [(0, False), (1, True), (10**9 - 1, True),
                                              (10**9, False)])
def test_number_in_skko_has_9_digits(number, good):
    unit = Unit(device(skko_number=None))
    raw = b.cash_document(11, 1, AT, 1, skko=number)
    for code, data in ((0xAA, b.identification()), (0x40, b""), (0x10, raw)):
        unit.status()
        assert unit.send(b.packet(code, data, sender=number)) == b.ACK
        unit.wait(230)
        unit.status()
        unit.send(b.ACK)
    assert len(unit.skno.documents) == good
    assert unit.skno.violations == (
        [] if good else [f"deposit 1: number in СККО {number} has not 9 digits"])


# sales


@pytest.mark.parametrize(("fields", "problem"), [
    ({"lines": []}, "no lines"),
    ({"subtotal": 501, "cash": 501}, "subtotal 5.01, lines come to 5.00"),
    ({"lines": [nails(discount=-1, surcharge=2)]}, "subtotal 5.00, lines come to 5.01"),
    ({"discount": -100}, "to pay 4.00, cashless and cash come to 5.00"),
    ({"to_pay": 400, "cash": 400}, "subtotal, discount and surcharge come to 5.00"),
    ({"cash": 499}, "cashless and cash come to 4.99"),
    ({"cash": 600}, "cashless and cash come to 6.00"),
    ({"cash": 400, "cashless": 100, "other": 101}, "other 1.01 of cashless 1.00"),
    ({"other": 1}, "other 0.01 of cashless 0.00"),
    ({"lines": [nails(discount=-501), nails(501)], "subtotal": 500}, "line 1 comes to -0.01"),
    ({"third": 99_999_999}, "third party's УНП"),
    ({"third": 1_000_000_000}, "third party's УНП"),
    ({"lines": [nails(mark=MARK, qty=2000)]}, "line 1 is marked, quantity 2000"),
    ({"lines": [nails(uks=UKS, qty=999)]}, "line 1 is marked, quantity 999"),
])
def test_a_sale_that_does_not_add_up(fields, problem):
    fields = {"lines": [nails()], "subtotal": 500, "cash": 500, **fields}
    lines, subtotal = fields.pop("lines"), fields.pop("subtotal")
    assert problem in started().refused(b.sale(1, AT, lines, subtotal, **fields))


@pytest.mark.parametrize("fields", [
    {"lines": [nails(0)], "subtotal": 0, "cash": 0},
    {"lines": [nails(500, discount=-500)], "subtotal": 0, "cash": 0},
    {"lines": [nails(500, discount=-50, surcharge=60)], "subtotal": 510, "cash": 510},
    {"discount": -500, "cash": 0},
    {"discount": -100, "surcharge": 30, "cash": 30, "cashless": 400, "other": 400},
    {"third": 100000000}, {"third": 999999999}, {"currency": "USD"},
    {"lines": [nails(mark=MARK, uks=UKS)]},
])
def test_sales_that_add_up(fields):
    fields = {"lines": [nails()], "subtotal": 500, "cash": 500, **fields}
    lines, subtotal = fields.pop("lines"), fields.pop("subtotal")
    started().take(b.sale(1, AT, lines, subtotal, **fields))


def test_all_faults_of_a_document_are_named():
    problem = started().refused(b.sale(2, AT, [nails()], 501, cash=1))
    assert problem.count("sale 2: ") == 3


# refunds and cash


@pytest.mark.parametrize(("fields", "problem"), [
    ({"cash": 499}, "refund 5.00, cash and cashless come to 4.99"),
    ({"cash": 400, "cashless": 101}, "refund 5.00, cash and cashless come to 5.01"),
    ({"cash": 400, "cashless": 100, "other": 101}, "other 1.01 of cashless 1.00"),
    ({"lines": []}, "no lines"),
    ({"lines": [b.refund_line("Шина", 250, qty=2000, mark=MARK)]}, "line 1 is marked"),
])
def test_a_refund_that_does_not_add_up(fields, problem):
    fields = {"lines": [b.refund_line("Гвозди", 500)], "cash": 500, **fields}
    assert problem in with_cash().refused(b.refund(2, AT, fields.pop("lines"), 500, **fields))


@pytest.mark.parametrize("make", [
    lambda number, total, **more: b.cash_document(12, number, AT, total, **more),
    lambda number, total, **more: b.cash_document(16, number, AT, -total, **more),
    lambda number, total, **more: b.refund(number, AT, [b.refund_line("Гвозди", total)], total,
                                           cash=total, **more),
], ids=["withdrawal", "card payout", "refund"])
def test_no_more_cash_than_the_drawer_has(make):
    unit = with_cash(1000)
    assert "10.01 BYN out of a drawer with 10.00" in unit.refused(make(2, 1001))
    assert "0.01 EUR out of a drawer with 0.00" in unit.refused(make(2, 1, currency="EUR"))
    unit.take(make(2, 1000))
    assert "0.01 BYN out of a drawer with 0.00" in unit.refused(make(3, 1))
    loose = with_cash(1000, strict_cash=False)
    loose.take(make(2, 1001))


def test_a_cashless_refund_needs_no_cash():
    started().take(b.refund(1, AT, [b.refund_line("Гвозди", 500)], 500, cashless=500, other=500))


def test_cash_of_sales_counts_and_cashless_does_not():
    unit = started()
    unit.take(b.sale(1, AT, [nails(1000)], 1000, cash=300, cashless=700))
    assert "out of a drawer with 3.00" in unit.refused(b.cash_document(12, 2, AT, 301))
    unit.take(b.cash_document(12, 2, AT, 300))


def test_the_drawer_is_empty_in_a_new_shift():
    unit = with_cash(1000)
    unit.take(b.z_report(1, AT, AT, [b.z_currency(deposits_n=1, deposits_sum=1000)]))
    unit.command(0x40)
    assert "out of a drawer with 0.00" in unit.refused(b.cash_document(12, 2, AT, 1))


# voids


def sold(**fields):
    """A deposit 1, sale 2 and sale 3: of marked and plain lines, partly paid in cash."""
    unit = with_cash(1000, **fields)
    unit.take(b.sale(2, AT, [nails()], 500, cash=500))
    unit.take(b.sale(3, AT, [nails(100, mark=MARK), nails(50), nails(200, uks=UKS),
                             nails(300, mark=MARK, uks=UKS)], 650, discount=-50, cash=200,
                     cashless=400))
    return unit


LINES = [(MARK, "", "Гвозди"), ("", UKS, "Гвозди"), (MARK, UKS, "Гвозди")]


@pytest.mark.parametrize(("fields", "problem"), [
    ({"voided": 2}, "voids 2, the shift's last sale is 3"),
    ({"voided": 1}, "voids 1, the shift's last sale is 3"),
    ({"voided": 4}, "voids 4, the shift's last sale is 3"),
    ({"total": 599}, "voided sum 5.99, the sale was 6.00"),
    ({"total": 650}, "voided sum 6.50, the sale was 6.00"),
    ({"currency": "EUR"}, "currency EUR, the sale's BYN"),
    ({"lines": []}, "marked lines differ"),
    ({"lines": LINES[:2]}, "marked lines differ"),
    ({"lines": [LINES[1], LINES[0], LINES[2]]}, "marked lines differ"),
    ({"lines": [*LINES, LINES[0]]}, "marked lines differ"),
    ({"lines": [LINES[0], ("", "", "Гвозди"), *LINES[1:]]}, "marked lines differ"),
    ({"lines": [(MARK + "x", "", "Гвозди"), *LINES[1:]]}, "marked lines differ"),
    ({"lines": [(MARK, UKS, "Гвозди"), *LINES[1:]]}, "marked lines differ"),
    ({"lines": [(MARK, "", "Гвоздь"), *LINES[1:]]}, "marked lines differ"),
])
def test_a_void_that_is_not_of_the_last_sale(fields, problem):
    fields = {"voided": 3, "total": 600, "lines": LINES, **fields}
    assert problem in sold().refused(b.void(4, AT, **fields))


def test_a_void_is_done_once():
    unit = sold()
    unit.take(b.void(4, AT, 3, 600, LINES))
    assert "sale 3 has been voided already" in unit.refused(b.void(5, AT, 3, 600, LINES))
    assert "last sale is 3" in unit.refused(b.void(5, AT, 2, 500))


def test_other_documents_may_lie_between_a_sale_and_its_void():
    unit = sold()
    unit.take(b.refund(4, AT, [b.refund_line("Гвозди", 100)], 100, cash=100))
    unit.take(b.cash_document(11, 5, AT, 100))
    unit.take(b.void(6, LATER, 3, 600, LINES))
    counters = unit.skno.totals()["currencies"]["BYN"]
    assert (counters["voids_n"], counters["voids_sum"], counters["drawer"]) == (1, "6.00", "15.00")
    assert (counters["mark_voided_n"], counters["uks_voided_n"]) == (2, 2)


def test_a_void_without_a_sale_or_in_the_next_shift():
    unit = with_cash()
    assert "last sale is None" in unit.refused(b.void(2, AT, 1, 1000))
    unit.take(b.sale(2, AT, [nails()], 500, cash=500))
    unit.take(b.z_report(1, AT, AT, [b.z_currency(
        sales_n=1, sales_sum=500, cash=500, deposits_n=1, deposits_sum=100_000)],
        payments=1, first=2, last=2))
    unit.command(0x40)
    assert "last sale is None" in unit.refused(b.void(3, AT, 2, 500))


def test_the_cash_of_a_void_has_to_be_there():
    unit = started()
    unit.take(b.sale(1, AT, [nails(500)], 500, cash=300, cashless=200))
    unit.take(b.cash_document(12, 2, AT, 1))
    assert "3.00 BYN out of a drawer with 2.99" in unit.refused(b.void(3, AT, 1, 500))
    unit.take(b.cash_document(11, 3, AT, 1))
    unit.take(b.void(4, AT, 1, 500))
