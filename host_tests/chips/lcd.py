"""An HD44780 module behind a PCF8574: pins, nibbles, busy times, memories.

PCF8574: 100 kHz; P0 RS, P1 R/W, P2 E, P3 backlight, P4-P7 the lines D4-D7.

HD44780: RS and R/W stand before E rises and the data lines while it falls; nothing before 40 ms
after power on; then 4.1 ms and 100 us after the first two «8 bits», a function set before
anything else, 53 us (a slow oscillator) after each instruction and 2.16 ms after Clear and Home.
What lines stands in the function set is set once. 80 characters; the address goes on 27h -> 40h,
67h -> 00h.
"""

from host_tests.chips.i2c import Chip
from host_tests.chips.world import rule

RS, RW, E, LIGHT = 1, 2, 4, 8
_ORDINARY_US = 53
_LONG_US = 2160
_ROM_A0 = "БГЁЖЗИЙЛПУФЧШЪЫЭЮЯбвгёжзийклмнптчшъыьэюя"
_ROM_E0 = "ДЦЩдфцщ"


class Lcd(Chip):
    """The module; `shown()` is what eyes see."""

    max_hz = 100000

    def __init__(self, world, rows, rom="cyrillic"):
        super().__init__(world)
        self.rows = rows
        self.rom = rom
        self.power()

    def power(self):
        """Switched on: everything is as a reset leaves it."""
        self.pins = 0xFF
        self.ready = self.world.us + 40000
        self.eights = 0
        self.four = False
        self.high = None
        self.lines = None
        self.ddram = bytearray(b"?" * 128)
        self.cgram = bytearray(b"\x55" * 64)
        self.counter = 0
        self.in_cgram = False
        self.right = True
        self.on = False

    def start(self, reading):
        """Reading leaves the pins as they are."""

    def give(self):
        return self.pins

    def take(self, byte):
        before, self.pins = self.pins, byte
        if before == 0xFF and not byte & E:
            return True  # the pull-ups after power on let go: E falls with nothing set up
        if byte & E and not before & E:
            rule(byte & 3 == before & 3, "RS changes while E rises")
            rule(not byte & RW, "R/W: the expander would fight with the display")
            rule(self.world.us >= self.ready, "busy for another %d us", self.ready - self.world.us)
        elif before & E and not byte & E:
            rule(byte & 0xF3 == before & 0xF3, "lines change while E falls")
            self._nibble(byte >> 4, byte & RS)
        elif before & E:
            rule(byte == before, "lines change while E is high")
        return True

    def _nibble(self, value, rs):
        if not self.four:
            rule(not rs, "data before the four lines are chosen")
            self._eight(value)
            return
        if self.high is None:
            self.high = value
            return
        value, self.high = self.high << 4 | value, None
        self.ready = self.world.us + _ORDINARY_US
        if rs:
            self._data(value)
        else:
            self._instruction(value)

    def _eight(self, value):
        if value == 3:
            self.ready = self.world.us + (4100, 100, _ORDINARY_US)[min(self.eights, 2)]
            self.eights += 1
        else:
            rule(value == 2 and self.eights >= 3, "%d in the eight-line mode", value)
            self.four = True
            self.ready = self.world.us + _ORDINARY_US

    def _instruction(self, value):
        rule(value >= 0x20 or self.lines is not None, "%02xh before the function set", value)
        if value >= 0x80:
            self.counter = value & 0x7F
            self.in_cgram = False
            rule(self.counter & 0x3F < 0x28, "address %02xh", self.counter)
        elif value >= 0x40:
            self.counter = value & 0x3F
            self.in_cgram = True
        elif value >= 0x20 and value & 0x10:
            self.four = False  # a controller that was at work already takes only this of it
            self.eights = 3
        elif value >= 0x20:
            rule(self.lines in (None, value & 0x0C), "the number of lines is set once")
            self.lines = value & 0x0C
        elif value >= 0x10:
            rule(False, "shifts are not used: %02xh", value)
        elif value >= 0x08:
            self.on = bool(value & 4)
        elif value >= 0x04:
            self.right = value == 0x06
        else:
            self.ready = self.world.us + _LONG_US
            self.counter = 0
            self.in_cgram = False
            if value == 1:
                self.ddram[:] = b" " * 128

    def _data(self, value):
        rule(self.lines == 8, "two lines of 5 x 8 are wanted")
        if self.in_cgram:
            self.cgram[self.counter] = value & 0x1F
            self.counter = (self.counter + 1) & 0x3F
            return
        self.ddram[self.counter] = value
        self.counter += 1
        if self.counter & 0x3F == 0x28:
            self.counter = 0x40 if self.counter < 0x40 else 0

    def shown(self, drawn=""):
        """The rows; code n of the glyph memory is `drawn[n]`."""
        if not self.on or not self.pins & LIGHT:
            return [" " * 20] * self.rows
        found = []
        for row in range(self.rows):
            start = (0x00, 0x40, 0x14, 0x54)[row]
            codes = self.ddram[start : start + 20]
            found.append("".join([self._letter(code, drawn) for code in codes]))
        return found

    def _letter(self, code, drawn):
        if code < 8:
            rule(any(self.cgram[code * 8 : code * 8 + 8]), "glyph %d was never drawn", code)
            return drawn[code]
        if code < 0x80:
            return chr(code)
        if self.rom == "cp1251":
            if code >= 0xC0:
                return chr(0x410 + code - 0xC0)
            return {0xA8: "Ё", 0xB8: "ё"}[code]
        if code >= 0xE0:
            return _ROM_E0[code - 0xE0]
        return _ROM_A0[code - 0xA0]


def alike(text):
    """Letters that look the same in Latin, as the ROM has them; quotes and і as they are shown."""
    latin = {"«": '"', "»": '"', "і": "i", "–": "-", "—": "-"}
    for cyrillic, letter in zip("АВЕКМНОРСТХЬаеорсух", "ABEKMHOPCTXbaeopcyx"):
        latin[cyrillic] = letter
    return "".join([latin.get(letter, letter) for letter in text])
