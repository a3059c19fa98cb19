"""FELIX: requisites of the registration, registers."""

from bu.host.felix import registers, requisites
from host_tests.felix_host import closed, hosts

host, rmf, old = hosts(closed)


def test_every_requisite(rmf):
    names = {1: "г. Минск", 6: "ООО Ромашка", 8: "Ларёк"}
    for number, kind in enumerate(requisites.kinds(), 1):
        size, kind = int(kind[:-1]), kind[-1]
        value = {
            "c": names.get(number, f"Текст {number}").encode("cp866"),
            "d": b"%012d" % (190123456 if number == 22 else number),
            "p": b"+%011d" % number, "n": bytes([5] * size), "b": b"\x00\x42",
        }[kind]  # fmt: skip
        assert rmf.code(0x7E, bytes([number]), value) == 0, number
        assert rmf.do(0x69, bytes([number])) == value + b"\x00"
        assert rmf.code(0x7E, bytes([number]), bytes(size + 1)) == 0x14
        assert rmf.code(0x7E, bytes([number])) == 0x14
    info = rmf.register.unit.info()
    assert (info.address, info.name, info.outlet) == ("г. Минск", "ООО Ромашка", "Ларёк")
    for number, value, code in (
        (26, b"\x36\x01", 0x13), (27, b"\x01\x00", 0x13), (29, b"\x40", 0xF6),
        (18, b"375" * 4, 0xF5),
        (5, b"12345678901x", 0x13), (25, b"  ", 0x13), (0, b"x", 0x13), (31, b"x", 0x13),
    ):  # fmt: skip
        assert rmf.code(0x7E, bytes([number]), value) == code, number
    rmf.enter(1, 1)
    rmf.do(0x9A, b"\x00")
    assert rmf.code(0x7E, b"\x06", "Другое") == 0x9C
    assert rmf.code(0x7E, b"\x19", "Петрова") == 0


def test_every_register_has_the_length_of_the_document(host):
    lengths = {1: 6, 2: 6, 3: 6, 4: 6, 5: 6, 7: 2, 8: 2, 9: 2, 10: 7, 11: 7, 12: 7, 13: 7, 14: 7,
               15: 1, 16: 2, 17: 6, 18: 7, 20: 15, 21: 2, 22: 4, 23: 0, 24: 9}  # fmt: skip
    if host.dialect == "rmf":
        lengths.update({6: 2, 19: 13, 25: 2, 26: 2, 27: 12 + 20 + 1 + 5 + 4, 28: 16, 30: 7, 31: 1,
                        33: 1, 54: 3})  # fmt: skip
    else:
        lengths.update({6: 0, 19: 8})
    typed = {1, 2, 3, 6, 7, 12, 13, 14}
    for number in range(256):
        first = 1 if number in typed else 0
        second = 1 if number == 3 else 0
        answer = host.ask(0x91, bytes([number, first, second]))
        if number not in lengths:
            assert answer == b"U\x6c\x00", number
            continue
        assert answer[:2] == b"U\x00" and len(answer) - 2 == lengths[number], number
        if number not in typed:
            assert host.code(0x91, bytes([number, 1, 0])) == 0x13
            assert host.code(0x91, bytes([number, 0, 1])) == 0x13
    wrong = 0x6A if host.dialect == "rmf" else 0x13
    assert host.code(0x91, b"\x01\x00\x00") == wrong and host.code(0x91, b"\x01\x0a\x00") == wrong
    assert host.code(0x91, b"\x03\x01\x06") == 0x7E and host.code(0x91, b"\x0c\x05\x00") == 0x13
    assert len(registers.rows()) > 24


def test_registers_after_a_shift(host):
    host.enter(1, 1)
    host.do(0x9A, b"\x00")
    host.money(0x49, 700)
    host.line(300)
    host.line(200)
    host.line(200, code=0x4E)
    host.pay(1, 1000)
    host.close()
    host.refund(100)
    host.pay(1, 100)
    host.close()
    assert [host.number(1, kind) for kind in (1, 2)] == [300, 100]
    assert host.number(3, 1, 1) == 300 and host.number(3, 2, 1) == 100
    assert host.number(12, 1 if host.dialect == "rmf" else 0) == 300
    assert host.do(0x91, b"\x11\x00\x00").hex() == "011226080000"
    assert host.do(0x91, b"\x12\x00\x00").hex() == "01" + "021226080000"
    assert host.do(0x91, b"\x18\x00\x00").hex() == "48" + "0576" + "00" + "0000" + "00" + "0000"
    # The RMF has these reserved, with the sizes that they have in the 80K.
    sales, purchases = (1, 4) if host.dialect == "rmf" else (0, 1)
    assert host.number(2, 1) == 200 and host.number(7, 1) == 1 and host.number(2, 2) == 0
    assert host.do(0x91, b"\x0b\x00\x00").hex() == "00" + "000000000200"
    assert host.number(13, sales) == host.number(14, sales) == 300
    assert host.number(13, purchases) == host.number(14, purchases) == 0
    assert host.number(15) == 10
    if host.dialect == "rmf":
        assert host.number(6, 1) == host.number(6, 2) == 1
        assert host.number(25) == 192
        data = host.do(0x91, b"\x1b\x00\x00")
        assert data[:12] == b"190000001   " and data[12:32].rstrip() == b"110000001"
        assert data[33:38] == bytes([1, 12, 26, 8, 0]) and data[38:] == b"\x01\x00\x00\x00"
        assert host.do(0x91, b"\x1a\x00\x00").hex() == "0110"
        uid = int(host.documents()[-1]["uid"], 16)
        assert host.do(0x91, b"\x13\x00\x00")[8:].hex() == f"{uid % 10**10:010d}"
    host.enter(3)
    host.code(0x5A)
    assert [host.number(register) for register in (4, 5, 8, 9, 10)] == [0] * 5
    assert host.number(3, 1, 1) == 0 and host.number(1, 1) == 0
    assert host.number(13, sales) == host.number(14, sales) == 300
    assert host.number(16) > 100
