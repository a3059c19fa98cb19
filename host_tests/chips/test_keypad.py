"""A keypad of bouncing contacts on pins and behind an MCP23017; that the rules are rules."""

from bu.drivers.keypad import Keypad
from bu.drivers.keypad_gpio import KeypadGpio
from bu.drivers.keypad_mcp23017 import KeypadMcp23017
from host_tests.chips.i2c import Wires
from host_tests.chips.keys import Matrix, Mcp23017
from host_tests.chips.rig import Bus, Clock
from host_tests.chips.world import Violation, World
from host_tests.portable.support import raises


def pad(kind, repeat=()):
    world = World(5000000)
    matrix = Matrix(world, 6, 8)
    if kind == "gpio":
        levels = [1] * 6

        def row(place):
            def pin(value):
                levels[place] = value

            return pin

        def column(place):
            def pin():
                driven = {row: 0 for row, level in enumerate(levels) if not level}
                return 0 if matrix.low_columns(driven) >> place & 1 else 1

            return pin

        lines = KeypadGpio(Clock(world), [row(n) for n in range(6)], [column(n) for n in range(8)])
    else:
        wires = Wires(world)
        wires.chips[0x20] = Mcp23017(world, matrix)
        lines = KeypadMcp23017(Bus(wires), Clock(world), 0x20, 6)
        lines.chip = wires.chips[0x20]
    keypad = Keypad(lines, 6, repeat)

    def scan(ms):
        found = []
        for _ in range(ms // 10):
            found += keypad.scan(world.us // 1000)
            world.us += 10000 - world.us % 10000
        return found

    return matrix, lines, scan


def test_keypad_reports_each_press_once():
    for kind in ("gpio", "mcp"):
        matrix, _, scan = pad(kind)
        assert scan(100) == []
        for row in range(6):
            for column in range(8):
                matrix.press(row, column)
                assert scan(80) == [(row, column)], (kind, row, column)
                matrix.release(row, column)
                assert scan(80) == []


def test_keypad_bounces_for_a_while():
    matrix, _, scan = pad("gpio")
    closed = []
    matrix.press(2, 3)
    for _ in range(30):
        closed.append((2, 3) in matrix.contacts())
        matrix.world.us += 500
    assert True in closed and False in closed[closed.index(True) :]  # the model does bounce
    matrix.release(2, 3)
    matrix.world.us += 20000
    scan(100)
    for start in range(0, 50000, 700):
        matrix.world.us += start
        matrix.press(2, 3)
        assert scan(100) == [(2, 3)]
        matrix.release(2, 3)
        assert scan(100) == []


def test_keypad_typed_at_random():
    """Fast fingers, the next key often down before the last is up: each key once, in order."""
    chance = 12345
    matrix, _, scan = pad("gpio")
    typed, seen, held = [], [], None
    for _ in range(150):
        chance = (chance * 1103515245 + 12345) & 0x3FFFFFFF
        place = (chance >> 8) % 6, (chance >> 16) % 8
        if place == held or matrix.closed and place in matrix.closed:
            continue
        typed.append(place)
        matrix.press(*place)
        seen += scan(50 + (chance >> 20) % 5 * 10)
        if held is not None:
            matrix.release(*held)
            seen += scan(50)
        held = place
        if chance >> 24 & 1:
            matrix.release(*held)
            seen += scan(50)
            held = None
    assert seen == typed and len(typed) > 120


def test_keypad_next_key_before_the_first_is_up():
    for kind in ("gpio", "mcp"):
        matrix, _, scan = pad(kind)
        matrix.press(1, 1)
        assert scan(60) == [(1, 1)]
        matrix.press(4, 6)
        assert scan(60) == [(4, 6)]
        matrix.release(1, 1)
        assert scan(60) == []


def test_keypad_repeats_what_may_be_repeated():
    matrix, _, scan = pad("mcp", ((2, 0),))
    matrix.press(2, 0)
    assert scan(500) == [(2, 0)]
    assert len(scan(1000)) in (6, 7)
    matrix.press(3, 3)
    assert scan(1000) == [(3, 3)]  # two keys: none repeats
    matrix.release(2, 0)
    matrix.release(3, 3)
    matrix.press(0, 5)
    assert scan(2000) == [(0, 5)]


def test_keypad_has_no_ghosts():
    for kind in ("gpio", "mcp"):
        matrix, _, scan = pad(kind)
        seen = []
        for place in ((1, 1), (1, 4), (3, 1)):
            matrix.press(*place)
            seen += scan(60)
        seen += scan(200)
        assert seen == [(1, 1), (1, 4)]  # the fourth corner looks pressed as well
        matrix.release(1, 4)
        assert scan(60) == [(3, 1)]


def test_keypad_expander_that_is_away_and_comes_back():
    matrix, lines, scan = pad("mcp")
    assert lines.fault() == "" and scan(50) == []
    lines.chip.away = True
    matrix.press(0, 0)
    assert scan(100) == [] and lines.fault() == "no answer at 20h"
    lines.chip.away = False
    lines.chip.power()
    assert scan(100) == [(0, 0)]
    lines.chip.power()  # a dip that nobody noticed
    assert lines.fault() == ""
    matrix.release(0, 0)
    scan(50)
    matrix.press(5, 7)
    assert scan(100) == [(5, 7)]


def test_keypad_rules_are_rules():
    world = World()
    matrix = Matrix(world, 6, 8)
    matrix.closed = {(0, 1), (2, 1)}
    raises(Violation, matrix.low_columns, {0: 0, 2: 1})
    chip = Mcp23017(world, matrix)
    for registers, reason in (
        ("ff ff", "GPA7 or GPB7 is an input"), ("3f 7f", "a column is an output"),
        ("7f 7f", "a column floats"),
    ):  # fmt: skip
        chip.registers[0:2] = bytes([int(text, 16) for text in registers.split()])
        for pointer in (0x12, 0x13):
            chip.first, chip.pointer = False, pointer
            assert str(raises(Violation, chip.give)) == reason
