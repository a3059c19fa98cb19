"""FELIX: payment, discounts, taxes."""

from host_tests.felix_host import digits, finish, hosts, selling

host, rmf, old = hosts(selling)


def test_payments_of_every_kind(host):
    kinds = {"rmf": (1, 2, 3, 4, 5), "80k": (1, 2, 3, 4)}[host.dialect]
    host.line(1000)
    for kind in kinds[1:]:
        host.pay(kind, 100)
    assert host.code(0x99, b"\x00\x02" + digits(1000, 5)) == 0x71
    left = 1000 - 100 * (len(kinds) - 1)
    assert host.pay(1, left + 23) == (0, 23)
    assert host.code(0x99, b"\x00\x06" + digits(1, 5)) == 0x7E
    assert host.close() == 0
    assert [host.number(3, 1, kind) for kind in kinds] == [left] + [100] * (len(kinds) - 1)
    assert host.number(3, 2, 1) == 0
    sale = host.documents()[-1]
    assert sale["cash"] == f"{left / 100:.2f}"
    finish(host)


def test_short_payment(host):
    host.line(1000)
    if host.dialect == "rmf":
        assert host.close() == 0x72
    assert host.pay(1, 400) == (600, 0)
    assert host.close() == 0x72
    assert host.line(100) == 0x66, "no line behind a payment"
    assert host.pay(1, 600) == (0, 0)
    assert host.close() == 0
    finish(host)


def test_closing_with_the_payment_of_the_command(old):
    old.line(1000)
    assert old.close(1, 999) == 0x86
    assert old.close(4, 1001) == 0x71
    assert old.close(4, 1000) == 0
    old.line(1000)
    assert old.close(1, 1500) == 0
    old.line(1000)
    assert old.close(1, 0) == 0
    old.line(1000)
    old.pay(1, 1000)
    assert old.close(1, 1000) == 0x08
    assert old.close(4, 0) == 0
    assert old.number(3, 1, 4) == 1000 and old.number(3, 1, 1) == 3000
    old.refund(100)
    assert old.close(1, 100) == 0x08
    assert old.close(1, 0) == 0
    assert "СДАЧА" in old.tape()
    finish(old)


def test_discounts_of_the_80k(old):
    def adjust(area, kind, sign, size, flags=0):
        return old.code(0x43, bytes([flags, area, kind, sign]), digits(size, 5 if kind else 3))

    assert old.code(0x92, b"\x00\x01") == 0
    assert adjust(1, 0, 0, 1000) == 0x10
    assert adjust(0, 0, 0, 1000) == 0x10
    old.line(1000)
    assert adjust(1, 0, 0, 1000, flags=1) == 0
    assert int(old.do(0x53, b"\x00").hex()) == 1000
    assert adjust(1, 0, 0, 1000) == 0
    assert adjust(1, 0, 0, 1000) == 0x0F
    assert int(old.do(0x53, b"\x00").hex()) == 900
    assert old.code(0x78) == 0xB2, "only just behind the discount"
    old.line(1000)
    assert adjust(1, 1, 1, 55) == 0
    assert old.code(0x78) == 0
    assert int(old.do(0x53, b"\x00").hex()) == 1900
    assert adjust(1, 1, 0, 1001) == 0x7B
    assert adjust(0, 0, 0, 10001) == 0x7B and adjust(0, 0, 0, 0) == 0x7B
    assert adjust(0, 0, 0, 1000) == 0
    assert old.line(100) == 0x7C
    assert old.line(1000, code=0x4E) == 0x7C
    assert old.code(0x78) == 0
    assert adjust(0, 1, 1, 100) == 0
    assert old.close() == 0
    sale = old.documents()[-1]
    assert (sale["subtotal"], sale["surcharge"], sale["to_pay"]) == ("19.00", "1.00", "20.00")
    finish(old)


def test_what_table_4_forbids(old):
    old.code(0x5A) if old.register.unit.shift_open() else None
    old.enter(3)
    assert old.code(0x5A) == 0
    old.enter(4)
    old.do(0x50, b"\x04\x00\x01\x01\x01")
    old.do(0x50, b"\x04\x00\x02\x01\x02")
    old.enter(1, 1)
    old.line(1000)
    for area, sign, code in ((1, 0, 0x80), (0, 0, 0), (0, 1, 0x80), (1, 1, 0)):
        data = bytes([1, area, 0, sign]) + digits(500, 3)
        assert old.code(0x43, data) == code
    assert old.code(0x59) == 0


def test_what_table_4_forbids_the_rmf(rmf):
    rmf.enter(3)
    rmf.code(0x5A)
    rmf.enter(4)
    rmf.do(0x50, b"\x04\x00\x01\x01\x01")
    rmf.enter(1, 1)
    rmf.do(0x9A, b"\x00")
    assert rmf.line(900, tail=rmf.tail(1, 1000, 100)) == 0x80
    assert rmf.line(1100, tail=rmf.tail(2, 1000)) == 0


def test_discounts_of_the_rmf(rmf):
    tail = rmf.tail
    # 10.00 with 10 % off; 3 x 4.15 with 1.00 off, whose price is no whole kopeck: so the cost
    assert rmf.line(900, tail=tail(1, 1000, 100)) == 0
    assert rmf.line(382, 3000, tail=tail(1, 0, 100, cost=1145)) == 0
    assert rmf.line(1100, tail=tail(2, 1000)) == 0
    assert rmf.line(0, tail=tail(1, 10000, 500)) == 0, "a gift"
    for wrong, code in (
        (tail(1, 0, 0), 0x7B), (tail(1, 10000), 0x7B), (tail(2, 0, 900), 0x7B),
        (tail(cost=902), 0x08), (tail(cost=901), 0x08), (tail(tax_sum=901), 0xFE),
        (tail(tax=7), 0xF5), (tail(subject=14), 0xFF), (tail(way=5), 0x80),
    ):  # fmt: skip
        assert rmf.line(900, tail=wrong) == code, wrong.hex()
    total = 900 + 1145 + 1100
    assert rmf.pay(1, total) == (0, 0)
    assert rmf.close() == 0
    lines = rmf.documents()[-1]["lines"]
    assert [(line["sum"], line["discount"], line["surcharge"]) for line in lines] == [
        ("10.00", "-1.00", "0.00"), ("12.45", "-1.00", "0.00"), ("10.00", "0.00", "1.00"),
        ("5.00", "-5.00", "0.00"),
    ]  # fmt: skip
    assert "Скидка 10%" in rmf.tape()
    finish(rmf)


def test_taxes_and_services_of_the_rmf(rmf):
    for tax in (1, 2, 3, 4, 5, 6):
        assert rmf.line(1180, tail=rmf.tail(tax=tax)) == 0
    assert rmf.line(100, tail=rmf.tail(subject=4)) == 0
    assert rmf.line(100, tail=rmf.tail(subject=4, way=3)) == 0
    receipt = rmf.felix.receipt
    assert [line.vat for line in receipt.lines] == [1800, 1000, 1800, 1000, 0, -1, -1, -1]
    rmf.pay(1, receipt.total())
    assert rmf.close() == 0
    kinds = [line["gtin_kind"] for line in rmf.documents()[-1]["lines"]]
    assert kinds == [0] * 6 + [3, 4]
    finish(rmf)


def test_a_third_party(rmf):
    rmf.enter(3)
    rmf.code(0x5A)
    rmf.enter(4)
    assert rmf.code(0x7E, b"\x16", "000012345678") == 0xA7
    rmf.do(0x7E, b"\x16", "000190123456")
    rmf.do(0x7E, b"\x0c\x04")
    rmf.do(0x50, b"\x02\x00\x01\x21\x04")
    rmf.enter(1, 1)
    rmf.do(0x9A, b"\x00")
    rmf.line(100)
    rmf.pay(1, 100)
    assert rmf.close() == 0
    assert rmf.documents()[-1]["third_party_unp"] == 190123456
    assert int(rmf.do(0x91, b"\x21\x00\x00").hex(), 16) == 4
    finish(rmf)


def test_an_agents_fee_has_no_counterpart(rmf):
    rmf.line(100)
    rmf.pay(1, 100)
    assert rmf.close(amount=101) == 0xFD
    assert rmf.close(amount=50) == 0xFC
    assert rmf.close() == 0


def test_sums_that_overflow(host):
    most = 4294967295 if host.dialect == "rmf" else 9999999999
    assert host.line(most, 2000) == 0x7F
    assert host.line(most) == 0
    assert host.line(1) == 0x81
    kind = 1
    host.pay(kind, most)
    assert host.code(0x99, b"\x00\x01" + digits(1, 5)) == 0x75
    assert host.code(0x59) == 0
    assert host.line(100, 16777216) == 0x0A, "24 bits of thousandths"


def test_the_drawer_opens_behind_a_receipt(host):
    kicks = host.register.world.printer.drawer_kicks
    host.line(100)
    host.pay(1, 100)
    host.close()
    assert len(kicks) == 1
    assert host.code(0x80) == 0
    assert len(kicks) == 2


def test_the_kind_of_payment_behind_99h(old):
    """80K 2.42, note 3: in the state 1.4 the kind of 4Ah is not looked at."""
    old.line(298)
    for kind in (0, 5, 9):
        assert old.close(kind) == 0x7E
    old.pay(4, 298)
    assert old.close(0) == 0
    old.line(298)
    old.pay(1, 500)
    assert old.close(9) == 0
    finish(old)
