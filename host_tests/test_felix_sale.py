"""FELIX, mode 1: receipts, lines, names, money in and out, as seen and as registered."""

import pytest

from host_tests.felix_host import digits, finish, hosts, selling

host, rmf, old = hosts(selling)


def test_a_sale_with_change(host):
    host.ask(0x4C, "Хлеб \"Нарочанский\"")
    assert host.line(298, 1500, 3) == 0
    assert host.line(1000) == 0
    assert int(host.do(0x53, b"\x00").hex()) == 1447
    assert host.state() == (1, 0, 0)
    assert host.pay(1, 1000) == (447, 0)
    assert host.state() == (1, 4, 0)
    assert host.pay(1, 1000) == (0, 553)
    assert [int(host.do(0x91, b"\x14\x00\x00")[at : at + 5].hex()) for at in (0, 5, 10)] == [
        1447, 0, 553,
    ]  # fmt: skip
    assert host.close() == 0
    assert host.state() == (1, 0, 0)
    sale = host.documents()[-1]
    assert (sale["type"], sale["to_pay"]) == (10, "14.47")
    assert 'Хлеб "Нарочанский"' in host.tape() and "ОПЕРАТОР 01" in host.tape()
    assert host.number(10) == 10000 + 1447
    finish(host)


def test_the_numbers_a_host_recovers_by(host):
    def numbers():
        return host.do(0x91, b"\x13\x00\x00")

    before = numbers()
    assert (before[0], before[1]) == (0x01, 0)
    assert int(before[4:8].hex()) == 2 and int(before[2:4].hex()) == 2
    host.line(100)
    assert numbers()[1] == 1 and numbers()[2:8] == before[2:8]
    host.pay(1, 100)
    assert numbers()[0] == 0x41
    host.close()
    assert int(numbers()[4:8].hex()) == 3 and numbers()[:2] == b"\x01\x00"
    assert int(host.ask(0x3F)[18:20].hex()) == 3
    assert len(numbers()) == (13 if host.dialect == "rmf" else 8)


def test_check_only_changes_nothing(host):
    world = host.register.world
    before = host.register.state()
    assert host.code(0x92, b"\x01\x01") == 0
    assert host.line(298, flags=1) == 0
    assert host.number(20) == 0 and host.do(0x91, b"\x13\x00\x00")[1] == 0
    assert host.money(0x49, 100, flags=1) == 0
    assert host.money(0x4F, 10000, flags=1) == 0
    assert host.money(0x4F, 10001, flags=1) == (0x98 if host.dialect == "80k" else 0x73)
    assert host.line(298) == 0
    assert host.line(298, flags=1) == 0
    answer = host.do(0x99, b"\x01\x01" + digits(500, 5))
    assert [int(answer[:5].hex()), int(answer[5:].hex())] == [0, 202]
    assert host.state() == (1, 0, 0)
    assert host.line(298, flags=1, code=0x4E) == 0
    assert int(host.do(0x53, b"\x00").hex()) == 298
    host.pay(1, 298)
    assert host.close(flags=1) == 0
    assert host.state() == (1, 4, 0)
    assert host.register.state() == before
    assert host.close() == 0
    assert len(world.skno.documents) == 2
    finish(host)


def test_reversal_of_the_last_line(host):
    host.line(298, 2000)
    host.line(500, 3000, 2)
    assert host.line(298, 2000, code=0x4E) == (0x43 if host.dialect == "rmf" else 0)
    if host.dialect == "80k":
        host.line(298, 2000)
        host.line(500, 3000, 2, code=0x4E)
        host.line(500, 3000, 2)
    assert host.line(501, 1000, 2, code=0x4E) == 0x43
    assert host.line(500, 4000, 2, code=0x4E) == 0x41
    assert host.line(500, 1000, 2, code=0x4E) == 0
    assert int(host.do(0x53, b"\x00").hex()) == 596 + 1000
    assert host.line(500, 2000, 2, code=0x4E) == 0
    assert host.line(298, 2000, code=0x4E) == 0
    assert host.line(298, 2000, code=0x4E) == 0x0C
    assert host.line(111) == 0
    host.pay(1, 111)
    assert host.close() == 0
    assert host.documents()[-1]["to_pay"] == "1.11"
    assert "Коррекция" in host.tape()
    finish(host)


def test_a_refund_and_a_cancelled_receipt(host):
    assert host.refund(150, 2000) == 0
    assert host.line(150) == 0x87
    assert host.do(0x91, b"\x13\x00\x00")[1] == 2
    assert host.pay(1, 300) == (0, 0)
    assert host.close() == 0
    assert host.documents()[-1]["type"] == 13
    assert host.number(10) == 10000 - 300
    assert host.number(1, 2) == 300
    assert host.code(0x92, b"\x00\x02") == 0
    assert host.line(100) == 0x87
    assert host.code(0x59) == 0
    assert host.line(100) == 0
    assert host.refund(100) == 0x89
    host.pay(2, 50) if host.dialect == "rmf" else host.pay(4, 50)
    assert host.code(0x59) == 0
    assert host.code(0x59) == (0x66 if host.dialect == "rmf" else 0x9A)
    figures = host.register.figures()
    assert (figures["cancels_n"], figures["cancels_sum"]) == (1, "1.00")
    finish(host)


def test_money_in_and_out(host):
    assert host.money(0x49, 5000) == 0
    assert host.money(0x4F, 2500) == 0
    assert [host.number(register) for register in (4, 5, 8, 9, 10)] == [15000, 2500, 2, 1, 12500]
    assert int(host.ask(0x4D)[1:].hex()) == 12500
    assert host.money(0x49, 0) == 0x08
    assert host.money(0x4F, 12501) == (0x98 if host.dialect == "80k" else 0x73)
    finish(host)


@pytest.mark.regl("10.16")
def test_the_last_sale_is_voided_whole_and_no_other(old):
    def void(price, quantity=1000, flags=0):
        return old.code(0x41, bytes([flags]) + digits(price, 5) + digits(quantity, 5))

    assert void(100) == 0x73, "nothing to void"
    old.line(300, 2000)
    old.line(150)
    old.close(1, 1000)
    assert void(750, flags=2) == 0x1B, "cash is always looked at (регл. 26)"
    assert void(751) == 0x73
    assert void(300, 2000) == 0
    assert old.line(100) == 0x82 and old.refund(100) == 0x82
    assert old.do(0x91, b"\x13\x00\x00")[1] == 3
    assert old.close() == 0x80, "only whole"
    assert void(151) == 0x73
    assert void(150) == 0
    assert old.close(1, 750) == 0x08
    assert old.close() == 0
    assert old.documents()[-1]["type"] == 14
    assert old.number(1, 3) == 750
    assert void(750) == 0x73
    finish(old)


def test_repeat_of_the_last_line(old):
    assert old.code(0x51, b"\x00") == 0x9A
    old.code(0x92, b"\x00\x01")
    assert old.code(0x51, b"\x00") == 0x0E
    old.ask(0x4C, "Соль")
    old.line(111, 2000, 1)
    assert old.code(0x51, b"\x01") == 0 and old.code(0x51, b"\x00") == 0
    assert int(old.do(0x53, b"\x00").hex()) == 444
    old.close()
    assert [line["name"] for line in old.documents()[-1]["lines"]] == ["Соль", "Соль"]


def test_purchases_and_corrections_are_not_known(host):
    for kind in (3, 4, 5, 6, 0, 255):
        code = 0x6A if host.dialect == "rmf" else 0x13
        assert host.code(0x92, bytes([0, kind])) == code
    if host.dialect == "rmf":
        data = b"\x00\x00" + digits(100, 5) + bytes(115) + b"\x01\x01"
        assert host.code(0x93, data) == 0x7A


def test_a_receipt_that_grows_too_large(host):
    name = "Ж" * 90
    count = 0
    for count in range(400):  # noqa: B007
        host.ask(0x4C, name)
        code = host.line(1)
        if code:
            break
    assert code == 0x3F and count > 30
    total = int(host.do(0x53, b"\x00").hex())
    assert total == count
    host.pay(1, total)
    assert host.close() == 0
    finish(host)


def test_the_name_of_a_line(host):
    host.ask(0x4C, "Очень")
    host.ask(0x4C, "длинное имя  ")
    assert host.line(100) == 0
    assert host.line(100, section=2) == 0
    for letter in "xy":
        assert host.code(0x4C, letter * 96) == 0
    assert host.code(0x4C, "y" * 96) == 0, "said twice at once is said once"
    assert host.code(0x4C, "z" * 96) == 0x84
    assert host.code(0x4C, b"\x07") == 0x13
    assert host.code(0x4C, "x" * 97) == 0x14
    host.pay(1, 200)
    host.close()
    names = [line["name"] for line in host.documents()[-1]["lines"]]
    assert names == ["Очень длинное имя", "Секция 2"]
    assert "# xxx" in host.tape(), "words without a line: text behind the receipt"


def test_a_name_may_be_text(host):
    """Where no line comes, 4Ch prints; what was printed is no part of another name."""
    host.ask(0x4C, "123")
    assert host.quiet() and "# 123 #" in host.tape()
    assert host.quiet() and host.tape().count("# 123 #") == 1
    assert host.line(100) == 0 and host.felix.receipt.lines[0].name == "123"
    host.ask(0x4C, "внутри чека")
    assert host.quiet() and "внутри" not in host.tape()
    assert host.code(0x59) == 0
    host.ask(0x4C, "Реклама")
    host.quiet()
    host.ask(0x4C, "Хлеб")
    assert host.line(100) == 0 and host.felix.receipt.lines[0].name == "Хлеб"
    assert host.code(0x59) == 0
    host.ask(0x4C, "Слово")
    host.quiet()
    host.do(0x52)
    assert host.tape().count("# Слово #") == 1


def test_requisites_stand_behind_the_receipt(host):
    number = b"\x0a" if host.dialect == "rmf" else b"\x00\x0a"
    assert host.code(0xBF, number, "1234") == (0x66 if host.dialect == "rmf" else 0x9A)
    host.line(100)
    assert host.code(0xBF, number, "1234") == 0
    assert host.code(0xBF, number[:-1] + b"\x00", "1") == 0x13
    assert host.code(0xBF, number[:-1] + b"\x65", "1") == 0x13
    host.pay(1, 100)
    host.close()
    assert "# Номер операции: 1234 #" in host.tape()
    before = host.tape().index("Номер операции")
    assert host.tape().index("Платежный документ") < before
    finish(host)


def test_the_cashier_of_the_requisite_holds_for_one_operation(rmf):
    rmf.do(0x7E, b"\x19", "Петрова А.А.")
    rmf.line(100)
    rmf.pay(1, 100)
    rmf.close()
    assert rmf.documents()[-1]["cashier"] == "Петрова А.А."
    rmf.money(0x49, 100)
    assert rmf.documents()[-1]["cashier"] == "ОПЕРАТОР 01"
    rmf.do(0x7E, b"\x19", "Сидорова")
    assert rmf.money(0x49, 100, flags=1) == 0, "a trial does not use it up"
    rmf.line(100)
    rmf.line(100)
    rmf.pay(1, 200)
    rmf.close()
    assert rmf.documents()[-1]["cashier"] == "Сидорова"
    assert rmf.do(0x69, b"\x19") == "ОПЕРАТОР 01".encode("cp866") + b"\x00"
