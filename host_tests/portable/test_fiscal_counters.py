"""Counters: what each kind of document adds, limits, the checkpoint's bytes."""

import io

from bu.fiscal import counters as c
from bu.fiscal import document as d
from bu.fiscal.receipt import Receipt, make_line, mark_line
from bu.fiscal.refusal import Refusal
from host_tests.portable.support import joined, raises, refused

REGL = {
    "test_sale": ("10.1",),
    "test_refund_does_not_lessen_the_sales": ("10/1",),
    "test_void_takes_the_cash_back_and_keeps_the_sales": ("10/1",),
    "test_drawer_never_goes_below_zero": ("26/10",),
    "test_overflow": ("26/2", "23/2"),
    "test_at_most_ten_currencies": ("табл.7.10",),
    "test_a_cancelled_receipt_counts": ("10.9",),
}  # fmt: skip

MARK = b"010481790415221821TvRFevJXYBGKE"


def document(kind, total, currency="BYN"):
    made = d.Document(kind, currency)
    made.total = made.cash = total
    return made


def receipt(kind=d.SALE, currency="BYN"):
    made = Receipt(kind, currency)
    plain = make_line("Хлеб", 298, 2000)
    wrong = make_line("Пакет", 12)
    marked = make_line("Кроссовки", 18900)
    mark_line(marked, "", MARK, b"BYB1")
    for line in (plain, wrong, marked):
        made.add(line)
    made.correct(1)
    return made


def values(counters, currency="BYN"):
    found = {name: counters.get(currency, name) for name in c.FIELDS}
    return {name: value for name, value in found.items() if value}


def test_sale():
    counters = c.Counters()
    paid = receipt().close([d.Tender(d.CARD, 9000), d.Tender(d.CASH, 11000)])
    counters.add(c.effect(paid))
    counters.count(d.SALE, 7)
    assert values(counters) == {
        "sales_n": 1, "sales_sum": 19496, "cashless": 9000, "cash": 10496,
        "corrections_n": 1, "corrections_sum": 12, "mark_sold_n": 1, "mark_sold_sum": 18900,
        "uks_sold_n": 1, "uks_sold_sum": 18900, "drawer": 10496, "turnover": 10496,
    }  # fmt: skip
    assert (counters.documents, counters.payment_documents) == (1, 1)
    assert (counters.first_payment, counters.last_payment) == (7, 7)


def test_refund_does_not_lessen_the_sales():
    counters = c.Counters()
    counters.add(c.effect(document(d.DEPOSIT, 20000)))
    back = receipt(d.REFUND).close([d.Tender(d.CASH, 19496)])
    counters.check(c.effect(back))
    counters.add(c.effect(back))
    assert values(counters) == {
        "deposits_n": 1, "deposits_sum": 20000, "refunds_n": 1, "refunds_sum": 19496,
        "corrections_n": 1, "corrections_sum": 12, "mark_refunded_n": 1, "uks_refunded_n": 1,
        "drawer": 504,
    }  # fmt: skip


def test_void_takes_the_cash_back_and_keeps_the_sales():
    counters = c.Counters()
    sold = receipt().close([d.Tender(d.CARD, 9000), d.Tender(d.CASH, 11000)])
    counters.add(c.effect(sold))
    void = document(d.VOID, sold.total)
    void.tenders, void.change = sold.tenders, sold.change
    void.lines = [line for line in sold.sold() if line.marking()]
    counters.add(c.effect(void))
    assert counters.get("BYN", "sales_sum") == 19496
    assert counters.get("BYN", "voids_sum") == 19496
    assert counters.get("BYN", "drawer") == 0
    assert (counters.get("BYN", "mark_voided_n"), counters.get("BYN", "uks_voided_n")) == (1, 1)


def test_payment_in_another_currency_moves_both_drawers():
    counters = c.Counters()
    sold = d.Document(d.SALE, "BYN")
    sold.total = 3000
    notes = d.Tender(d.CASH, 3521)
    notes.currency, notes.amount, notes.rate = "EUR", 1000, 35210
    sold.tenders, sold.cash, sold.change = [notes], 3000, 521
    counters.add(c.effect(sold))
    assert (counters.get("EUR", "drawer"), counters.get("BYN", "drawer")) == (1000, -521)
    assert (counters.get("EUR", "turnover"), counters.get("BYN", "turnover")) == (1000, -521)
    assert (counters.get("EUR", "exchange_n"), counters.get("BYN", "exchange_n")) == (0, 1)
    assert c.same(c.unpack(io.BytesIO(joined(counters.pieces())).read), counters)


def test_drawer_never_goes_below_zero():
    counters = c.Counters()
    counters.add(c.effect(document(d.DEPOSIT, 1000)))
    for kind in (d.WITHDRAWAL, d.CARD_PAYOUT):
        assert refused(counters.check, c.effect(document(kind, 1001))) == "drawer_short"
        counters.check(c.effect(document(kind, 1000)))
    assert raises(
        Refusal, counters.check, c.effect(document(d.WITHDRAWAL, 1, "EUR"))
    ).name == "drawer_short"


def test_overflow():
    counters = c.Counters()
    counters.add(c.effect(document(d.DEPOSIT, 54975581388799)))
    assert refused(counters.check, c.effect(document(d.DEPOSIT, 1))) == "counter_overflow"


def test_at_most_ten_currencies():
    counters = c.Counters()
    for number in range(10):
        counters.add(c.effect(document(d.DEPOSIT, 100, "AA" + chr(65 + number))))
    counters.check(c.effect(document(d.DEPOSIT, 100, "AAA")))
    another = c.effect(document(d.DEPOSIT, 1, "ZZZ"))
    assert refused(counters.check, another) == "too_many_currencies"


def test_checkpoint_goes_there_and_back():
    counters = c.Counters()
    counters.add(c.effect(document(d.DEPOSIT, 54975581388799, "EUR")))
    counters.add(c.effect(receipt().close([d.Tender(d.CASH, 19496)])))
    counters.count(d.SALE, 12345678)
    again = c.unpack(io.BytesIO(joined(counters.pieces())).read)
    assert c.same(again, counters) and values(again) == values(counters)
    assert again.last_payment == 12345678


def test_a_cancelled_receipt_counts():
    counters = c.Counters()
    counters.add(c.cancel_effect("BYN", 310))
    assert values(counters) == {"cancels_n": 1, "cancels_sum": 310}
