"""FELIX: what the values in the tables of appendix 1 do."""

import pytest

from bu.fiscal import document as d
from host_tests.felix_host import closed, digits, hosts, where

host, rmf, old = hosts(closed)


@pytest.mark.regl("32/1")
def test_lines_before_and_behind_a_receipt(host):
    assert host.code(0x50, where(6, 1, 1), "В начале") == 0
    assert host.code(0x50, where(6, 10, 1), "  десятая") == 0
    assert host.code(0x50, where(6, 11, 1), "В конце") == 0
    assert host.code(0x50, where(2, 1, 7), b"\x03") == 0
    assert host.register.unit.info().top == ["В начале"] + [""] * 8 + ["  десятая"]
    host.enter(1, 1)
    host.do(0x9A, b"\x00")
    host.line(100)
    host.pay(1, 100)
    assert host.close() == 0
    tape = host.tape()
    assert "\n\n\n\n# В начале #" in tape
    assert "# В начале #\n#   десятая #" in tape and "# В конце #" in tape
    host.do(0x6C)
    host.do(0x73)
    assert host.tape().count("# В начале #") == 2 and host.tape().count("# В конце #") == 2


def test_payments_that_table_2_forbids(old):
    for field in (3, 4, 5):
        assert old.code(0x50, where(2, 1, field), b"\x00") == 0
    old.enter(1, 1)
    old.line(100)
    for kind in (2, 3, 4):
        assert old.code(0x99, b"\x00" + bytes([kind]) + digits(50, 5)) == 0x80
        assert old.close(kind) == 0x80
    assert old.close(1) == 0


def test_the_drawer_stays_shut_and_the_paper_gets_narrow(old):
    old.do(0x50, where(2, 1, 20), b"\x00")
    old.do(0x50, where(2, 1, 37), b"\x01")
    old.do(0x50, where(8, 3, 1), b"\x20\x00")
    old.do(0x50, where(7, 3, 1), "Хлеб")
    old.do(0x50, where(2, 1, 11), b"\x01")
    old.do(0x50, where(2, 1, 15), b"\x00")
    old.enter(1, 1)
    old.line(120, section=3)
    assert old.felix.receipt.lines[0].vat == 2000
    old.close()
    assert old.register.world.printer.drawer_kicks == []
    tape = old.tape()
    assert "НДС 20%" in tape and "Хлеб" in tape and "Секция" not in tape
    assert old.register.unit.info().columns == 32


def test_the_section_gives_the_vat_of_the_rmf(rmf):
    rmf.do(0x50, where(8, 1, 1), b"\x20\x00")
    rmf.do(0x50, where(7, 5, 3), b"\x01")
    rmf.enter(1, 1)
    rmf.do(0x9A, b"\x00")
    rmf.line(120, section=5)
    rmf.line(120, tail=rmf.tail(tax=1))
    assert [line.vat for line in rmf.felix.receipt.lines] == [2000, 2000]


def test_an_agent_of_a_receipt_is_one_of_the_registration(rmf):
    """RMF, приложение 1, таблица 2 поле 33, таблица 14: FCh."""
    assert rmf.code(0x50, where(2, 1, 33), b"\x04") == 0xFC
    rmf.do(0x7E, b"\x0c\x44")
    assert rmf.code(0x50, where(2, 1, 33), b"\x04") == 0
    assert rmf.code(0x50, where(2, 1, 33), b"\x45") == 0xFC
    assert rmf.code(0x7E, b"\x0c\x40") == 0xFC, "table 2 names that one"
    assert rmf.code(0x7E, b"\x0c\x04") == 0
    assert rmf.number(33) == 4


def test_what_an_operator_is_when_the_requisites_do_not_say(rmf):
    """RMF 2.26, note 1; table 3 field 3."""
    rmf.do(0x50, where(3, 1, 3), "190000007001")
    rmf.do(0x50, where(3, 1, 2), "Иванова М.П.")
    rmf.enter(1, 1)
    assert rmf.do(0x69, b"\x19") == "Иванова М.П.".encode("cp866") + b"\x00"
    assert rmf.do(0x69, b"\x1c") == b"190000007001\x00"
    rmf.do(0x7E, b"\x1c", "190000007002")
    assert rmf.do(0x69, b"\x1c") == b"190000007002\x00"
    rmf.do(0x9A, b"\x00")
    assert rmf.do(0x69, b"\x1c") == b"190000007001\x00", "it held for one operation"


def test_rates_of_the_rmf(rmf):
    """RMF, table 8: rows 1 and 2 are the taxes 1 and 2, «НДС РС1» and «НДС РС2» 3 and 4."""
    for row, rate in ((1, b"\x20\x00"), (2, b"\x09\x00"), (5, b"\x25\x00"), (6, b"\x08\x00")):
        rmf.do(0x50, where(7, row, 3), bytes([{1: 1, 2: 2, 5: 3, 6: 4}[row]]))
        rmf.do(0x50, where(8, row, 1), rate)
    for row in (3, 4):
        assert rmf.code(0x50, where(8, row, 1), b"\x00\x01") == 0x80
    rmf.do(0x50, where(7, 7, 3), b"\x05")
    rmf.enter(1, 1)
    rmf.do(0x9A, b"\x00")
    for tax in range(1, 7):
        rmf.line(120, tail=rmf.tail(tax=tax))
    for section in (1, 2, 5, 6, 7, 8):
        rmf.line(120, section=section)
    rates = [2000, 900, 2500, 800, 0, d.NO_VAT]
    assert [line.vat for line in rmf.felix.receipt.lines] == rates + rates


def test_the_tax_sum_is_looked_at_where_table_2_wants_it(rmf):
    """RMF 2.11, «Налог Сумма»: T2P1П39."""
    rmf.do(0x50, where(2, 1, 39), b"\x01")
    rmf.enter(1, 1)
    rmf.do(0x9A, b"\x00")
    for tax_sum, code in ((0, 0), (180, 0), (181, 0), (179, 0), (178, 0xF5), (182, 0xF5)):
        assert rmf.line(1180, tail=rmf.tail(tax=1, tax_sum=tax_sum)) == code, tax_sum
    assert rmf.line(1180, tail=rmf.tail(tax=6, tax_sum=2)) == 0xF5
    # 1180 with a discount of 20 in the price.
    assert rmf.line(1180, tail=rmf.tail(kind=1, amount=20, tax=1, tax_sum=180)) == 0
    assert rmf.line(1180, tail=rmf.tail(tax=1, tax_sum=1181)) == 0xFE


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_kinds_of_tax(old, kind):
    """80K 2.38, note 2; table 2 field 11: 3 and 4 print no sum of the tax."""
    old.do(0x50, where(2, 1, 11), bytes([kind]))
    assert old.do(0x46, where(2, 1, 11)) == bytes([kind])
    old.do(0x50, where(8, 1, 1), b"\x20\x00")
    old.enter(1, 1)
    old.line(1200, section=1)
    whole = b"\x00\x00\x00\x00" + digits(1000, 3)
    assert old.code(0x43, whole) == (0x80 if kind in (2, 4) else 0)
    assert old.code(0x4A, b"\x00\x01" + bytes(5)) == 0
    assert ("НДС 20%" in old.tape()) == (kind in (1, 2))
    assert old.felix.receipt is None and old.documents()[-1]["kind"] == "sale"
