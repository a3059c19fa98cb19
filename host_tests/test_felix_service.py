"""FELIX: the shift, questions, clock, serial number, registration."""

import asyncio

import pytest

from boards.sim.board import Board
from bu import app
from bu.fiscal.refusal import Refusal
from bu.host.felix.register import Felix
from host_tests.felix_host import DIALECTS, Host, digits, hosts, sell
from host_tests.unit_register import IDENTITY, MORNING
from tools.bench.world import World

host, rmf, old = hosts(Host)


class NewHost(Host):
    """The host of a unit that left no factory yet."""

    def __init__(self, folder, dialect):
        self.world = World(folder, IDENTITY)
        self.world.calendar.script(MORNING)
        self.unit = app.build(Board(self.world, self.world.printer_profile))
        asyncio.run(self.unit.start())
        self.felix = Felix(self.unit, dialect)
        self.dialect = dialect
        self.password = b"\x00\x00"


# --- shift


def test_the_rmf_opens_its_shift_with_a_command(rmf):
    rmf.enter(3)
    rmf.code(0x5A)
    rmf.enter(1, 5)
    assert rmf.line(100) == 0x76 and rmf.money(0x49, 100) == 0x76
    assert rmf.code(0x9A, b"\x01") == 0 and not rmf.register.unit.shift_open()
    assert rmf.code(0x9A, b"\x00") == 0
    assert rmf.code(0x9A, b"\x00") == 0x9C
    sell(rmf)
    assert rmf.documents()[-1]["cashier"] == "ОПЕРАТОР 05"


def test_the_80k_opens_its_shift_with_the_first_operation(old):
    old.enter(3)
    old.code(0x5A)
    old.enter(1, 5)
    assert old.line(100, flags=1) == 0 and not old.register.unit.shift_open()
    assert old.money(0x4F, 100) == 0x98
    assert old.register.unit.shift_open()
    sell(old)
    assert old.documents()[-1]["cashier"] == "ОПЕРАТОР 05"
    old.enter(3)
    old.code(0x5A)
    old.enter(1, 1)
    assert old.code(0x9A, b"\x00", "Добрый день") == 0
    assert old.code(0x9A, b"\x00") == 0x9C


@pytest.mark.regl("8/4")
def test_a_clock_that_the_skno_does_not_know_is_confirmed_by_the_repetition(host):
    host.enter(3)
    host.code(0x5A)
    host.enter(1, 1)
    unit = host.register.unit

    async def silent():
        raise Refusal("skno_silent")

    unit._cycle.gate.time = silent
    assert host.code(0x9A, b"\x00") == 0x1F
    assert host.code(0x9A, b"\x00") == 0
    assert unit.shift_open()


def test_after_24_hours(host):
    host.enter(1, 1)
    host.register.later(hours=24)
    assert host.line(100) == 0x88
    host.do(0x52)
    assert host.code(0x56, b"\x01", digits(1, 4)) == 0x88
    flags = host.ask(0x3F)[9]
    assert flags & 0x10 == (0x10 if host.dialect == "rmf" else 0)
    host.enter(3)
    assert host.code(0x5A) == 0


def test_a_receipt_that_is_open_after_24_hours_can_be_annulled(host):
    """Its mode was left; else neither a Z-report (a receipt is open) nor mode 1 could be had."""
    host.enter(1, 1)
    host.line(100)
    host.enter(3)
    host.register.later(hours=25)
    assert host.code(0x5A) == (0x9B if host.dialect == "80k" else 0x89)
    host.enter(1, 1)
    assert host.line(100) == 0x88
    assert host.code(0x59) == 0
    host.do(0x52)
    assert host.code(0x56, b"\x01", digits(1, 4)) == 0x88
    host.enter(3)
    assert host.code(0x5A) == 0


# --- questions


def test_the_state_of_the_register(host):
    host.enter(1, 7)
    host.line(1234)
    answer = host.ask(0x3F)
    assert len(answer) == 30
    assert answer[:1] == (b"D" if host.dialect == "rmf" else b"U")
    assert answer[1:3].hex() == "0701"
    assert answer[3:9].hex() == "261201" + "080000"
    assert answer[9] == 0x07
    assert answer[10:14].hex() == "00000001"
    assert answer[17] == 0x01 and answer[22] == 1
    assert answer[18:22].hex() == "0002" + "0000"
    assert answer[23:28].hex() == "0000001234"
    assert answer[28:] == b"\x02\x00"


def test_versions_and_device(host):
    answer = host.ask(0xA5)
    assert answer[:1] == b"\x00" and answer[6:8] == b"\x00\x01"
    assert answer[11:].decode("cp866") == {"rmf": "ФЕЛИКС РМФ", "80k": "ФЕЛИКС РМК"}[host.dialect]
    assert host.do(0x9D, b"\x01").hex() == "0000000000" + "0001" + "00" + "00"
    assert host.code(0x9D, b"\x02") == 0x6D
    heard = []
    host.register.board.sound = heard.append
    assert host.ask(0x47) == b""
    if host.dialect == "80k":
        assert host.code(0x88, b"\x03\xe8\x00\x0a") == 0
    assert heard == [(150,), (100,)][: len(heard)] and heard


def test_what_a_rmf_register_says_of_its_links(rmf):
    assert rmf.do(0x55) == b"\x06"
    assert rmf.do(0x68).hex() == "00000001" + "00000001" + "00"
    rmf.enter(4)
    for code, text in ((0x5C, "10.0.0.1"), (0x5D, "7777"), (0x79, "internet"), (0x6B, "user"),
                       (0x6D, "word"), (0x81, "255.255.255.0"), (0x83, "10.0.0.254"),
                       (0x89, "10.0.0.7")):  # fmt: skip
        assert rmf.code(code, text) == 0
    assert rmf.code(0x5B, b"\x02") == 0 and rmf.code(0x5B, b"\x08") == 0x13
    answer = rmf.do(0x7A, b"\x03")
    assert answer[:2] == b"\x00\x02" and len(answer) == 131
    assert answer[2:].rstrip(b"\x00") == b"10.0.0.1 7777 internet"
    assert rmf.do(0x7A, b"\x01")[2:].rstrip(b"\x00") == b"10.0.0.7 255.255.255.0 10.0.0.254"
    assert rmf.do(0x7A, b"\x02")[2:].rstrip(b"\x00") == b"user word"
    assert rmf.code(0x7A, b"\x06") == 0x13
    assert rmf.code(0x6A) == 0
    assert rmf.code(0x72) == 0x7A and rmf.code(0x70, b"\x01", "+375291234567") == 0x7A


# --- clock, serial number, registration


@pytest.mark.regl("8/2-3")
def test_the_clock_waits_for_a_closed_shift_and_is_set_by_the_repetition(host):
    day = digits(21226, 3)
    host.enter(4)
    assert host.code(0x64, day) == 0x9C and host.code(0x4B, digits(90000, 3)) == 0x9C
    host.enter(3)
    host.code(0x5A)
    host.enter(4)
    unit = host.register.unit
    assert host.code(0x64, digits(301126, 3)) == 0x20, "never behind the last record"
    assert host.code(0x64, digits(310226, 3)) == 0x94
    assert host.code(0x64, day) == 0x16
    assert host.code(0x64, digits(31226, 3)) == 0x16, "another date is another question"
    assert host.code(0x64, day) == 0x16
    set_to = []
    unit.set_clock = set_to.append
    assert host.state()[0] == 4
    assert host.code(0x64, day) == 0
    assert host.code(0x64, day) == 0x16
    assert set_to == [(2026, 12, 2, 8, 0, 0)]
    assert host.code(0x4B, digits(93015, 3)) == 0
    assert set_to[-1] == (2026, 12, 1, 9, 30, 15)
    wrong = 0x95 if host.dialect == "80k" else 0x94
    assert host.code(0x4B, digits(240000, 3)) == wrong
    assert host.code(0x4B, digits(96000, 3)) == wrong


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_factory_new_unit_is_put_to_work_by_a_host(tmp_path, dialect):
    host = NewHost(tmp_path, dialect)
    inspector = 30 if dialect == "rmf" else 0
    assert host.code(0x56, b"\x01", digits(1, 4)) == 0xA9
    assert host.state()[:2] == (0, 0) and host.ask(0x3F)[10:14] == bytes(4)
    host.enter(5, inspector)
    reasons = b"\x00\x00" if dialect == "rmf" else b""
    numbers = (digits(110000001, 8 if dialect == "rmf" else 6), digits(190000001, 6))
    more = b"\x00\x00\x00\x01" + reasons if dialect == "rmf" else digits(123456, 3)
    assert host.code(0x62, *numbers, more) == 0xA9
    host.enter(4)
    assert host.code(0x61, digits(0, 4)) == 0xA5 and host.code(0x61, digits(1000000, 4)) == 0xA5
    assert host.code(0x61, digits(123456, 4)) == 0
    assert host.code(0x61, digits(123456, 4)) == 0x9E
    assert host.ask(0x3F)[10:14].hex() == "00123456"
    host.do(0x52)
    assert host.code(0x56, b"\x01", digits(1, 4)) == 0xA8
    assert host.code(0x56, b"\x06", digits(30, 4)) == 0xAB
    host.enter(5, inspector)
    assert host.code(0x62, *numbers, more) == (0xE5 if dialect == "rmf" else 0xD0)
    assert host.code(0x62, digits(0, len(numbers[0])), numbers[1], more) == 0xA6
    assert host.code(0x62, numbers[0], digits(0, 6), more) == 0xA7
    if dialect == "rmf":
        host.enter(4)
        host.do(0x7E, b"\x05", "000310000001")
        host.enter(5)
        assert host.code(0x62, *numbers, b"\x00\x00\x00\x01\x01\x00") == 0xA8
    else:
        host.felix.held["skno"] = 310000001
    assert host.code(0x62, *numbers, more) == 0
    assert host.unit.registration().skno == 310000001
    if dialect == "rmf":
        assert host.code(0x62, *numbers, more) == 0xF5
        assert host.code(0x62, *numbers, b"\x00\x00\x00\x01\x03\x00") == 0
    else:
        assert host.code(0x62, *numbers, more) == 0
        host.do(0x52)
        host.do(0x56, b"\x05", digits(123456, 4))
    assert host.unit.registration().ordinal == 2
    host.enter(1, 1)
    assert host.code(0x9A, b"\x00") == 0
    sell(host)
    assert host.world.skno.violations == []


def test_the_80k_names_its_skno_when_it_is_activated(old):
    old.enter(6)
    assert old.code(0xA6, digits(310000002, 5)) == 0
    assert old.felix.held["skno"] == 310000002
    assert old.code(0xA6, digits(0, 5)) == 0xE2 and old.code(0xA6, digits(1, 4)) == 0x14
    old.enter(5, 0)
    numbers = digits(110000001, 6) + digits(190000001, 6) + digits(0, 3)
    assert old.code(0x62, numbers) == 0x9C, "the shift is open and the СКНО in order"
