"""An OLED display with an SSD1306 on I2C, 128 x 64 for four rows of 20 or 128 x 32 for two.

micropython-lib's `ssd1306` sets the chip up and speaks to it; here characters become dots: 5 x 7,
twice as high, in cells of 6 x 16. A row is two of the chip's pages, and only these are sent: 6 ms
at 400 kHz. A display that is gone loses nothing: when it answers again it is set up anew.
"""

from micropython import const

from bu.drivers import font5x7

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_COLUMNS = const(20)
_WIDTH = const(128)
_CELL = const(6)
_LEFT = const(4)
_SET_COLUMNS = const(0x21)
_SET_PAGES = const(0x22)
# The command that does nothing: whoever takes it is there.
_NOTHING = const(b"\x80\xe3")


class Oled:
    """A display of the contract of `bu.ui.displays`: show(row, text)."""

    def __init__(self, i2c, clock, address: int, rows: int):
        self._i2c = i2c
        self._address = address
        self._rows = [" " * _COLUMNS] * rows
        self._chip: "Any" = None

    def show(self, row: int, text: str) -> None:
        """One row of 20 characters."""
        self._rows[row] = text
        if self._chip is not None:
            try:
                self._put(row)
                return
            except OSError:
                self._chip = None
        self.fault()

    def fault(self) -> str:
        """What is wrong with it, "" when it answers; one that came back shows its rows again."""
        try:
            if self._chip is None:
                self._begin()
            else:
                self._i2c.writeto(self._address, _NOTHING)
        except OSError:
            self._chip = None
            return "no answer at %02xh" % self._address
        except ImportError:
            return "library ssd1306 is missing"
        return ""

    def _begin(self):
        import ssd1306

        self._i2c.writeto(self._address, _NOTHING)
        self._chip = ssd1306.SSD1306_I2C(_WIDTH, 16 * len(self._rows), self._i2c, self._address)
        for row in range(len(self._rows)):
            self._put(row)

    def _put(self, row):
        chip = self._chip
        start = 2 * row * _WIDTH
        dots = memoryview(chip.buffer)[start : start + 2 * _WIDTH]
        place = _LEFT
        for letter in self._rows[row]:
            for column in font5x7.glyph(letter):
                high = _twice(column) << 1
                dots[place] = high & 255
                dots[place + _WIDTH] = high >> 8
                place += 1
            place += _CELL - 5
        for command in (_SET_COLUMNS, 0, _WIDTH - 1, _SET_PAGES, 2 * row, 2 * row + 1):
            chip.write_cmd(command)
        chip.write_data(dots)


def _twice(column):
    """Each of seven bits twice."""
    out = 0
    for bit in range(7):
        if column >> bit & 1:
            out |= 3 << 2 * bit
    return out
