"""Refund by number: whole receipts, lines, parts of lines, and what bounds them, on the bench."""

import pytest

from bu.fiscal import document as d
from bu.fiscal.receipt import adjust_line, make_line, mark_line
from host_tests.ui_bench import KEYS
from host_tests.unit_register import exchanging
from tools.bench.place import load_goods

SHOE = b"010481113709001921z69hRXnK3rGaL\x1d91EE06\x1d922BB810AF"
OTHER = SHOE.replace(b"z69h", b"z69i")
UKS = b"BYB23579090144815349820686"

register = exchanging()


def marked(name="Кроссовки", price=18900, mark=SHOE, uks=b""):
    line = make_line(name, price)
    mark_line(line, "4811137090019", mark, uks)
    return line


def mixed_sale(register):
    """Sale 3: a discount on the whole, a corrected line, both kinds of marks; paid by card too."""
    receipt = register.unit.receipt(d.SALE)
    bread = make_line("Хлеб", 298, 3000)
    adjust_line(bread, (0, 1000))
    for line in (bread, marked(), marked("Тапки", 990, b"", UKS), make_line("Соль", 111)):
        register.unit.add_line(receipt, line)
    receipt.correct(3)
    receipt.set_discount(1001, 0)
    total = receipt.total()
    pay = [d.Tender(d.CARD, 15000), d.Tender(d.CASH, total - 15000 + 500)]
    return register.do(register.unit.sell(receipt, pay)), total


def give_back(register, receipt, kind=d.CASH):
    return register.do(register.unit.refund(receipt, [d.Tender(kind, receipt.total())]))


def test_refund_by_number_pays_back_what_was_paid(register):
    number, total = mixed_sale(register)
    receipt = register.unit.refund_of(number)
    assert receipt.total() == total
    assert [line.name for line in receipt.lines] == ["Хлеб", "Кроссовки", "Тапки"]
    assert [(line.mark, line.uks) for line in receipt.lines[1:]] == [(SHOE, b""), (b"", UKS)]
    give_back(register, receipt)
    seen = register.world.skno.documents[-1]
    assert [line.get("mark") for line in seen["lines"]] == [None, SHOE.decode(), None]
    assert (register.figures()["mark_refunded_n"], register.figures()["uks_refunded_n"]) == (1, 1)
    assert register.world.skno.violations == []


def test_lines_of_a_sale_are_paid_back_once(register):
    number, total = mixed_sale(register)
    receipt = register.unit.refund_of(number)
    whole = [line.net() for line in receipt.lines]
    receipt.correct(0)
    receipt.correct(1)
    assert [line.name for line in receipt.lines] == ["Кроссовки"]
    give_back(register, receipt)
    register.restart()
    left = register.unit.refund_of(number)
    assert [line.name for line in left.lines] == ["Хлеб", "Тапки"]
    assert left.total() + receipt.total() == sum(whole) == total
    twice = register.unit.refund_of(number)
    give_back(register, left)
    register.refused(lambda: register.unit.refund_of(number), "sale_refunded")
    register.refused(
        register.unit.refund(twice, [d.Tender(d.CASH, twice.total())]), "sale_refunded"
    )
    register.refused(register.unit.void(), "sale_refunded")
    assert register.figures()["corrections_n"] == 1  # what was taken out was never entered


@pytest.mark.regl("10.13")
def test_parts_of_a_line_come_to_what_was_paid(register):
    """0.4 of 1.2 at a time, with discounts: in whatever parts, the sum of them is the line's."""
    receipt = register.unit.receipt(d.SALE)
    register.unit.add_line(receipt, make_line("Сыр", 1999, 1200))
    register.unit.add_line(receipt, make_line("Хлеб", 298, 5000))
    adjust_line(receipt.lines[1], (0, 1250))
    receipt.set_discount(333, 0)
    total = receipt.total()
    number = register.sell(receipt)
    paid = []
    for kilos, loaves in ((400, 2000), (400, 1000), (400, 2000)):
        back = register.unit.refund_of(number)
        vat = [line.vat for line in back.lines]
        register.unit.refund_part(back, 0, kilos)
        register.unit.refund_part(back, 1, loaves)
        assert [line.quantity for line in back.lines] == [kilos, loaves]
        assert [line.vat for line in back.lines] == vat
        give_back(register, back)
        paid.append([line.net() for line in back.lines])
        register.restart()
    # 23.99 and 13.04 of 37.03 paid, less 3.33 in proportion: 21.83 and 11.87
    assert paid == [[728, 475], [728, 237], [727, 475]] and sum(map(sum, paid)) == total
    register.refused(lambda: register.unit.refund_of(number), "sale_refunded")
    seen = register.world.skno.documents[-1]
    assert [line["qty"] for line in seen["lines"]] == ["0.400", "2.000"]


def test_what_is_no_part_of_a_line(register):
    number, _ = mixed_sale(register)
    receipt = register.unit.refund_of(number)
    whole = [(line.quantity, line.net()) for line in receipt.lines]
    part = register.unit.refund_part
    for place, quantity, name in (
        (0, 0, "bad_quantity"), (0, -1000, "bad_quantity"), (0, 3001, "refund_over"),
        (1, 500, "mark_quantity"), (2, 999, "mark_quantity"), (1, 2000, "refund_over"),
        (3, 1000, "bad_line"), (-1, 1000, "bad_line"),
    ):  # fmt: skip
        register.refused(lambda at=place, of=quantity: part(receipt, at, of), name)
    register.refused(lambda: part(register.receipt(kind=d.REFUND), 0, 500), "bad_line")
    part(receipt, 0, 3000)
    part(receipt, 1, 1000)
    assert [(line.quantity, line.net()) for line in receipt.lines] == whole


def test_refunds_together_give_back_no_more_than_was_sold(register):
    number, _ = mixed_sale(register)
    first, second = (register.unit.refund_of(number) for _ in range(2))
    for receipt, quantity in ((first, 2000), (second, 2000)):
        receipt.correct(2)
        receipt.correct(1)
        register.unit.refund_part(receipt, 0, quantity)
    give_back(register, first)
    register.refused(
        register.unit.refund(second, [d.Tender(d.CASH, second.total())]), "sale_refunded"
    )
    register.refused(register.unit.void(), "sale_refunded")
    register.unit.refund_part(second, 0, 1000)
    second.lines[0].surcharge = 1  # a kopeck more than the third loaf cost
    second.lines[0].discount = 0
    register.refused(
        register.unit.refund(second, [d.Tender(d.CASH, second.total())]), "sale_refunded"
    )
    assert register.unit.refund_of(number).lines[0].quantity == 1000


def test_what_is_left_of_a_line_bounds_the_next_refund(register):
    """By quantity and by sum, where a line without discounts has a round price."""
    receipt = register.unit.receipt(d.SALE)
    register.unit.add_line(receipt, make_line("Сок", 200, 3000))
    register.unit.add_line(receipt, make_line("Сыр", 199, 750))
    number = register.sell(receipt)
    first, second = (register.unit.refund_of(number) for _ in range(2))
    for back in (first, second):
        register.unit.refund_part(back, 0, 2000)
        register.unit.refund_part(back, 1, 500)
    assert [line.net() for line in first.lines] == [400, 100]  # 0.995 is 1.00 on paper, too
    first.lines[0].discount = 50  # the customer keeps less: that is not paid back later
    give_back(register, first)
    second.correct(1)
    register.refused(
        register.unit.refund(second, [d.Tender(d.CASH, second.total())]), "sale_refunded"
    )
    rest = register.unit.refund_of(number)
    assert [(line.quantity, line.net()) for line in rest.lines] == [(1000, 200), (250, 49)]


def test_the_same_goods_in_two_lines(register):
    """«The second at half price»: each line is paid back at what it cost, whole or in part."""
    receipt = register.unit.receipt(d.SALE)
    for quantity, off in ((3000, 0), (2000, 5000), (3000, 0)):
        register.unit.add_line(receipt, make_line("Сок", 399, quantity))
        adjust_line(receipt.lines[-1], (0, off))
    number, total = register.sell(receipt), receipt.total()
    back = register.unit.refund_of(number)
    back.correct(2)
    back.correct(0)
    register.unit.refund_part(back, 0, 1000)
    give_back(register, back)
    left = register.unit.refund_of(number)
    assert [(line.quantity, line.net()) for line in left.lines] == [
        (3000, 1197), (1000, 199), (3000, 1197),
    ]  # fmt: skip
    register.unit.refund_part(left, 0, 1000)
    register.unit.refund_part(left, 2, 2000)
    give_back(register, left)
    rest = register.unit.refund_of(number)
    assert sum(line.quantity for line in rest.lines) == 3000
    assert back.total() + left.total() + rest.total() == total


def test_goods_by_the_piece(register):
    """What the goods base sells by the piece is given back by the piece, by whoever enters it."""
    load_goods(register.world, KEYS / "goods.csv")
    register.restart()
    receipt = register.unit.receipt(d.SALE)
    for code, quantity in (("1", 2000), ("2", 2000)):
        register.unit.add_line(receipt, register.unit.line_of(code, quantity))
    register.unit.add_line(receipt, make_line("Хлеб", 298, 1500))
    mark_line(receipt.lines[2], receipt.lines[0].gtin)  # divided already when it was sold
    number = register.sell(receipt)
    back = register.unit.refund_of(number)
    register.refused(lambda: register.unit.refund_part(back, 0, 1500), "goods_pieces")
    register.unit.refund_part(back, 0, 1000)
    register.unit.refund_part(back, 1, 400)
    register.unit.refund_part(back, 2, 500)
    assert [line.quantity for line in back.lines] == [1000, 400, 500]


def test_what_a_look_at_the_journal_reads(register, monkeypatch):
    """What lies behind the sale once and the heads of all documents; a part reads nothing."""
    number, _ = mixed_sale(register)
    for _ in range(60):
        register.sell()
    flash = register.world.regions["journal"]
    read, sizes = flash.readblocks, []

    def counted(block, buffer, offset=0):
        sizes.append(len(buffer))
        read(block, buffer, offset)

    monkeypatch.setattr(flash, "readblocks", counted)
    receipt = register.unit.refund_of(number)
    looked, sizes[:] = sum(sizes), []
    register.unit.refund_part(receipt, 0, 1000)
    assert sizes == []
    give_back(register, receipt)
    assert looked < 62 * 600 and sum(sizes) < looked + 5000


def test_a_filled_refund_takes_nothing_else(register):
    number, _ = mixed_sale(register)
    receipt = register.unit.refund_of(number)
    register.unit.add_line(receipt, make_line("Шуба", 900))
    register.refused(
        register.unit.refund(receipt, [d.Tender(d.CASH, receipt.total())]), "sale_refunded"
    )


def test_more_than_was_paid_is_not_paid_back(register):
    number, _ = mixed_sale(register)
    receipt = register.unit.refund_of(number)
    adjust_line(receipt.lines[0], (0, 0), (100, 0))
    register.refused(
        register.unit.refund(receipt, [d.Tender(d.CASH, receipt.total())]), "sale_refunded"
    )


def test_no_refund_of_a_voided_sale_or_of_what_is_no_sale(register):
    number, _ = mixed_sale(register)
    before = register.unit.refund_of(number)
    register.do(register.unit.void())
    register.refused(lambda: register.unit.refund_of(number), "sale_voided")
    register.refused(
        register.unit.refund(before, [d.Tender(d.CASH, before.total())]), "sale_voided"
    )
    for other in (0, 2, number + 1, 999):
        register.refused(lambda other=other: register.unit.refund_of(other), "nothing_to_copy")


def test_refund_in_a_later_shift(register):
    number, total = mixed_sale(register)
    register.do(register.unit.z_report())
    register.refused(lambda: register.unit.refund_of(number), "shift_closed")
    register.do(register.unit.open_shift("Петрова", confirmed=True))
    register.do(register.unit.deposit(50000))
    assert register.unit.refund_of(number).total() == total
