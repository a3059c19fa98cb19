"""A keypad: contacts that bounce, no diodes; read over pins or an MCP23017.

A matrix joins a row and a column wire for each closed contact. A wire that is driven low pulls all
it is joined to; what nobody pulls is high by its pull-up, or floats. Two outputs that drive joined
wires apart are a short circuit.
"""

from host_tests.chips.i2c import Chip
from host_tests.chips.world import rule

_BOUNCE_US = 15000
_PART_US = 700


class Matrix:
    """`rows` by `columns` contacts."""

    def __init__(self, world, rows, columns):
        self.world = world
        self.rows, self.columns = rows, columns
        self.changed = {}
        self.closed = set()

    def press(self, row, column):
        """A finger comes down."""
        self.closed.add((row, column))
        self.changed[(row, column)] = self.world.us

    def release(self, row, column):
        """It goes."""
        self.closed.discard((row, column))
        self.changed[(row, column)] = self.world.us

    def contacts(self):
        """The contacts that are closed at this moment."""
        found = set(self.closed)
        for place, since in self.changed.items():
            age = self.world.us - since
            if age < _BOUNCE_US and (age // _PART_US + since // 1000) * 7919 % 7 < 3:
                if place in found:
                    found.discard(place)
                else:
                    found.add(place)
        return found

    def low_columns(self, driven):
        """Bits of the columns that are low; `driven`: {row: 0 or 1} for rows that are driven."""
        contacts = self.contacts()
        low = {("row", row) for row, value in driven.items() if not value}
        grown = True
        while grown:
            grown = False
            for row, column in contacts:
                pair = ("row", row), ("column", column)
                if (pair[0] in low) != (pair[1] in low):
                    low.update(pair)
                    grown = True
        high = [row for row, value in driven.items() if value and ("row", row) in low]
        rule(not high, "rows %s are driven high against a low one", high)
        found = 0
        for kind, place in low:
            if kind == "column":
                found |= 1 << place
        return found


class Mcp23017(Chip):
    """The expander with rows on port A and columns on port B (BANK 0, addresses go on)."""

    def __init__(self, world, matrix):
        super().__init__(world)
        self.matrix = matrix
        self.power()

    def power(self):
        """Switched on."""
        self.registers = bytearray(22)
        self.registers[0] = self.registers[1] = 0xFF
        self.pointer = 0
        self.first = False

    def start(self, reading):
        self.first = not reading

    def take(self, byte):
        if self.first:
            rule(byte < 22, "register %02xh", byte)
            self.pointer = byte
            self.first = False
            return True
        place = self.pointer
        self.pointer = (place + 1) % 22
        rule(place not in (0x0A, 0x0B), "the configuration is left alone")
        self.registers[{0x12: 0x14, 0x13: 0x15}.get(place, place)] = byte
        return True

    def give(self):
        place = self.pointer
        self.pointer = (place + 1) % 22
        if place == 0x13:
            return self._columns()
        rule(place != 0x12, "the rows are read")
        return self.registers[place]

    def _columns(self):
        rule(self.registers[1] == 0xFF, "a column is an output")
        rule(self.registers[0x0D] == 0xFF, "a column floats")
        driven = {}
        for row in range(self.matrix.rows):
            if not self.registers[0] >> row & 1:
                driven[row] = self.registers[0x14] >> row & 1
        levels = ~self.matrix.low_columns(driven) & 0xFF
        return levels ^ self.registers[3]
