"""The lines of a keypad on an MCP23017 (I2C, 20h-27h): rows GPA0-5, columns GPB0-6 and GPA6.

GPA7 and GPB7 can only be outputs: used as inputs they disturb the bus. They are driven low, free.

| register (BANK = 0) | | value |
| --- | --- | --- |
| 00h IODIRA, 01h IODIRB | 1: input | the row that is looked at is an output, no other; 7Fh |
| 02h IPOLA, 03h IPOLB | a pressed key reads 1 | 40h, 7Fh |
| 0Ch GPPUA, 0Dh GPPUB | pull-ups of the columns | 40h, 7Fh |
| 12h GPIOA, 13h GPIOB | the levels | |
| 14h OLATA, 15h OLATB | what outputs drive | 00h |

An expander that lost its power comes back with every register at its first value; the polarity
tells, and it is set up again.
"""

from micropython import const

_IODIRA = const(0x00)
_IPOLA = const(0x02)
_GPPUA = const(0x0C)
_GPIOA = const(0x12)
_OLATA = const(0x14)
_INPUTS = const(0x7F)
# The eighth column, on port A.
_EIGHTH = const(0x40)


class KeypadMcp23017:
    """Lines for `keypad.Keypad`; at most six rows."""

    def __init__(self, i2c, clock, address: int, rows: int):
        self._i2c = i2c
        self._address = address
        self._all = _INPUTS << rows & _INPUTS
        self._two = bytearray(2)
        self._one = memoryview(self._two)[:1]
        self._set_up = False

    def any(self) -> bool:
        """True where some key is pressed."""
        return self._look(self._all) != 0

    def pressed(self, row: int) -> int:
        """Bits of the columns with a pressed key in this row."""
        return self._look(_INPUTS & ~(1 << row))

    def _look(self, directions):
        two = self._two
        if not self._set_up:
            self._begin()
        try:
            two[0] = directions
            self._i2c.writeto_mem(self._address, _IODIRA, self._one)
            self._i2c.readfrom_mem_into(self._address, _GPIOA, two)
        except OSError:
            self._set_up = False
            raise
        return two[1] & _INPUTS | (two[0] & _EIGHTH) << 1

    def _begin(self):
        self._write(_OLATA, 0, 0)
        self._write(_IODIRA, _INPUTS, _INPUTS)
        self._write(_GPPUA, _EIGHTH, _INPUTS)
        self._write(_IPOLA, _EIGHTH, _INPUTS)
        self._set_up = True

    def _write(self, register, first, second):
        """Two registers, of port A and port B."""
        self._two[0] = first
        self._two[1] = second
        self._i2c.writeto_mem(self._address, register, self._two)

    def fault(self) -> str:
        """What is wrong with it, "" when it answers."""
        try:
            self._i2c.readfrom_mem_into(self._address, _IPOLA, self._two)
            if self._two[1] != _INPUTS:
                self._begin()
        except OSError:
            self._set_up = False
            return "no answer at %02xh" % self._address
        return ""
