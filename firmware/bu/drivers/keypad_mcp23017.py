"""The lines of a keypad on an MCP23017 (I2C, 20h-27h): rows on port A, columns on port B.

| register (BANK = 0) | | value |
| --- | --- | --- |
| 00h IODIRA | direction of the rows, 1: input | the row that is looked at is an output, no other |
| 03h IPOLB | polarity of the columns | FFh: a pressed key reads 1 |
| 0Dh GPPUB | pull-ups of the columns | FFh |
| 13h GPIOB | the columns | |
| 14h OLATA | what outputs of port A drive | 00h |

An expander that lost its power comes back with every register at its first value; the polarity
tells, and it is set up again.
"""

from micropython import const

_IODIRA = const(0x00)
_IPOLB = const(0x03)
_GPPUB = const(0x0D)
_GPIOB = const(0x13)
_OLATA = const(0x14)
_NONE = const(0xFF)


class KeypadMcp23017:
    """Lines for `keypad.Keypad`."""

    def __init__(self, i2c, clock, address: int, rows: int):
        self._i2c = i2c
        self._address = address
        self._all = _NONE << rows & 0xFF
        self._one = bytearray(1)
        self._set_up = False

    def any(self) -> bool:
        """True where some key is pressed."""
        return self._look(self._all) != 0

    def pressed(self, row: int) -> int:
        """Bits of the columns with a pressed key in this row."""
        return self._look(~(1 << row) & 0xFF)

    def _look(self, directions):
        if not self._set_up:
            self._begin()
        try:
            self._write(_IODIRA, directions)
            self._i2c.readfrom_mem_into(self._address, _GPIOB, self._one)
        except OSError:
            self._set_up = False
            raise
        return self._one[0]

    def _begin(self):
        self._write(_IODIRA, _NONE)
        self._write(_OLATA, 0)
        self._write(_GPPUB, 0xFF)
        self._write(_IPOLB, 0xFF)
        self._set_up = True

    def _write(self, register, value):
        self._one[0] = value
        self._i2c.writeto_mem(self._address, register, self._one)

    def fault(self) -> str:
        """What is wrong with it, "" when it answers."""
        try:
            self._i2c.readfrom_mem_into(self._address, _IPOLB, self._one)
            if self._one[0] != 0xFF:
                self._begin()
        except OSError:
            self._set_up = False
            return "no answer at %02xh" % self._address
        return ""
