"""FELIX: the fields of the tables of appendix 1, their defaults and ranges."""

from bu.host.felix import tables
from host_tests.felix_host import DIALECTS, closed, digits, hosts, where

# Appendix 1 as it is printed: field: default (RMF, 80K); None: no such field there.
PRINTED = {
    1: (1, 1), 2: (0, 0), 3: (0, 2), 4: (0, 2), 5: (0, 2), 6: (0, 0), 7: (0, 0), 8: (0, 0),
    9: (1, 1), 10: (0, 0), 11: (0, 0), 13: (1, 1), 14: (1, 1), 15: (0, 0), 16: (0, 0), 17: (5, 5),
    19: (5, 5), 20: (1, 1), 21: (0, 0), 22: (0, 0), 23: (0, 0), 25: (5, 5), 26: (0, 0), 28: (0, 0),
    29: (0, 0), 31: (0, 2), 32: (0, 3), 33: (0, 3), 34: (0, 1), 35: (0, 3), 36: (0, 0), 37: (0, 0),
    38: (0, 0), 39: (0, 0), 40: (0, 0), 42: (0, 0), 43: (0, 1), 44: (0, 1), 45: (0, 0), 46: (0, 0),
    47: (0, 0), 48: (0, 1), 50: (0, 0), 51: (0, 1), 55: (0, 40),
}  # fmt: skip
# What the register says instead, and why it may (docs/felix.md).
OTHERWISE = {
    (3, 1): 1, (4, 1): 1, (5, 1): 1,  # cash is always looked at
    (11, 1): 1, (15, 0): 1, (15, 1): 1, (55, 1): 48,  # settings that are the register's own
    (22, 0): 1, (22, 1): 1, (26, 0): 1, (26, 1): 1, (29, 1): 1, (31, 0): 1, (43, 1): 0,
}  # fmt: skip
ABSENT = (27, 41, 49, 52, 53, 54, 56)

host, rmf, old = hosts(closed)


def every_field(dialect):
    for cells in tables.rows():
        if "rk"[DIALECTS.index(dialect)] in cells[3]:
            first, _, last = cells[1].partition("-")
            for row in {int(first), int(last or first)}:
                yield tables.Field(cells, row)


def as_bytes(field, value):
    if field.kind in "cd":
        return value.encode("cp866")
    return digits(value, field.size) if field.kind == "b" else bytes([value])


def test_defaults_are_those_of_the_document(host):
    side = DIALECTS.index(host.dialect)
    for field, defaults in PRINTED.items():
        size = 2 if field == 23 else 1
        wanted = OTHERWISE.get((field, side), defaults[side])
        value = host.do(0x46, where(2, 1, field))
        assert value == digits(wanted, size), field
    for field in ABSENT:
        assert host.code(0x46, where(2, 1, field)) == 0x93
    for table, row, field, code in (
        (1, 1, 1, 0x91), (5, 1, 1, 0x91), (10, 1, 1, 0x91), (0, 1, 1, 0x91), (2, 2, 1, 0x92),
        (2, 0, 1, 0x92), (3, 31, 1, 0x92), (6, 21, 1, 0x92), (9, 101, 1, 0x92), (4, 3, 1, 0x92),
        (3, 1, 4, 0x93), (6, 1, 2, 0x93), (9, 1, 2, 0x93), (7, 17, 1, 0x92), (2, 257, 1, 0x92),
    ):  # fmt: skip
        assert host.code(0x46, where(table, row, field)) == code
        assert host.code(0x50, where(table, row, field), b"\x01") == code
    assert host.do(0x46, where(3, 7, 1)) == digits(7, 4)
    size = 28 if host.dialect == "rmf" else 48
    assert host.do(0x46, where(3, 7, 2)).decode("cp866") == "ОПЕРАТОР 07".ljust(size)
    assert host.do(0x46, where(3, 30, 2)).decode("cp866").rstrip() == "СИСТЕМНЫЙ АДМИНИСТРАТОР"
    assert host.do(0x46, where(7, 16, 1)).decode("cp866").startswith("СЕКЦИЯ 16 ")
    text = host.do(0x46, where(9, 44, 1))
    assert len(text) == 25 and text.rstrip(b"\x00").decode("cp866") == "№ наливного устройства:"
    assert host.do(0x46, where(9, 100, 1)).startswith("Дополнительный реквизит:".encode("cp866"))
    if host.dialect == "rmf":
        assert host.do(0x46, where(8, 1, 1)) == b"\x18\x00"
        assert host.do(0x46, where(8, 1, 2)).decode("cp866") == "НДС 18%"
    else:
        assert host.do(0x46, where(8, 16, 1)) == bytes(2)


def test_every_field_takes_its_range_and_nothing_else(host):
    count = 0
    if host.dialect == "rmf":
        host.do(0x7E, b"\x0c\x7f")  # the registration has all agents
    for field in every_field(host.dialect):
        place = where(field.table, field.row, field.field)
        before = host.do(0x46, place)
        assert len(before) == field.size
        if field.kind == "d":
            assert host.code(0x50, place, "9" * field.size) == 0
            assert host.do(0x46, place) == b"9" * field.size
            assert host.code(0x50, place, "9" * (field.size - 1) + "x") == 0x13
            for size in (field.size - 1, field.size + 1):
                assert host.code(0x50, place, "9" * size) == 0x14
            assert host.code(0x50, place, before) == 0
        elif field.kind == "c":
            longest = ("Ж" * field.size) if field.effect != "requisite" else "Ж" * 24 + "\0"
            assert host.code(0x50, place, longest) == 0
            assert host.do(0x46, place).decode("cp866") == longest
            assert host.code(0x50, place, "Ж" * (field.size + 1)) == 0x14
            assert host.code(0x50, place) == 0x14
            assert host.code(0x50, place, b"\x07") == 0x13
            back = before.rstrip(b" \x00") + (b"\x00" if field.effect == "requisite" else b"")
            assert host.code(0x50, place, back or b" ") == 0
        else:
            values = set(field.values) or {field.low, field.high}
            values = {77777777} if field.effect == "password" else values
            for value in sorted(values):
                assert host.code(0x50, place, as_bytes(field, value)) == 0, (place.hex(), value)
                if (field.table, field.field) == (2, 23):
                    host.password = as_bytes(field, value)
                assert host.do(0x46, place) == as_bytes(field, value)
            beside = {near for value in values for near in (value - 1, value + 1)} - values
            if not field.values:
                beside = {field.low - 1, field.high + 1}
            for value in beside:
                if 0 <= value < (256 if field.kind == "n" else 100**field.size):
                    answer = host.code(0x50, place, as_bytes(field, value))
                    assert answer == field.code, (place.hex(), value)
            if field.kind == "b":
                assert host.code(0x50, place, b"\x0a" * field.size) == 0x13
            for size in (field.size - 1, field.size + 1):
                assert host.code(0x50, place, bytes(size)) == 0x14
            assert host.code(0x50, place, before) == 0
            host.password = before if (field.table, field.field) == (2, 23) else host.password
        assert host.do(0x46, place) == before, place.hex()
        count += 1
    print(f"{count} fields of {host.dialect}")
    assert count > 50


def test_tables_wait_for_a_closed_shift(host):
    host.enter(1, 1)
    host.do(0x9A, b"\x00")
    host.enter(4)
    before = host.register.state()
    for field in every_field(host.dialect):
        place = where(field.table, field.row, field.field)
        value = host.do(0x46, place)
        assert host.code(0x50, place, value.rstrip(b" ") or b" ") == 0x9C
    assert host.register.state() == before


def test_two_operators_cannot_have_one_password(host):
    assert host.code(0x50, where(3, 1, 1), digits(2, 4)) == 0xA4
    assert host.code(0x50, where(3, 1, 1), digits(4711, 4)) == 0
    assert host.code(0x50, where(3, 2, 1), digits(4711, 4)) == 0xA4
    assert host.code(0x50, where(3, 1, 2), "Иванова М.П.") == 0
    host.do(0x52)
    assert host.code(0x56, b"\x01", digits(1, 4)) == 0x8C
    host.do(0x56, b"\x01", digits(4711, 4))
    host.do(0x9A, b"\x00")
    host.money(0x49, 100)
    assert host.documents()[-1]["cashier"] == "Иванова М.П."


def test_what_the_regulation_fixes(host):
    """Clearing of the drawer, the cashier's name, the receipt counter."""
    for field, value in ((22, 0), (26, 0), (28, 1)):
        assert host.code(0x50, where(2, 1, field), bytes([value])) == 0x80
    if host.dialect == "80k":
        for field in (3, 4, 5):
            assert host.code(0x50, where(2, 1, field), b"\x02") == 0x1B
        assert host.code(0x50, where(2, 1, 29), b"\x00") == 0x80
        assert host.code(0x77) == 0x66
        host.enter(3)
        assert host.code(0x77) == 0xB1
    else:
        assert host.code(0x50, where(2, 1, 31), b"\x00") == 0x80


def test_all_tables_back_to_their_defaults(old):
    old.do(0x50, where(3, 1, 1), digits(4711, 4))
    old.do(0x50, where(9, 1, 1), "Имя\0")
    assert old.code(0x71) == 0
    assert old.do(0x46, where(3, 1, 1)) == digits(1, 4)
    assert old.do(0x46, where(6, 1, 1)).decode("cp866").rstrip() == "ФЕЛИКС-80К"
    assert "СПАСИБО" in old.do(0x46, where(6, 10, 1)).decode("cp866")
    assert old.do(0x46, where(2, 1, 55)) == b"\x40"


def test_texts_that_have_no_room(host):
    for row in range(1, 101):
        code = host.code(0x50, where(9, row, 1), "Ж" * 24 + "\0")
        if code:
            break
    assert code in (0x8A, 0x13) and row > 50
    assert host.do(0x46, where(9, row - 1, 1)).decode("cp866") == "Ж" * 24 + "\0"


def test_texts_are_as_long_as_a_line(old):
    """80K, appendix 1, tables 3 and 6: «40 (48) CHAR», by table 2 field 55."""
    for size in (40, 48):
        assert old.code(0x50, where(2, 1, 55), digits(size, 1)) == 0
        for place in (where(3, 1, 2), where(3, 30, 2), where(6, 1, 1), where(6, 20, 1)):
            assert old.code(0x50, place, "Ж" * (size + 1)) == 0x14
            assert old.code(0x50, place, "Ж" * size) == 0
            assert old.do(0x46, place).decode("cp866") == "Ж" * size
