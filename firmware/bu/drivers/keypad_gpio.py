"""The lines of a keypad on the chip's own pins: open-drain rows, columns with pull-ups.

`rows` and `columns` are pins: functions without an argument read, with one write. A row that is
pulled low shows its pressed keys as low columns. Such a keypad cannot tell that it is there.
"""


class KeypadGpio:
    """Lines for `keypad.Keypad`."""

    def __init__(self, clock, rows, columns):
        self._clock = clock
        self._rows = rows
        self._columns = columns

    def any(self) -> bool:
        """True where some key is pressed."""
        for row in self._rows:
            row(0)
        self._clock.block_us(2)
        found = self._read()
        for row in self._rows:
            row(1)
        return found != 0

    def pressed(self, row: int) -> int:
        """Bits of the columns with a pressed key in this row."""
        self._rows[row](0)
        self._clock.block_us(2)
        found = self._read()
        self._rows[row](1)
        return found

    def _read(self):
        found = 0
        for place, column in enumerate(self._columns):
            if not column():
                found |= 1 << place
        return found
