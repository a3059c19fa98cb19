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
    """The expander: six rows on GPA0-5, columns on GPB0-6 and GPA6 (BANK 0, addresses go on).

    GPA7 and GPB7 are outputs, or reading the ports disturbs the bus.
    """

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
        if place in (0x12, 0x13):
            return self._port(place - 0x12)
        return self.registers[place]

    def _port(self, port):
        """Levels of port A or B, turned over where the polarity says so."""
        directions, latches = self.registers[0:2], self.registers[0x14:0x16]
        rule(not (directions[0] | directions[1]) & 0x80, "GPA7 or GPB7 is an input")
        rule(directions[0] & 0x40 and directions[1] & 0x7F == 0x7F, "a column is an output")
        rule(self.registers[0x0C] & 0x40 and self.registers[0x0D] & 0x7F == 0x7F,
             "a column floats")
        driven = {}
        for row in range(self.matrix.rows):
            if not directions[0] >> row & 1:
                driven[row] = latches[0] >> row & 1
        low = self.matrix.low_columns(driven)
        levels = 0x7F & ~low if port else 0 if low & 0x80 else 0x40
        levels |= latches[port] & ~directions[port]
        return (levels ^ self.registers[2 + port]) & 0xFF
