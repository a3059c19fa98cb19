"""FELIX, upper level: layouts, tables and the dispatcher's checks, on a register that stands."""

from bu.control_unit import access_tries
from bu.fiscal.refusal import Interrupted, Refusal, catalogue
from bu.host.felix import codes, commands, fields, kept, registers, tables
from bu.host.felix.fields import Wrong
from bu.host.felix.register import Felix
from host_tests.portable import access_unit
from host_tests.portable.support import raises, run, unhex


class Unit:
    """What questions and modes ask of the facade; an open shift, nothing sold."""

    def __init__(self):
        self.blob = b""
        self.waiting = None
        self.money = []
        self.refusal = None
        self.access = access_unit.Unit()

    def attempt(self, groups, find, known):
        return access_tries.attempt(self.access, groups, find, known)

    def kept(self, name):
        return self.blob

    def keep(self, name, value):
        self.blob = value

    def serial(self):
        return "1000000000123"

    def version(self):
        return "1.2.3"

    def now(self):
        return (2026, 12, 1, 8, 30, 15)

    def opened_at(self):
        return (2026, 12, 1, 8, 0, 0)

    def shift_age(self):
        return 1815

    def paper_state(self):
        return None

    def unfinished(self):
        return self.waiting

    def last_key(self):
        return b"I\x00\x00\x00\x00\x01\x00"

    def registered(self):
        return True

    manufactured = shift_open = registered

    def last_number(self):
        return 41

    def last_uid(self):
        return bytes(12)

    def z_number(self):
        return 7

    def stand(self, cashier):
        self.cashier = cashier

    async def deposit(self, amount, currency, key):
        if self.refusal:
            if isinstance(self.refusal, Interrupted):
                self.waiting = (11, 42, self.refusal.stage)
            raise self.refusal
        self.money.append((amount, key))

    async def resume(self):
        self.waiting = None


class Host:
    def __init__(self, dialect="rmf"):
        self.unit = Unit()
        self.felix = Felix(self.unit, dialect)

    def ask(self, text):
        """The answer to a request in hex, behind the access password 0000."""
        return self.raw("0000" + text)

    def raw(self, text):
        answer = run(self.felix.handle(memoryview(unhex(text))))
        return "".join("%02x" % byte for byte in answer)


def test_a_price_and_a_quantity_of_the_document():
    """2.2: 68135,94 and 4,568 kg."""
    assert fields.bcd(6813594, 5) == unhex("00 06 81 35 94")
    assert fields.decode("P,Q", unhex("0006813594 0000004568"), 0) == [6813594, 4568]


def test_digits_lengths_and_ranges():
    assert raises(Wrong, fields.decode, "P", unhex("000681359a"), 0).code == 0x13
    assert raises(Wrong, fields.decode, "P", unhex("a006813594"), 0).code == 0x13
    for data in ("00068135", "000681359400"):
        assert raises(Wrong, fields.decode, "P", unhex(data), 0).code == 0x14
    assert raises(Wrong, fields.decode, "Q", bytes(5), 0).code == 0x0A
    assert raises(Wrong, fields.decode, "P", unhex("4294967296"), 0).code == 0x08
    assert fields.decode("P", unhex("4294967295"), 0) == [4294967295]
    assert fields.decode("P", unhex("9999999999"), 1) == [9999999999]
    assert fields.decode("B1:0-40:7D,N2", unhex("40 0102"), 0) == [40, 258]
    assert raises(Wrong, fields.decode, "B1:0-40:7D", unhex("41"), 0).code == 0x7D
    assert fields.bcd(123456, 2) == unhex("3456")


def test_text_is_cp866():
    data = unhex("95aba5a120fc31")
    assert fields.decode("N1,T8", b"\x07" + data, 0) == [7, "Хлеб №1"]
    assert fields.decode("N1,T8", b"\x07" + data + b" ", 0) == [7, "Хлеб №1"]
    assert fields.decode("N1,T8", b"\x07", 0) == [7, ""]
    assert fields.chars("Хлеб", 6) == unhex("95aba5a12020")
    assert raises(Wrong, fields.text, b"a\x07b").code == 0x13


def test_every_command_is_found_and_has_a_handler():
    import sys

    for row in commands.rows():
        for place in range(2):
            if "rk"[place] not in row[1]:
                continue
            modes, receipts, target, layout = commands.find(int(row[0], 16), place)
            fields.parse(layout)
            module, _, name = target.partition(".")
            if module != "-":
                path = "bu.host.felix." + module
                __import__(path)
                assert hasattr(sys.modules[path], name), target
    assert commands.find(0x01, 0) is None and commands.find(0x41, 0) is None


def test_every_field_and_register_is_found():
    for row in tables.rows():
        place = "rk".find(row[3][0])
        first = int(row[1].split("-")[0])
        field = tables.find(int(row[0]), first, int(row[2]), place)
        assert field.size and field.low <= max(field.high, 1)
        field.value()
    for row in registers.rows():
        assert registers.find(int(row[0]), "rk".find(row[1][0])) == row[2:]
    assert raises(Wrong, registers.find, 99, 0).code == 0x6C


def test_every_refusal_has_a_code():
    for _, name, _, _ in catalogue():
        assert codes.of(name, 0) and codes.of(name, 1)
    assert (codes.of("drawer_short", 0), codes.of("drawer_short", 1)) == (0x73, 0x98)


def test_the_access_password_comes_first():
    host = Host()
    for request in ("", "00", "0001", "000145", "109745", "ffff45"):
        assert host.raw(request) == "556600"
    assert host.raw("0000") == "551400"
    kept.store(host.felix, 2, 1, 23, unhex("1097"))
    assert host.raw("000045") == "556600" and host.raw("109745") == "550000"
    assert host.unit.blob == unhex("020117021097")


def test_modes():
    host = Host()
    assert host.ask("45") == "550000"
    assert host.ask("49000000000100") == "556600"
    assert host.ask("560100000031") == "558c00"
    assert host.ask("560100000005") == "550000"
    assert host.ask("45") == "550100" and host.unit.cashier == "ОПЕРАТОР 05"
    assert host.ask("560100000001") == "556600", "out of «Выбор» only"
    assert host.ask("52") == "550000" and host.ask("45") == "550000"
    assert host.ask("560900000001") == "551300"
    assert host.ask("01") == "554600" and host.ask("72") == "557a00"


def test_wrong_passwords_are_waited_out():
    for dialect, right, wrong in (("rmf", "0400000030", "0400000003"),
                                  ("80k", "0500000000", "0500000001")):  # fmt: skip
        host = Host(dialect)
        assert [host.ask("56" + wrong) for _ in range(4)] == ["558c00"] * 3 + ["551e00"]
        assert host.ask("56" + right) == "551e00"
        host.unit.access.wait(5)
        assert host.ask("56" + right) == "550000" and host.ask("52") == "550000"
        assert host.ask("56" + wrong) == "558c00" and host.ask("56" + right) == "550000"


def test_questions():
    host = Host()
    assert host.ask("3f") == (
        "44 00 01 261201 083015 07 00000123 00 0102 00 0042 0007 00 0000000000 02 00"
    ).replace(" ", "")
    assert host.ask("91130000")[:20] == "5500" + "00" + "00" + "0042" + "00000042"
    assert host.ask("91120000") == "5500" + "01" + "021226080000"
    assert host.ask("91630000") == "556c00" and host.ask("91140100") == "551300"
    assert Host("80k").ask("3f")[:2] == "55"


def test_money_goes_to_the_facade_with_its_key():
    host = Host()
    host.ask("560100000001")
    assert host.ask("49000000000100") == "550000"
    assert host.unit.money == [(100, unhex("49000000000100"))]
    assert host.ask("49010000000100") == "550000"
    assert host.unit.money[1:] == [(100, None)], "check only"
    host.unit.refusal = Refusal("printer_paper")
    assert host.ask("49000000000100") == "556700"


def test_an_interrupted_command_is_continued_by_its_repetition():
    host = Host()
    host.ask("560100000001")
    host.unit.refusal = Interrupted(Refusal("printer_paper"), "printing")
    assert host.ask("49000000000100") == "556700"
    host.unit.refusal = None
    assert host.ask("49000000000100") == "550000"
    assert host.unit.money == [] and host.unit.waiting is None
    assert host.ask("49000000000100") == "550000"
    assert len(host.unit.money) == 1


def test_a_report_that_prints_leaves_questions():
    host = Host()
    host.felix.mode, host.felix.printing = 2, True
    assert host.ask("45") == "552200"
    assert host.ask("3f")[:2] == "44"
    for code in ("6701", "52", "80", "91030101", "5801"):
        assert host.ask(code) == "556600", code


def test_a_late_module_stays_at_hand_until_its_room_is_needed():
    host = Host()
    felix = host.felix

    def at_hand():
        return felix._at_hand[0]

    assert host.ask("560100000001") == "550000" and at_hand() == "modes"
    assert host.ask("45") == "550100" and at_hand() == "modes", "that one is always there"
    assert host.ask("91150000") == "55000007" and at_hand() == "figures"
    assert host.ask("49000000000100") == "550000" and at_hand() == "cash"
    assert host.ask("49000000000100") == "550000" and at_hand() == "cash"
    assert host.ask("4800") == "551400" and at_hand() == "cash", "refused before it is needed"
    assert host.ask("9d01")[:4] == "5500" and at_hand() == "modes"
    felix.printing = True
    assert host.ask("91150000") == "55000007" and at_hand() == ""
    felix.printing = False
    assert host.ask("9d01")[:4] == "5500" and at_hand() == "modes"
    run(felix.handle(None))
    assert at_hand() == ""
