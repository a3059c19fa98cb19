"""The Z-report (табл. 7) against the fold of the СКНО model, and the model's own totals."""

import pytest

from host_tests import skno_model_bytes as b
from host_tests.skno_model_unit import Unit, device

OPENED, AT, CLOSED = (2026, 12, 1, 8, 0, 0), (2026, 12, 1, 9, 0, 0), (2026, 12, 1, 20, 0, 0)
MARK, UKS = "0104810000000018215!aB7cD", "BYB2357909"

BYN = {
    "sales_n": 2, "sales_sum": 2900, "cashless": 900, "cash": 2000, "refunds_n": 2,
    "refunds_sum": 700, "deposits_n": 1, "deposits_sum": 5000, "withdrawals_n": 1,
    "withdrawals_sum": 300, "payouts_n": 2, "payouts_sum": 150, "cancels_n": 3,
    "cancels_sum": 1234, "voids_n": 1, "voids_sum": 1900, "corrections_n": 4,
    "corrections_sum": 99, "mark_sold_n": 2, "mark_sold_sum": 1300, "uks_sold_n": 2,
    "uks_sold_sum": 1390, "mark_refunded_n": 1, "uks_refunded_n": 2, "mark_voided_n": 2,
    "uks_voided_n": 2,
}
EUR = {"sales_n": 1, "sales_sum": 1000, "cash": 1000}
UNKNOWN = {"cancels_n", "cancels_sum", "corrections_n", "corrections_sum"}


def traded():
    """A shift with all kinds of document: 1 to 9, sales 2, 3 and 8."""
    unit = Unit(device()).start()
    line, back = b.sale_line, b.refund_line
    for raw in (
        b.cash_document(11, 1, AT, 5000),
        b.sale(2, AT, [line("Гвозди", 1000)], 1000, cash=1000),
        b.sale(3, AT, [line("Шина", 700, mark=MARK, discount=-100),
                       line("Кеды", 700, mark=MARK, uks=UKS),
                       line("Дым", 600, uks=UKS, surcharge=90), line("Хлеб", 10)],
               2000, discount=-150, surcharge=50, cash=1000, cashless=900, other=200),
        b.void(4, AT, 3, 1900, [(MARK, "", "Шина"), (MARK, UKS, "Кеды"), ("", UKS, "Дым")]),
        b.refund(5, AT, [back("Кеды", 300, mark=MARK, uks=UKS), back("Хлеб", 100)], 400,
                 cash=250, cashless=150),
        b.refund(6, AT, [back("Дым", 300, uks=UKS)], 300, cashless=300),
        b.cash_document(12, 7, AT, 300),
        b.sale(8, AT, [line("Гвозди", 1000)], 1000, cash=1000, currency="EUR"),
        b.cash_document(16, 9, AT, -100),
        b.cash_document(16, 10, AT, -50),
    ):
        unit.take(raw)
    return unit


def report(number=1, opened=OPENED, at=CLOSED, currencies=None, payments=3, first=2, last=8,
           byn=(), eur=(), **more):
    if currencies is None:
        currencies = [b.z_currency(**{**BYN, **dict(byn)}),
                      b.z_currency("EUR", **{**EUR, **dict(eur)})]
    return b.z_report(number, opened, at, currencies, payments, first, last, **more)


def test_totals_are_the_models_own():
    unit = traded()
    unit.take(report())
    totals = unit.skno.totals()
    counters = totals["currencies"]["BYN"]
    for name, value in BYN.items():
        text = f"{value // 100}.{value % 100:02d}"
        assert counters[name] == (value if name.endswith("_n") else text), name
    assert counters["other"] == "2.00"
    assert counters["drawer"] == "53.00"  # 50 + 20 − 3 − 1.50 − 2.50 − 10
    assert totals["currencies"]["EUR"]["drawer"] == "10.00"
    assert {name: totals[name] for name in (
        "documents", "payment_documents", "first_payment_document", "last_payment_document",
        "z_number")} == {"documents": 10, "payment_documents": 3, "first_payment_document": 2,
                         "last_payment_document": 8, "z_number": 1}


def test_totals_before_the_z_report_leave_out_what_is_not_known():
    counters = traded().skno.totals()["currencies"]["BYN"]
    assert set(counters) == (set(BYN) | {"other", "drawer"}) - UNKNOWN


@pytest.mark.parametrize("name", sorted(set(BYN) - UNKNOWN))
@pytest.mark.parametrize("code", ["byn", "eur"])
def test_each_counter_has_to_be_equal(name, code):
    base = BYN if code == "byn" else EUR
    problem = traded().refused(report(**{code: {name: base.get(name, 0) + 1}}))
    assert f"{code.upper()} {name} " in problem


@pytest.mark.parametrize(("fields", "problem"), [
    ({"number": 2}, "Z number 2, expected 1"),
    ({"number": 0}, "Z number 0, expected 1"),
    ({"unp": b.UNP + 1}, "УНП 190000002, identified with 190000001"),
    ({"skko": b.SKKO + 1}, "number in СККО"),
    ({"payments": 4}, "payment_documents 4, received 3"),
    ({"payments": 2}, "payment documents 2, by currency 3"),
    ({"first": 1}, "first_payment_document 1, received 2"),
    ({"last": 10}, "last_payment_document 10, received 8"),
    ({"at": (2026, 12, 1, 8, 59, 59)}, "before the last document's"),
    ({"opened": (2026, 12, 1, 9, 0, 1)}, "after its first document"),
    ({"byn": {"cancels_n": 0}}, "BYN cancels_n 0, cancels_sum 12.34"),
    ({"eur": {"corrections_sum": 1}}, "EUR corrections_n 0, corrections_sum 0.01"),
    ({"currencies": []}, "has to be the first"),
    ({"currencies": [b.z_currency(**BYN)]}, "currencies ['EUR'] are missing"),
    ({"currencies": [b.z_currency("EUR", **EUR)]}, "currencies ['BYN'] are missing"),
    ({"currencies": [b.z_currency("EUR", **EUR), b.z_currency(**BYN)]}, "has to be the first"),
    ({"currencies": [b.z_currency(**BYN), b.z_currency("EUR", **EUR),
                     b.z_currency("EUR", **EUR)]}, "a currency twice"),
    ({"currencies": [b.z_currency(**BYN), b.z_currency("EUR", **EUR),
                     b.z_currency("USD", deposits_n=1)]}, "USD deposits_n 1, received 0"),
    ({"currencies": [b.z_currency(orders=[(0, 1)] * 5, **BYN), b.z_currency("EUR", **EUR)]},
     "BYN orders_n 0, orders_sum 0.01"),
    ({"currencies": [b.z_currency(third=[(1, 0), (0, 0)], **BYN),
                     b.z_currency("EUR", **EUR)]}, "BYN third_n 1, received 0"),
])
def test_a_report_that_differs(fields, problem):
    assert problem in traded().refused(report(**fields))


def test_what_only_the_register_knows_is_taken_from_the_report():
    extra = [b.z_currency(**BYN), b.z_currency("EUR", orders=[(1, 5)] * 5, **EUR),
             b.z_currency("USD", cancels_n=1, cancels_sum=100)]
    unit = traded()
    unit.take(report(currencies=extra))
    assert unit.skno.totals()["currencies"]["USD"]["cancels_sum"] == "1.00"
    assert unit.skno.totals()["currencies"]["USD"]["drawer"] == "0.00"


def test_an_empty_shift():
    unit = Unit(device()).start()
    assert "first_payment_document 1, received 0" in unit.refused(
        report(currencies=[b.z_currency()], payments=0, first=1, last=0))
    unit.take(report(currencies=[b.z_currency()], payments=0, first=0, last=0))
    assert unit.skno.totals()["currencies"]["BYN"]["drawer"] == "0.00"


def test_z_numbers_go_on_and_shifts_follow_each_other():
    unit = Unit(device()).start()
    empty = {"currencies": [b.z_currency()], "payments": 0, "first": 0, "last": 0}
    unit.take(report(**empty))
    unit.command(0x40)
    for number in (1, 3):
        assert f"Z number {number}, expected 2" in unit.refused(
            report(number, opened=CLOSED, **empty))
    assert "before the last Z-report" in unit.refused(report(2, **empty))
    unit.take(report(2, opened=CLOSED, **empty))
    assert unit.skno.violations[-1].startswith("z_report 2: shift opened")


def test_a_new_skno_may_take_any_first_z_number():
    unit = Unit(device(first_z=None)).start()
    unit.take(report(777, currencies=[b.z_currency()], payments=0, first=0, last=0))


def test_payments_to_third_parties():
    unit = Unit(device()).start()
    unit.take(b.sale(1, AT, [b.sale_line("Связь", 500)], 500, cash=500, third=190000005))
    unit.take(b.sale(2, AT, [b.sale_line("Связь", 300)], 300, cash=300, third=190000005))
    unit.take(b.void(3, AT, 2, 300))
    sums = {"sales_n": 2, "sales_sum": 800, "cash": 800, "voids_n": 1, "voids_sum": 300}
    fields = {"payments": 2, "first": 1, "last": 2}
    assert "BYN third_n 0, received 2" in unit.refused(
        report(currencies=[b.z_currency(**sums)], **fields))
    for third in ([(2, 801), (1, 300)], [(2, 800), (0, 300)], [(2, 800), (1, 0)]):
        assert "BYN third_" in unit.refused(
            report(currencies=[b.z_currency(third=third, **sums)], **fields))
    unit.take(report(currencies=[b.z_currency(third=[(2, 800), (1, 300)], **sums)], **fields))


def test_another_base_currency():
    unit = Unit(device(base="RUB")).start()
    empty = {"payments": 0, "first": 0, "last": 0}
    assert "has to be the first" in unit.refused(report(currencies=[b.z_currency()], **empty))
    unit.take(report(currencies=[b.z_currency("RUB")], **empty))
