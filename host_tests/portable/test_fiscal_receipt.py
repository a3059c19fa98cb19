"""Receipts: lines, corrections, discounts, payment, marking; a refusal changes nothing."""

from bu.fiscal import document as d
from bu.fiscal.receipt import Receipt, adjust_line, make_line, mark_line
from bu.fiscal.refusal import Refusal, catalogue
from host_tests.portable.support import refused

REGL = {
    "test_mixed_payment_with_change": ("10.3", "10.4", "10.5/4"),
    "test_other_is_contained_in_cashless": ("10.5/3", "10.доп.7"),
    "test_corrected_lines_do_not_count": ("10.8",),
    "test_line_discount_and_surcharge": ("10.6", "10.доп.2", "26/1"),
    "test_whole_discount": ("10.2", "10.доп.4", "26/1"),
    "test_marked_line": ("64.1.1/3", "64.2.1/3"),
    "test_marking_refusals": ("26/11", "64.1.1/2", "64.2.1/2"),
}  # fmt: skip

MARK = b"010481790415221821TvRFevJXYBGKE\x1d91EE06\x1d926F849b4d"


def sale(*lines):
    receipt = Receipt(d.SALE, "BYN")
    for line in lines:
        receipt.add(line)
    return receipt


def cash(amount):
    return d.Tender(d.CASH, amount)


def test_mixed_payment_with_change():
    receipt = sale(make_line("Шоколад", 415, 12000), make_line("Молоко", 279))
    document = receipt.close([d.Tender(d.CARD, 682), cash(5000)])
    assert document.total == 5259
    assert (document.cash, document.cashless, document.other, document.change) == (
        4577, 682, 0, 423,
    )  # fmt: skip


def test_other_is_contained_in_cashless():
    paid = [d.Tender(d.OTHER, 1000, "Сертификат"), cash(459)]
    document = sale(make_line("Кофе", 1459)).close(paid)
    assert (document.cash, document.cashless, document.other, document.change) == (
        459, 1000, 1000, 0,
    )  # fmt: skip


def test_payment_refusals():
    receipt = sale(make_line("Кофе", 1459))
    for tenders, name in (
        ([cash(1458)], "payment_short"),
        ([], "payment_short"),
        ([d.Tender(d.CARD, 1460)], "cashless_over"),
        ([d.Tender(d.CARD, 1000), d.Tender(d.OTHER, 460)], "cashless_over"),
        ([cash(0)], "bad_sum"),
        ([d.Tender(7, 1459)], "bad_tender"),
    ):
        assert refused(receipt.close, tenders) == name
    assert receipt.close([cash(1459)]).change == 0


def test_corrected_lines_do_not_count():
    receipt = sale(make_line("Пакет", 12), make_line("Хлеб", 298))
    receipt.correct(0)
    assert receipt.total() == 298
    assert refused(receipt.correct, 0) == "bad_line"
    assert refused(receipt.correct, 2) == "bad_line"
    assert receipt.cancelled_sum() == 310
    receipt.correct(1)
    assert refused(receipt.close, [cash(1)]) == "receipt_empty"


def test_line_discount_and_surcharge():
    line = make_line("Колбаса", 1989, 1668)
    assert line.total == 3318
    adjust_line(line, (18, 0), (0, 500))
    assert (line.discount, line.surcharge, line.net()) == (18, 166, 3466)
    assert refused(adjust_line, line, (3485, 0), (0, 500)) == "receipt_negative"
    assert line.net() == 3466
    assert refused(adjust_line, line, (0, 10001)) == "bad_rate"


def test_whole_discount():
    receipt = sale(make_line("Зубная щётка", 350), make_line("Колбаса", 1989, 1668))
    receipt.set_discount(0, 200)
    assert receipt.whole() == (73, 0)
    assert receipt.total() == 3595
    assert refused(receipt.set_discount, 3669, 0) == "receipt_negative"
    assert receipt.total() == 3595


def test_absurd_numbers():
    for arguments, name in (
        (("", 100), "bad_name"),
        (("x" * 256, 100), "bad_name"),
        (("x", 0), "bad_price"),
        (("x", 54975581388800), "bad_price"),
        (("x", 1, 0), "bad_quantity"),
        (("x", 1, -1), "bad_quantity"),
        (("x", 1, 0x1000000), "bad_quantity"),
        (("x", 1, 1000, 256), "bad_section"),
        (("x", 54975581388799, 2000), "counter_overflow"),
    ):
        assert refused(make_line, *arguments) == name, arguments


def test_marked_line():
    line = make_line("Кроссовки", 18900)
    mark_line(line, "4817904152218", MARK, b"BYB23579090144815349820686")
    assert line.marking() == 3 and line.gtin == "4817904152218" and line.gtin_kind == d.GTIN_EAN
    receipt = sale(line)
    again = make_line("Кроссовки", 18900)
    mark_line(again, "", MARK)
    assert refused(receipt.add, again) == "mark_repeated"
    receipt.correct(0)
    receipt.add(again)
    assert receipt.total() == 18900


def test_marking_refusals():
    for arguments, quantity, name in (
        (("4817904152218", MARK), 2000, "mark_quantity"),
        (("4815349820686", MARK), 1000, "bad_mark"),
        (("", b"\x00"), 1000, "bad_mark"),
        (("", b"0" * 257), 1000, "bad_mark"),
        (("", b"0104817904152219" + b"21x"), 1000, "bad_mark"),
        (("", b"", b"B" * 65), 1000, "bad_uks"),
        (("4817904152219",), 1000, "bad_gtin"),
        (("14817904152218",), 1000, "bad_gtin"),
        (("481790415221",), 1000, "bad_gtin"),
        (("48179041522ab",), 1000, "bad_gtin"),
    ):
        line = make_line("Товар", 100, quantity)
        assert refused(mark_line, line, *arguments) == name, arguments
        assert line.marking() == 0


def test_short_gtins_are_padded():
    for short, whole in (("96385074", "0000096385074"), ("036000291452", "0036000291452"),
                         ("04817904152218", "4817904152218")):  # fmt: skip
        line = make_line("Товар", 100)
        mark_line(line, short)
        assert line.gtin == whole


def test_every_refusal_says_what_to_do():
    numbers = [entry[0] for entry in catalogue()]
    assert len(set(numbers)) == len(numbers)
    for number, name, line, remedy in catalogue():
        assert 100 <= number < 1000 and line and remedy, name
        assert len(line) <= 30, line
        assert Refusal(name, "x").text() == "%d %s (x). %s" % (number, line, remedy)
