"""A character display of 2 or 4 rows of 20 with an HD44780, behind a PCF8574 on I2C.

The expander's bits: 0 RS, 1 R/W, 2 E, 3 backlight, 4-7 the data lines D4-D7. An instruction is two
nibbles, the high one first, each taken when E falls. RS stands before E rises, so where it
changes it goes out alone first. On a bus of 100 kHz a byte takes 90 us, which is more than the
37 us of any instruction but Clear; nothing here is written faster.

A row is one transfer: its address, then 20 characters. A display that is gone loses nothing: what
it shows is kept, and when it answers again it is set up anew and shown all of it.
"""

from micropython import const

from bu.drivers import charsets

_RS = const(1)
_E = const(4)
_LIGHT = const(8)
_AT_REST = const(6)
_COLUMNS = const(20)
_ADDRESSES = const(b"\x00\x40\x14\x54")
# Power-on, and the first words to a controller that may stand in the middle of a nibble.
_POWER_US = const(50000)
_FIRST_US = const(4500)
_NEXT_US = const(200)
_CLEAR_US = const(3000)
# Four lines, two rows of 5 x 8; off; clear; to the right; on without a cursor.
_SET_UP = const(b"\x28\x08\x01\x06\x0c")
_CLEAR = const(0x01)
_GLYPHS = const(0x40)
_ROW = const(0x80)


class Hd44780:
    """A display of the contract of `bu.ui.displays`: show(row, text)."""

    def __init__(self, i2c, clock, address: int, rows: int, charset: str):
        self._i2c = i2c
        self._clock = clock
        self._address = address
        self._rows = rows
        self._codes = charsets.table(charset)
        self._text = bytearray(b" " * (rows * _COLUMNS))
        # Address and characters: at most 1 + 4 + 1 + 80 bytes.
        self._out = bytearray(86)
        self._size = 0
        self._rs = 1
        self._set_up = False

    def show(self, row: int, text: str) -> None:
        """One row of 20 characters."""
        charsets.encode(text, self._codes, self._text, row * _COLUMNS)
        if self._set_up:
            try:
                self._put(row)
                return
            except OSError:
                self._set_up = False
        self.fault()

    def fault(self) -> str:
        """What is wrong with it, "" when it answers; one that came back shows its rows again."""
        try:
            # E and R/W rest at 0; an expander that lost its power has everything at 1.
            if self._set_up and self._i2c.readfrom(self._address, 1)[0] & _AT_REST:
                self._set_up = False
            if not self._set_up:
                self._begin()
        except OSError:
            self._set_up = False
            return "no answer at %02xh" % self._address
        return ""

    def _begin(self):
        self._rs = -1
        self._flush()  # before the wait, so that a display that is not there costs nothing
        self._clock.block_us(_POWER_US)
        for nibble, pause in ((3, _FIRST_US), (3, _NEXT_US), (3, _NEXT_US), (2, _NEXT_US)):
            self._nibble(nibble << 4, 0)
            self._flush()
            self._clock.block_us(pause)
        for code in _SET_UP:
            self._byte(code, 0)
            self._flush()
            if code == _CLEAR:
                self._clock.block_us(_CLEAR_US)
        for place in range(0, len(charsets.GLYPHS), 8):
            self._byte(_GLYPHS | place, 0)
            for line in charsets.GLYPHS[place : place + 8]:
                self._byte(line, _RS)
            self._flush()
        for row in range(self._rows):
            self._put(row)
        self._set_up = True

    def _put(self, row):
        self._byte(_ROW | _ADDRESSES[row], 0)
        for code in memoryview(self._text)[row * _COLUMNS : (row + 1) * _COLUMNS]:
            self._byte(code, _RS)
        self._flush()

    def _byte(self, value, rs):
        self._nibble(value & 0xF0, rs)
        self._nibble(value << 4 & 0xF0, rs)

    def _nibble(self, bits, rs):
        if rs != self._rs:
            self._add(rs | _LIGHT)
            self._rs = rs
        self._add(bits | rs | _LIGHT | _E)
        self._add(bits | rs | _LIGHT)

    def _add(self, value):
        self._out[self._size] = value
        self._size += 1

    def _flush(self):
        """Sends what was collected; with nothing collected, the lines at rest."""
        if not self._size:
            self._add(_LIGHT)
        size, self._size = self._size, 0
        self._i2c.writeto(self._address, memoryview(self._out)[:size])
