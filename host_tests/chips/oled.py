"""An SSD1306 on I2C: control bytes, commands with their arguments, picture memory.

Control byte 80h: one command byte follows, then another control byte; 40h: picture bytes to the
end. The charge pump is on before the display is. Horizontal addressing inside a window of columns
and pages. What is not in the data sheet's table is a Violation.
"""

from host_tests.chips.i2c import Chip
from host_tests.chips.world import rule

_ARGUMENTS = {
    0x20: 1, 0x21: 2, 0x22: 2, 0x81: 1, 0x8D: 1, 0xA8: 1, 0xD3: 1, 0xD5: 1, 0xD9: 1, 0xDA: 1,
    0xDB: 1, 0xAD: 1,
}  # fmt: skip
_PLAIN = (0xA0, 0xA1, 0xA4, 0xA5, 0xA6, 0xA7, 0xAE, 0xAF, 0xC0, 0xC8, 0xE3)


class Ssd1306(Chip):
    """The display; `pixel(x, y)` as it is seen."""

    def __init__(self, world):
        super().__init__(world)
        self.power()

    def power(self):
        """Switched on."""
        self.memory = bytearray(b"\xa5" * 1024)
        self.on = self.pump = self.horizontal = False
        self.window = [0, 127, 0, 7]
        self.column = self.page = 0
        self.waiting = []
        self.wanted = 0
        self.mode = None
        self.height = 64

    def start(self, reading):
        self.mode = None

    def give(self):
        return 0x00 if self.on else 0x40

    def take(self, byte):
        if self.mode is None:
            rule(byte in (0x80, 0x40), "control byte %02xh", byte)
            self.mode = byte
        elif self.mode == 0x80:
            self.mode = None
            self._command(byte)
        else:
            self._picture(byte)
        return True

    def _command(self, byte):
        if not self.wanted:
            self.waiting = [byte]
            self.wanted = _ARGUMENTS.get(byte, 0)
            rule(self.wanted or byte in _PLAIN or 0x40 <= byte <= 0x7F, "command %02xh", byte)
        else:
            self.waiting.append(byte)
            self.wanted -= 1
        if not self.wanted:
            self._carry_out(*self.waiting)

    def _carry_out(self, code, first=0, second=0):
        if code == 0x20:
            self.horizontal = first == 0
        elif code == 0x21:
            rule(first <= second <= 127, "columns %d-%d", first, second)
            self.window[:2] = first, second
            self.column = first
        elif code == 0x22:
            rule(first <= second <= 7, "pages %d-%d", first, second)
            self.window[2:] = first, second
            self.page = first
        elif code == 0x8D:
            self.pump = first == 0x14
        elif code == 0xA8:
            self.height = first + 1
        elif code in (0xAE, 0xAF):
            self.on = code == 0xAF
            rule(self.pump or not self.on, "on without the charge pump")

    def _picture(self, byte):
        rule(self.horizontal, "horizontal addressing is wanted")
        self.memory[self.page * 128 + self.column] = byte
        self.column += 1
        if self.column > self.window[1]:
            self.column = self.window[0]
            self.page += 1
            if self.page > self.window[3]:
                self.page = self.window[2]

    def pixel(self, x, y):
        """1 where a dot is lit."""
        return self.memory[y // 8 * 128 + x] >> y % 8 & 1 if self.on else 0

    def art(self, x, y, width, height):
        """A part of the picture as rows of «#» and «.»."""
        return [
            "".join(["#" if self.pixel(x + dx, y + dy) else "." for dx in range(width)])
            for dy in range(height)
        ]
