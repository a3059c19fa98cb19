"""Payment and change in other currencies, and third parties, on the bench."""

import dataclasses

import pytest

from bu.fiscal import document as d
from bu.fiscal.receipt import make_line
from bu.fiscal.refusal import Refusal
from host_tests.unit_register import exchanging
from tools.bench import tape

UNP = 190123456

register = exchanging()


def lenient(register):
    """The СКНО sees one currency of a document and cannot know both drawers of an exchange."""
    books = register.world.skno.books
    books.options = dataclasses.replace(books.options, strict_cash=False)


def test_payment_in_another_currency_and_its_report(register):
    lenient(register)
    unit = register.unit
    receipt = register.receipt(price=3000)
    paid = unit.foreign("EUR", 1000)
    assert (paid.sum, unit.to_pay(receipt, [paid])) == (3521, -521)
    register.do(unit.sell(receipt, [paid]))
    assert (register.figures()["sales_sum"], register.figures()["exchange_n"]) == ("30.00", 1)
    assert (register.figures()["turnover"], register.figures("EUR")["turnover"]) == (
        "-5.21", "10.00",
    )  # fmt: skip
    assert register.figures("EUR")["drawer"] == "10.00"
    register.do(unit.x_report())
    text = tape.text_of(register.world.printer.tape)
    assert "Сумма реализации" in text and "Курс за 1 EUR" in text


def test_change_in_another_currency(register):
    lenient(register)
    unit = register.unit
    register.do(unit.deposit(500, "EUR"))
    receipt = register.receipt(price=3000)
    register.do(unit.sell(receipt, [d.Tender(d.CASH, 4000)], change_currency="EUR"))
    sale = unit.last_sale()
    assert (sale.change_currency, sale.change, sale.change_amount) == ("EUR", 1000, 284)
    assert register.figures("EUR")["drawer"] == "2.16"
    assert register.figures()["drawer"] == "540.00"
    receipt = register.receipt(price=100)
    register.refused(
        unit.sell(receipt, [d.Tender(d.CASH, 5000)], change_currency="EUR"), "drawer_short"
    )
    register.refused(
        unit.sell(receipt, [d.Tender(d.CASH, 5000)], change_currency="USD"), "bad_currency"
    )


def test_receipts_paid_in_their_own_currency_are_no_exchange(register):
    receipt = register.unit.receipt(d.SALE, "EUR")
    register.unit.add_line(receipt, make_line("Сувенир", 1500))
    register.do(register.unit.sell(receipt, [d.Tender(d.CASH, 2000)]))
    register.do(register.unit.x_report())
    text = tape.text_of(register.world.printer.tape)
    assert "Курс за 1 EUR" in text and "Сумма реализации" not in text


def test_wrong_payments_in_other_currencies(register):
    unit = register.unit
    register.refused(lambda: unit.foreign("USD", 100), "bad_currency")
    own = unit.foreign("EUR", 1000)
    own.sum += 1
    register.refused(unit.sell(register.receipt(), [own]), "bad_sum")
    abroad = unit.receipt(d.SALE, "EUR")
    unit.add_line(abroad, make_line("Сувенир", 1500))
    register.refused(unit.sell(abroad, [unit.foreign("RUB", 99999)]), "bad_currency")
    back = register.receipt(kind=d.REFUND, price=3521)
    register.refused(unit.refund(back, [unit.foreign("EUR", 1000)]), "bad_currency")
    register.refused(unit.sell(register.receipt(), [unit.foreign("EUR", 0)]), "bad_sum")


def test_third_party(register):
    receipt = register.receipt(price=5000)
    receipt.third_party = UNP
    register.sell(receipt)
    assert register.world.skno.documents[-1]["third_party_unp"] == UNP
    assert "УНП третьего лица" in tape.text_of(register.world.printer.tape)
    seen = register.figures()
    assert (seen["third_n"], seen["third_sum"]) == (1, "50.00")
    register.do(register.unit.void())
    assert register.figures()["third_voided_sum"] == "50.00"
    for wrong in (1, 99999999, 10**9, -UNP):
        with pytest.raises(Refusal, match="bad_unp"):
            receipt.third_party = wrong
    assert receipt.third_party == UNP
    receipt.third_party = 0
    back = register.receipt(kind=d.REFUND)
    with pytest.raises(Refusal, match="bad_unp"):
        back.third_party = UNP
