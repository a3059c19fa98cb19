"""FELIX: codes, pictures, text; the firmware's own bytes."""

import hashlib

import pytest

from host_tests.felix_host import closed, hosts, where
from tools.bench import tape as bench_tape

host, rmf, old = hosts(closed)


def paper(host):
    return host.register.world.printer.tape


def test_barcodes_come_out_and_are_read(host):
    wanted = []
    first = len(paper(host).lines)
    for kind, data, text in (
        (0x00, b"481000000123", "4810000001237"),
        (0x00, b"481000000123<", "4810000001237"),
        (0x10, b"481000000123>54321<", "4810000001237"),
        (0x20, b"481000000123>54", "4810000001237"),
        (0x01, b"4810123 ", "48101233"),
        (0x03, b"BU {2026}", "BU {2026}"),
        (0x04, b"BU-2026", "BU-2026"),
        (0x02, b"BU", "BU"),
    ):
        assert host.code(0xC2, bytes([kind]), data) == 0, data
        wanted.append(text)
    for block, data in ((1, b"https://example.by/"), (8, "чек".encode()), (2, b"\xd0\x01")):
        assert host.code(0xC2, bytes([block << 4 | 5]), data) == 0
    assert host.code(0xC2, b"\x05") == 0
    wanted.append("https://example.by/Ёчек")
    assert [code.text for code in bench_tape.codes(paper(host), first)] == wanted
    assert "# 54321 #" in host.tape()
    assert host.register.world.printer.finish() == []


def test_barcodes_that_are_none(host):
    for kind, data, code in (
        (0x00, b"48100000012", 0x14), (0x00, b"4810000001234", 0x13),
        (0x00, b"48100000012x", 0x13), (0x10, b"481000000123 4321", 0x14),
        (0x10, b"481000000123 5432x", 0x13), (0x30, b"1" * 12, 0x13),
        (0x01, b"481012", 0x14), (0x03, b"", 0x14), (0x03, b"x" * 33, 0x14), (0x03, b"\x07", 0x13),
        (0x03, b"x" * 32, 0x84), (0x04, b"bu", 0x13), (0x04, b"A" * 32, 0x84), (0x06, b"1", 0x13),
        (0x13, b"1", 0x13), (0x05, b"", 0x13), (0x15, b"", 0x14), (0x15, b"x" * 33, 0x14),
        (0x95, b"x", 0x13), (0x15, b"\x10\x04", 0x13),
    ):  # fmt: skip
        assert host.code(0xC2, bytes([kind]), data) == code, (kind, data)
    for block in range(1, 9):
        assert host.code(0xC2, bytes([block << 4 | 5]), b"x" * 32) == 0
    assert host.code(0xC2, b"\x05") == 0x84
    assert host.code(0xC2, b"\x05x") == 0x14


@pytest.mark.regl("32/1-3")
def test_text_waits_for_its_slip(host):
    text = {"rmf": 0x5E, "80k": 0x4C}[host.dialect]
    for line in ("Первая", "Вторая"):
        assert host.code(text, line) == 0
    assert "Первая" not in host.tape()
    host.do(0x52)
    assert "Печать текстовой информации" in host.tape()
    assert "# Первая #\n# Вторая #" in host.tape()
    for _ in range(40):
        code = host.code(text, "x" * 96)
        if code:
            break
    assert code == 0x84
    assert host.code(0x82) == 0 and "АБВГДЕЖЗ" in host.tape()
    if host.dialect == "80k":
        cuts = len(paper(host).cuts)
        assert host.code(0x75) == 0 and len(paper(host).cuts) == cuts + 1
        assert host.code(0x5F, "Счет 7") == 0 and host.code(0x75) == 0
        assert "# Счет 7 #" in host.tape()
    host.enter(1, 1)
    assert host.code(0x4C, "Без чека") == 0
    host.register.world.printer.paper_out()
    assert host.code(0x82) == 0x67
    assert host.code(0x52) == 0 and "Без чека" not in host.tape()
    host.register.world.printer.load_paper()
    assert host.code(0x73) == 0 and "# Без чека #" in host.tape()
    assert host.register.world.printer.finish() == []


def test_pictures_of_the_80k(old):
    def status():
        data = old.do(0x8C)
        return int.from_bytes(data[:2], "big"), data[2], data[3]

    assert status() == (1536, 0, 0)
    assert old.code(0x9E) == 0x66 and old.code(0x8B) == 0x14
    for row in (b"\xff\x00\x81", b"\x0f\xf0\x18"):
        assert old.code(0x8B, row) == 0
    assert status() == (1536 - 9, 1, 1)
    assert old.do(0x90, b"\x01") == b"\x03\x00\x02\x01"
    assert old.code(0x8B, b"\xff\x00") == 0x14, "rows are alike"
    assert old.do(0x9E) == b"\x01"
    assert old.code(0x8B, b"\xaa") == 0 and old.do(0x9E) == b"\x02"
    old.restart()
    assert status() == (1536 - 9 - 4, 2, 0)
    assert old.do(0x90, b"\x01") == b"\x03\x00\x02\x00"
    assert old.do(0x90, b"\x02") == b"\x01\x00\x01\x00"
    assert old.code(0x90, b"\x03") == 0x13 and old.code(0x90, b"\x08") == 0x13
    lines = len(paper(old).lines)
    assert old.code(0x8D, b"\x01\x01\x00\x02") == 0
    assert any(piece.is_graphic for piece in paper(old).lines[lines:])
    assert old.code(0x8D, b"\x00\x01\x00\x00") == 0
    assert old.code(0x8D, b"\x01\x03\x00\x00") == 0x13
    assert old.code(0x8D, b"\x01\x01\x00\x47") == 0x13
    assert old.code(0x8E, b"\x01\x08\x00\x00", b"\xff" * 72) == 0
    assert old.code(0x8E, b"\x01\x08\x00\x00") == 0x14
    old.enter(4)
    assert old.code(0x8A, b"\x03") == 0x13
    assert old.code(0x8A, b"\x01") == 0
    assert status() == (1536 - 4, 1, 0)
    for number in range(2, 8):
        assert old.code(0x8B, b"\x01") == 0 and old.do(0x9E) == bytes([number])
    assert old.code(0x8B, b"\x01") == 0x84, "seven are all"
    assert old.code(0x8A, b"\x00") == 0
    assert status() == (1536, 0, 0)
    for _ in range(1533 // 72):
        assert old.code(0x8B, bytes(72)) == 0
    assert old.code(0x8B, bytes(72)) == 0x84
    assert old.register.world.printer.finish() == []


def test_a_line_of_the_receipt_is_a_picture(old):
    for row in (b"\xff\xff", b"\x80\x01"):
        assert old.code(0x8B, row) == 0
    assert old.do(0x9E) == b"\x01"
    line = b"\x0a\x01\x00\x10"
    assert old.code(0x50, where(6, 2, 1), line + b"what follows is not looked at") == 0
    assert old.do(0x46, where(6, 2, 1)) == line + bytes(44)
    assert old.code(0x50, where(6, 3, 1), b"\x0a\x08\x00\x00") == 0x13
    assert old.code(0x50, where(6, 3, 1), b"\x0a\x01") == 0x14
    assert old.code(0x50, where(6, 12, 1), b"\x0a\x05\x00\x00") == 0
    old.enter(1, 1)
    before = len(paper(old).lines)
    old.line(100)
    assert old.close() == 0
    graphic = [piece for piece in paper(old).lines[before:] if piece.is_graphic]
    assert len(graphic) == 2, "the picture and the QR code"
    assert "# " not in old.tape().split("\n")[0]
    old.do(0x6C)
    assert sum(piece.is_graphic for piece in paper(old).lines[before:]) == 3
    assert old.register.world.printer.finish() == []


def test_texts_that_table_2_of_the_80k_forbids(old):
    old.do(0x50, where(2, 1, 51), b"\x00")
    assert old.code(0x4C, "Реклама") == 0 and old.felix.text == []
    old.do(0x50, where(2, 1, 51), b"\x01")
    assert old.code(0x4C, "Реклама") == 0 and old.felix.text == ["Реклама"]
    old.do(0x50, where(2, 1, 47), b"\x01")
    old.enter(1, 1)
    old.line(100)
    assert old.code(0xBF, b"\x00\x07", "1234") == 0
    assert old.felix.text == ["Номер платежной карты: 1234"]


def test_the_firmware_is_read_out(old):
    assert old.code(0x84) == 0x18
    assert old.code(0x9C, b"\x02") == 0x6D
    size = int.from_bytes(old.do(0x9C, b"\x01"), "big")
    data = b""
    while True:
        answer = old.ask(0x84)
        if answer == b"U\x18\x00":
            break
        assert answer[:2] == b"U\x00" and len(answer) <= 66
        data += answer[2:]
    files = b"".join(open(path, "rb").read() for _, path in old.register.unit.firmware())
    assert len(data) == size
    assert hashlib.sha256(data).digest() == hashlib.sha256(files).digest()
