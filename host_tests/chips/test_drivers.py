"""Each driver against its chip: what it promises; and that the chip's rules are rules."""

from bu.drivers import charsets
from bu.drivers.ds3231 import LOST, Ds3231
from bu.drivers.hd44780 import Hd44780
from bu.drivers.internal_flash import InternalFlash
from bu.drivers.keypad import Keypad
from bu.drivers.keypad_gpio import KeypadGpio
from bu.drivers.keypad_mcp23017 import KeypadMcp23017
from bu.drivers.oled import Oled
from bu.drivers.region import Region
from bu.drivers.scanner import Scanner
from bu.drivers.w25q import W25q
from bu.hal import machine_lines as port
from bu.hal import machine_more as more
from host_tests.chips import clock as clocks
from host_tests.chips import nor, ssd1306
from host_tests.chips.i2c import Wires
from host_tests.chips.keys import Matrix, Mcp23017
from host_tests.chips.lcd import Lcd, alike
from host_tests.chips.loop import Loop
from host_tests.chips.oled import Ssd1306
from host_tests.chips.world import TICKS, Time, Violation, World
from host_tests.portable.support import raises

DRAWN = "×ЎўІ↑↓№~"
ABC = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"


class Clock:
    """The port's clock on a world."""

    def __init__(self, world):
        self.world = world

    def now_ms(self):
        return self.world.us // 1000

    def block_us(self, duration):
        self.world.us += duration


class Bus:
    """`machine.I2C` over the wires, without pins."""

    def __init__(self, wires, hz=100000):
        self.wires, self.hz = wires, hz

    def writeto(self, address, data):
        self.wires.write(self.hz, address, data)

    def writevto(self, address, vector):
        self.wires.write(self.hz, address, b"".join([bytes(part) for part in vector]))

    def readfrom(self, address, count):
        buf = bytearray(count)
        self.wires.read(self.hz, address, buf)
        return bytes(buf)

    def readfrom_mem_into(self, address, register, buf):
        self.wires.write(self.hz, address, bytes((register,)), False)
        self.wires.read(self.hz, address, buf)

    def writeto_mem(self, address, register, data):
        self.wires.write(self.hz, address, bytes((register,)) + bytes(data))


class Select:
    """A select line."""

    def __init__(self, chip):
        self.chip = chip

    def __call__(self, level):
        if level:
            if self.chip.bytes is not None:
                self.chip.deselect()
        else:
            self.chip.select()


class Spi:
    """`machine.SPI` with one chip, at 10 MHz."""

    def __init__(self, chip):
        self.chip = chip

    def write(self, data):
        self.chip.world.us += len(data)
        self.chip.clock(bytes(data), 0)

    def readinto(self, buf):
        self.chip.world.us += len(buf)
        came = self.chip.clock(None, len(buf))
        buf[:] = b"\xff" * len(buf) if came is None else came


def wired(chip_of, address, us=5000000):
    """(world, wires, chip) with one chip on the bus."""
    world = World(us)
    wires = Wires(world)
    wires.chips[address] = chip = chip_of(world)
    return world, wires, chip


# displays


def display(rows=4, charset="cyrillic"):
    world, wires, chip = wired(lambda world: Lcd(world, rows, charset), 0x27)
    return chip, Hd44780(Bus(wires), Clock(world), 0x27, rows, charset)


def test_lcd_shows_the_alphabet_and_the_drawn_signs():
    for charset in ("cyrillic", "cp1251"):
        chip, lcd = display(4, charset)
        see = alike if charset == "cyrillic" else lambda text: text
        for start in range(0, len(ABC), 20):
            text = (ABC[start : start + 20] + " " * 20)[:20]
            lcd.show(2, text)
            assert chip.shown(DRAWN)[2] == see(text)
        lcd.show(0, "«" + DRAWN + "» 0–9…і€ aZ")
        assert chip.shown(DRAWN)[0] == '"' + DRAWN + '" 0-9.i? aZ'
        assert len({bytes(chip.cgram[place : place + 8]) for place in range(0, 64, 8)}) == 8


def test_lcd_rows_are_where_they_belong():
    for rows in (2, 4):
        chip, lcd = display(rows)
        for row in range(rows):
            lcd.show(row, "%d" % row * 20)
        assert chip.shown() == ["%d" % row * 20 for row in range(rows)]


def test_lcd_of_a_board_that_was_reset_in_the_middle():
    """The controller goes on with power, in four lines, between two nibbles or not."""
    for nibbles in range(4):
        chip, lcd = display()
        lcd.show(1, "x" * 20)
        for place in range(nibbles):
            for byte in (0x49 | place << 4 | 4, 0x49 | place << 4):
                chip.world.us += 90
                chip.take(byte)
        fresh = Hd44780(lcd._i2c, lcd._clock, 0x27, 4, "cyrillic")
        fresh.show(0, "12345678901234567890")
        assert chip.shown()[:2] == ["12345678901234567890", " " * 20]


def test_lcd_just_switched_on_is_waited_for():
    world, wires, chip = wired(lambda world: Lcd(world, 2), 0x27, 0)
    lcd = Hd44780(Bus(wires), Clock(world), 0x27, 2, "cyrillic")
    lcd.show(0, "a" * 20)
    assert chip.shown()[0] == "a" * 20 and world.us > 40000


def test_lcd_that_lost_its_power_for_a_moment():
    chip, lcd = display()
    lcd.show(3, "a" * 20)
    chip.power()
    chip.world.us += 1000000
    assert chip.shown()[3] == " " * 20
    assert lcd.fault() == "" and chip.shown()[3] == "a" * 20


def test_lcd_rules_are_rules():
    chip, lcd = display()
    lcd.show(0, "a" * 20)
    for byte in (0x0D, 0x4E):  # E with another RS; E with R/W
        chip.pins = 0x08
        assert "R" in str(raises(Violation, chip.take, byte))
    chip.pins = 0x08
    chip.ready = chip.world.us + 1
    assert "busy" in str(raises(Violation, chip.take, 0x0C))
    assert raises(KeyError, Hd44780, None, None, 0x27, 4, "klingon")
    assert len(charsets.table("cyrillic")) == len(charsets.table("cp1251")) == 66


def test_lcd_at_400_khz_is_a_violation():
    world, wires, _ = wired(lambda world: Lcd(world, 2), 0x27)
    lcd = Hd44780(Bus(wires, 400000), Clock(world), 0x27, 2, "cyrillic")
    assert "too fast" in str(raises(Violation, lcd.show, 0, "a" * 20))


def test_oled():
    import sys

    sys.modules["ssd1306"] = ssd1306
    world, wires, chip = wired(Ssd1306, 0x3C)
    oled = Oled(Bus(wires, 400000), Clock(world), 0x3C, 4)
    oled.show(1, "Ж1" + " " * 18)
    assert chip.on and chip.pump
    assert chip.art(4, 16, 12, 16) == [
        "............", "#.#.#...#...", "#.#.#...#...", "#.#.#..##...", "#.#.#..##...",
        "#.#.#...#...", "#.#.#...#...", ".###....#...", ".###....#...", "#.#.#...#...",
        "#.#.#...#...", "#.#.#...#...", "#.#.#...#...", "#.#.#..###..", "#.#.#..###..",
        "............",
    ]  # fmt: skip
    assert not any("#" in line for line in chip.art(0, 0, 128, 16))
    chip.power()
    chip.away = True
    oled.show(0, "x" * 20)
    assert oled.fault() == "no answer at 3ch"
    chip.away = False
    assert oled.fault() == "" and "#" in chip.art(4, 16, 12, 16)[1]
    assert "#" in "".join(chip.art(4, 0, 12, 16))


# clock


def calendar(time=(2026, 12, 31, 23, 59, 58)):
    world, wires, chip = wired(clocks.Ds3231, 0x68)
    rtc = Ds3231(Bus(wires), Clock(world))
    if time:
        rtc.set(time)
    return world, chip, rtc


def test_clock_goes_and_turns_over():
    world, chip, rtc = calendar()
    assert rtc.now() == chip.time() == (2026, 12, 31, 23, 59, 58)
    world.us += 2000000
    assert rtc.now() == (2027, 1, 1, 0, 0, 0)
    for time, then in (
        ((2028, 2, 28, 23, 59, 59), (2028, 2, 29, 0, 0, 0)),
        ((2099, 9, 30, 9, 9, 59), (2099, 9, 30, 9, 10, 0)),
    ):
        rtc.set(time)
        world.us += 1000000
        assert rtc.now() == then


def test_clock_that_stood_still_has_no_time_until_it_is_set():
    world, chip, rtc = calendar(None)
    assert rtc.now() == LOST and rtc.fault() == "lost its time (battery?)"
    rtc.set((2026, 12, 1, 8, 0, 0))
    assert rtc.now() == (2026, 12, 1, 8, 0, 0) and rtc.fault() == ""
    assert not chip.registers[0x0E] & 0x80  # the oscillator goes on with the battery
    chip.power_off(60000000)
    assert rtc.now() == (2026, 12, 1, 8, 1, 0)
    chip.battery = False
    chip.power_off(1000000)
    world.us += 200000
    assert rtc.now() == LOST


def test_clock_that_is_away_or_talks_nonsense():
    world, chip, rtc = calendar()
    chip.away = True
    world.us += 200000
    assert rtc.now() == LOST and rtc.fault() == "no answer at 68h" and not rtc.present()
    rtc.set((2026, 12, 1, 8, 0, 0))
    chip.away = False
    assert rtc.now()[0] == 2026 and rtc.present()
    for register, value in ((1, 0x5A), (2, 0x65)):  # no BCD; twelve hours
        world, chip, rtc = calendar((2026, 12, 1, 8, 0, 0))
        chip.registers[register] = value
        chip.set_at = world.us
        assert rtc.now() == LOST


def test_clock_setting_cut_off_leaves_it_lost():
    for kept in range(3):
        world, wires, chip = wired(clocks.Ds3231, 0x68)
        rtc = Ds3231(Bus(wires), Clock(world))
        chip.take, allowed, take = None, [kept], chip.take

        def counted(byte, allowed=allowed, take=take, chip=chip):
            if chip.first:
                allowed[0] -= 1
            return allowed[0] >= 0 and take(byte)

        chip.take = counted
        rtc.set((2026, 12, 1, 8, 0, 0))
        chip.take = take
        assert rtc.now() == LOST


# flash


def flash(jedec=0xEF4016, ids=(0xEF4016,), cells=None):
    world = World(5000000)
    chip = nor.W25q(world, jedec, cells)
    return chip, W25q(Spi(chip), Clock(world), Select(chip), ids)


def test_flash_reads_programs_erases():
    chip, driver = flash()
    region = Region(driver, 64, 4)
    assert (region.ioctl(4), region.ioctl(5), region.ioctl(3)) == (4, 4096, None)
    buffer = bytearray(8)
    region.writeblocks(1, b"\x12\x34", 254)
    region.readblocks(1, buffer, 250)
    assert buffer == b"\xff\xff\xff\xff\x12\x34\xff\xff"
    assert chip.cells.get(65 * 4096 + 254) == 0x12
    region.ioctl(6, 1)
    region.readblocks(1, buffer, 250)
    assert buffer == b"\xff" * 8 and chip.cells.erases == 1
    region.writeblocks(0, bytes(range(256)), 256)
    whole = bytearray(300)
    region.readblocks(0, whole, 256)
    assert whole[:256] == bytes(range(256)) and whole[256:] == b"\xff" * 44


def test_flash_region_keeps_to_itself():
    _, driver = flash()
    region = Region(driver, 64, 4)
    for call in (
        (region.readblocks, 3, bytearray(2), 4095), (region.readblocks, -1, bytearray(1), 0),
        (region.readblocks, 0, bytearray(1), -1), (region.writeblocks, 4, b"a", 0),
        (region.writeblocks, 0, b"ab", 255), (region.writeblocks, 0, bytes(257), 0),
        (region.writeblocks, 0, b"", 0), (region.ioctl, 6, 4),
    ):  # fmt: skip
        raises(ValueError, *call)


def test_flash_that_is_not_the_right_one():
    chip, driver = flash(0xC84016)
    assert driver.fault() == "JEDEC id c84016, ef4016 expected"
    raises(OSError, driver.read, 0, bytearray(4))
    raises(OSError, driver.program, 0, b"a")
    raises(OSError, driver.erase, 0)
    assert chip.cells.programs == chip.cells.erases == 0
    chip.jedec = 0xEF4016
    driver.program(0, b"a")
    assert driver.fault() == "" and chip.cells.get(0) == 97


def test_flash_that_is_away():
    chip, driver = flash()
    driver.program(0, b"\x00")
    buffer = bytearray(4)
    chip.away = True
    raises(OSError, driver.read, 0, buffer)
    raises(OSError, driver.program, 8, b"a")
    chip.away = False
    chip.slept = True  # as after power on of a chip that was put to sleep
    driver.read(0, buffer)
    assert buffer == b"\x00\xff\xff\xff"


def test_flash_that_does_not_get_ready_or_is_protected():
    chip, driver = flash()
    driver.program(0, b"a")
    chip.protected = True
    assert raises(OSError, driver.program, 1, b"b").args[0] == 5
    chip.protected = False
    driver.program(1, b"b")
    before = chip.world.us
    chip.stuck = True
    raises(OSError, driver.erase, 4096)
    assert 500000 < chip.world.us - before < 600000
    raises(OSError, driver.read, 0, bytearray(4))
    chip.stuck, chip.ready = False, 0
    driver.erase(4096)


def test_flash_of_a_board_that_was_reset_in_an_erase():
    chip, driver = flash()
    driver.fault()
    chip.ready = chip.world.us + 300000
    fresh = W25q(Spi(chip), Clock(chip.world), Select(chip), (0xEF4016,))
    buffer = bytearray(2)
    fresh.read(0, buffer)
    assert buffer == b"\xff\xff"


def test_flash_rules_are_rules():
    chip, driver = flash()
    driver.program(0, b"\x0f")
    assert "over" in str(raises(Violation, driver.program, 0, b"\xf0"))
    chip.ready = 0
    assert "wraps" in str(raises(Violation, driver.program, 250, b"1234567"))
    select, spi = Select(chip), Spi(chip)
    select(0)
    spi.write(b"\x02\x00\x00\x00a")
    assert "write enable" in str(raises(Violation, select, 1))


def test_internal_flash_programs_whole_pages_from_ram():
    world = World()
    device = nor.Internal(world, 16384, True)
    quiet = []
    chip = InternalFlash(device, lambda: quiet.append(1), 16384)
    region = Region(chip, 0, 4)
    region.writeblocks(2, b"abc", 100)
    region.writeblocks(2, b"def", 103)
    region.writeblocks(2, memoryview(b"xyz"), 253)
    buffer = bytearray(8)
    region.readblocks(2, buffer, 99)
    assert buffer == b"\xffabcdef\xff" and quiet == []
    region.ioctl(6, 2)
    assert device.cells.get(2 * 4096 + 100) == 0xFF and quiet == [1]
    assert chip.fault() == "" and InternalFlash(device, None, 20480).fault()
    raises(Violation, device.writeblocks, 0, bytearray(3), 0)
    raises(Violation, device.writeblocks, 0, bytearray(256))


# keypad


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


# lines


class Wire:
    """A stream of pieces."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)

    async def read(self, timeout_ms):
        if not self.pieces:
            raise OSError(5)
        return self.pieces.pop(0)


def test_scanner_lines():
    loop = Loop(World())
    scanner = Scanner(
        Wire(b"48143", b"11\r\n\n01\x1d21\x02\x801\r", b"", b"x" * 301, b"y\r4\n"), None
    )
    got = [loop.run(scanner.lines(10)) for _ in range(6)]
    assert got == [[], ["4814311", "01\x1d21?1"], [], [], ["4"], []]


class Line:
    """A UART of the port: what is written, what waits to be read."""

    def __init__(self, world, char_us=87):
        self.world = world
        self.written = []
        self.incoming = bytearray()
        self.free_at = self.stall = 0
        self.room = 64
        self.char_us = char_us

    def any(self):
        return len(self.incoming)

    def read(self, count):
        data, self.incoming = bytes(self.incoming[:count]), self.incoming[count:]
        return data or None

    def write(self, data):
        data = bytes(data)[: self.room]
        if not data:
            return None
        self.written.append((self.world.us // 1000, data))
        start = max(self.free_at, self.world.us, self.stall)
        self.free_at = start + len(data) * self.char_us
        return len(data)

    def txdone(self):
        return self.world.us >= self.free_at - self.char_us


def uart(baudrate=115200, flow="", ready=None):
    world = World()
    loop = Loop(world)
    port.time, port.asyncio = Time(world), loop
    line = Line(world, 10 * 1000000 // baudrate)
    return world, loop, line, port.Uart(line, baudrate, flow, ready)


def test_uart_write_is_back_when_the_last_byte_has_left():
    for baudrate in (9600, 115200):
        world, loop, line, stream = uart(baudrate)
        loop.run(stream.write(bytes(range(200))))
        assert b"".join([data for _, data in line.written]) == bytes(range(200))
        assert world.us >= line.free_at
        assert world.us - line.free_at < 10000
        line.stall = world.us + 400000  # the other end holds CTS
        loop.run(stream.write(b"0123456789" * 5))
        assert line.free_at <= world.us < line.free_at + 10000
        line.room = 7
        loop.run(stream.write(memoryview(b"0123456789")))
        assert b"".join([data for _, data in line.written[-2:]]) == b"0123456789"


def test_uart_read_waits_for_the_first_byte_only():
    world, loop, line, stream = uart()
    assert loop.run(stream.read(50)) == b"" and 50000 <= world.us < 60000
    line.incoming.extend(b"abc")
    assert loop.run(stream.read(1000)) == b"abc" and world.us < 60000
    assert loop.run(stream.read(0)) == b""


def test_uart_xon_xoff():
    world, loop, line, stream = uart(flow="xon")
    line.incoming.extend(b"\x13a")
    task = loop.create_task(stream.write(b"0" * 40))
    loop.pass_ms(100)
    assert line.written == [] and not task.done
    loop.run(stream.write(b"\x10\x04\x01"))  # a status request goes through
    assert len(line.written) == 1
    line.incoming.extend(b"b\x11")
    loop.pass_ms(100)
    assert task.done and task.error is None and len(line.written) == 3
    assert loop.run(stream.read(0)) == b"ab"


def test_uart_dtr():
    ready = [1]
    world, loop, line, stream = uart(flow="dtr", ready=lambda: ready[0])
    error = raises(OSError, loop.run, stream.write(b"0" * 40))
    assert error.args[0] == 110 and line.written == [] and 5000000 <= world.us < 5100000
    ready[0] = 0
    loop.run(stream.write(b"0" * 40))
    assert len(line.written) == 2


def test_clock_never_wraps():
    world = World((TICKS - 5) * 1000)
    port.time = Time(world)
    clock = port.Clock()
    assert clock.now_ms() == 0
    world.us += 20000
    assert clock.now_ms() == 20
    for _ in range(8):
        world.us += 400000000 * 1000
        clock.now_ms()
    assert clock.now_ms() == 20 + 8 * 400000000


def test_quiet_waits_for_a_pause():
    world = World()
    port.time = Time(world)

    class Talking:
        until = 10000

        def any(self):
            return world.us // 500 if world.us < self.until else 99

    port.uarts[:] = [Talking()]
    port.quiet()
    assert 10000 <= world.us <= 14000
    Talking.until = 10**9
    start = world.us
    port.quiet()
    assert world.us - start < 30000
    port.uarts[:] = []
    start = world.us
    port.quiet()
    assert world.us == start


def test_internal_calendar_is_lost_with_the_power():
    class Chip:
        value = (2021, 1, 1, 4, 0, 0, 7, 0)

        def datetime(self, value=None):
            if value is None:
                return self.value
            self.value = value

    rtc = more.Rtc(Chip())
    assert rtc.now() == more.LOST
    rtc.set((2026, 12, 1, 8, 30, 15))
    assert rtc.now() == (2026, 12, 1, 8, 30, 15)
