"""Wrong drivers: what a data sheet forbids is rejected by the models, one mistake a row."""

from host_tests.chips import clock as clocks
from host_tests.chips import nor
from host_tests.chips.board import Bench
from host_tests.chips.i2c import Wires
from host_tests.chips.lcd import Lcd
from host_tests.chips.oled import Ssd1306
from host_tests.chips.register import table
from host_tests.chips.rig import Bus, Select, Spi, wired
from host_tests.chips.world import Violation, World
from host_tests.portable.support import raises

# HD44780. A step: (nibble, RS, microseconds to wait behind it); "cmd 28" is two nibbles.
_START = ((3, 0, 4500), (3, 0, 150), (3, 0, 100), (2, 0, 100))
_RIGHT = _START + ("cmd 28", "cmd 08", "cmd 01", 2200, "cmd 06", "cmd 0c")
_LCD = (
    ("busy for another", 0, _START),  # not 40 ms after power on
    ("busy for another", 50000, ((3, 0, 3000),) + _START[1:]),
    ("busy for another", 50000, (_START[0], (3, 0, 50)) + _START[2:]),
    ("in the eight-line mode", 50000, _START[:2] + ((2, 0, 100),)),
    ("in the eight-line mode", 50000, _START[:3] + ((4, 0, 100),)),
    ("data before the four lines", 50000, _START[:1] + ((4, 1, 100),)),
    ("before the function set", 50000, _START + ("cmd 0c",)),
    ("before the function set", 50000, _START + ("cmd 01",)),
    ("two lines of 5 x 8", 50000, _START + ("cmd 20", "cmd 0c", "dat 41")),
    ("number of lines is set once", 50000, _START + ("cmd 20", "cmd 28")),
    ("busy for another", 50000, _START + ("cmd 28", "cmd 01", "cmd 06")),
    ("address 28h", 50000, _RIGHT + ("cmd a8",)),
    ("shifts are not used", 50000, _RIGHT + ("cmd 18",)),
)


class Talker:
    """Says steps to a display over its expander."""

    def __init__(self, wait_us):
        self.world = World()
        self.chip = Lcd(self.world, 4)
        self.chip.take(0x08)
        self.world.us += wait_us

    def nibble(self, value, rs, us):
        for pins in (rs | 8, value << 4 | rs | 0xC, value << 4 | rs | 8):
            self.chip.take(pins)
            self.world.us += 1
        self.world.us += us

    def say(self, steps):
        for step in steps:
            if isinstance(step, int):
                self.world.us += step
            elif isinstance(step, str):
                kind, code = step.split()
                rs = 1 if kind == "dat" else 0
                self.nibble(int(code, 16) >> 4, rs, 1)
                self.nibble(int(code, 16) & 15, rs, 60)
            else:
                self.nibble(*step)


def test_lcd_set_up_in_a_wrong_order_or_too_fast():
    for reason, wait_us, steps in _LCD:
        found = str(raises(Violation, Talker(wait_us).say, steps))
        assert reason in found, (reason, found)
    right = Talker(50000)
    right.say(_RIGHT + ("cmd 80", "dat 41"))
    assert right.chip.shown()[0] == "A" + " " * 19


def test_lcd_data_that_does_not_stand_still():
    for steps, reason in (
        ((0x08, 0x4C, 0x58), "lines change while E falls"),
        ((0x08, 0x4C, 0x5C), "lines change while E is high"),
        ((0x08, 0x4D), "RS changes while E rises"),
        ((0x0A, 0x4E), "R/W"),
    ):
        take = Talker(50000).chip.take
        found = str(raises(Violation, list, map(take, steps)))
        assert reason in found, (reason, found)


def test_oled_that_is_not_set_up():
    world, _, chip = wired(Ssd1306, 0x3C)
    for said, reason in (
        (b"\x80\xaf", "without the charge pump"), (b"\x40\x01", "horizontal addressing"),
        (b"\x80\x01", "command 01h"), (b"\x00\xae", "control byte 00h"),
        (b"\x80\x21\x80\x05\x80\x04", "columns 5-4"), (b"\x80\x22\x80\x00\x80\x08", "pages 0-8"),
    ):  # fmt: skip
        chip.power()
        chip.start(False)
        found = str(raises(Violation, list, map(chip.take, said)))
        assert reason in found, (reason, found)


# W25Q. A step: bytes are one command; a number, microseconds.
_WAKE, _WREN = b"\xab", b"\x06"
_NOR = (
    ("not yet awake", (_WAKE, _WREN)),
    ("command 02h without write enable", (_WAKE, 5, b"\x02\x00\x00\x00a")),
    ("command 20h without write enable", (_WAKE, 5, b"\x20\x00\x00\x00")),
    # It ends with the program: one for each.
    ("without write enable",
     (_WAKE, 5, _WREN, b"\x02\x00\x00\x00a", 5000, b"\x02\x00\x00\x01a")),
    ("wraps", (_WAKE, 5, _WREN, b"\x02\x00\x00\xf0" + bytes(17))),
    ("wraps", (_WAKE, 5, _WREN, b"\x02\x00\x00\x00")),
    ("0fh over f0h", (_WAKE, 5, _WREN, b"\x02\x00\x00\x00\xf0", 5000, _WREN,
                      b"\x02\x00\x00\x00\x0f")),
    ("command 06h while busy", (_WAKE, 5, _WREN, b"\x02\x00\x00\x00a", 500, _WREN)),
    ("command 06h while busy", (_WAKE, 5, _WREN, b"\x20\x00\x00\x00", 50000, _WREN)),
    ("bytes of an erase", (_WAKE, 5, _WREN, b"\x20\x00\x00\x00\x00")),
    ("address 400000h", (_WAKE, 5, _WREN, b"\x20\x40\x00\x00")),
    ("command c7h", (_WAKE, 5, _WREN, b"\xc7")),  # the whole chip: never
)


def said(steps):
    """A chip, new, with the steps said to it."""
    chip = nor.W25q(World(5000000))
    select, spi = Select(chip), Spi(chip)
    for step in steps:
        if isinstance(step, int):
            chip.world.us += step
        else:
            select(0)
            spi.write(step)
            select(1)
    return chip, select, spi


def test_flash_that_is_spoken_to_wrongly():
    for reason, steps in _NOR:
        found = str(raises(Violation, said, steps))
        assert reason in found, (reason, found)


def test_flash_that_is_read_while_it_works_or_sleeps():
    erased = (_WAKE, 5, _WREN, b"\x20\x00\x00\x00", 30000)
    _, select, spi = said(erased)
    select(0)
    spi.write(b"\x03\x00\x00\x00")
    assert "read while busy" in str(raises(Violation, spi.readinto, bytearray(1)))
    for steps in (erased, ()):  # busy; in deep power-down
        _, select, spi = said(steps)
        answer = bytearray(3)
        select(0)
        spi.write(b"\x9f")
        spi.readinto(answer)
        assert answer == b"\xff\xff\xff"


def test_flash_whose_erase_is_waited_for_by_the_clock():
    """60 ms do for most erases, and not for each: the status has to be asked."""
    steps = [_WAKE, 5]
    for block in range(8):
        steps += [_WREN, bytes((0x20, 0, block << 4, 0)), 65000]
    assert "while busy" in str(raises(Violation, said, steps + [_WREN]))


def test_internal_flash_beside_a_line_that_talks():
    """No interrupt while it erases: what the FIFO does not hold is lost. The driver waits for a
    pause first, which costs no byte."""
    for name, fifo in (("pico", 32), ("esp32", 128)):
        place = Bench(table(name), "partitions")
        board, _ = place.make()
        uart = place.uarts[place.table.BUSES["printer"][1]["id"]]
        flash = list(place.internal.values())[0]
        uart._line.incoming = [(place.world.us + at * 87, 65) for at in range(400)]
        flash.ioctl(6, 0)
        assert (uart.any(), uart.lost) == (fifo, 400 - fifo)
        uart.lost = len(uart.read(400)) - fifo
        uart._line.incoming = [(place.world.us + at * 87, 65) for at in range(200)]
        board.journal_flash.ioctl(6, 0)
        assert (uart.any(), uart.lost) == (200, 0)


# DS3231: (register, bytes) of a write that no clock should get.
_BCD = (
    (0, b"\x5a"), (0, b"\x60"), (1, b"\x60"), (2, b"\x24"), (2, b"\x52"), (3, b"\x00"),
    (3, b"\x08"), (4, b"\x00"), (4, b"\x32"), (5, b"\x13"), (5, b"\x81"), (6, b"\x9a"),
    (0, b"\x00\x3b"),
)  # fmt: skip


def test_clock_that_is_given_no_bcd():
    for register, data in _BCD:
        _, wires, chip = wired(clocks.Ds3231, 0x68)
        bus = Bus(wires)
        raises(Violation, bus.writeto_mem, 0x68, register, data)
        assert "register 13h" in str(raises(Violation, bus.writeto_mem, 0x68, 0x13, b"\x00"))
    _, wires, chip = wired(clocks.Ds3231, 0x68)
    Bus(wires).writeto_mem(0x68, 0x0F, b"\x80")
    assert chip.registers[0x0F] & 0x80  # only a 0 clears the flag


def test_addresses_that_nobody_has():
    world = World()
    wires = Wires(world)
    bus = Bus(wires)
    for call in ((bus.writeto, 0x27, b"\x08"), (bus.readfrom, 0x27, 1)):
        assert raises(OSError, *call).args[0] == 5
    place = Bench(table("pico"))
    place.make()
    assert "never scanned" in str(raises(Violation, place.board.skno_bus.scan))
