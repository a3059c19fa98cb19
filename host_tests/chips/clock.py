"""A DS3231: BCD registers, an oscillator, a battery, and the flag that says it stood still.

Registers 00h-12h; the pointer goes on behind 12h to 00h. Time registers are written with valid
BCD; a write to the seconds starts the second anew. In the status only OSF and the alarm flags can
be cleared, by 0; bit 2 is read only. Without main power and with EOSC set, or without a battery,
the oscillator stops, and OSF says so.
"""

from host_tests.chips.i2c import Chip
from host_tests.chips.world import rule

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _bcd(value):
    return value // 10 << 4 | value % 10


class Ds3231(Chip):
    """The chip; new, its time is lost. `battery`: there is one."""

    def __init__(self, world, battery=True):
        super().__init__(world)
        self.battery = battery
        self.registers = bytearray(19)
        self.registers[3] = self.registers[4] = self.registers[5] = 1
        self.registers[0x0E], self.registers[0x0F] = 0x1C, 0x88
        self.pointer = 0
        self.set_at = world.us
        self.first = False

    def time(self):
        """(year, month, day, hour, minute, second), as the registers say."""
        self._go()
        values = [(byte >> 4) * 10 + (byte & 15) for byte in self.registers[:7]]
        second, minute, hour, _, day, month, year = values
        return 2000 + year, month, day, hour, minute, second

    def power_off(self, us):
        """The main power is away for that long."""
        self._go()
        runs = self.battery and not self.registers[0x0E] & 0x80
        self.world.us += us
        if not runs:
            self.registers[0x0F] |= 0x80
            self.set_at = self.world.us

    def start(self, reading):
        self.first = not reading
        if reading:
            self._go()

    def take(self, byte):
        if self.first:
            rule(byte <= 0x12, "register %02xh", byte)
            self.pointer = byte
            self.first = False
            return True
        self._go()
        place = self.pointer
        self.pointer = (place + 1) % 19
        if place < 7:
            rule(byte & 15 <= 9, "%02xh in register %02xh is no BCD", byte, place)
            low, high = ((0, 59), (0, 59), (0, 23), (1, 7), (1, 31), (1, 12), (0, 99))[place]
            rule(low <= (byte >> 4) * 10 + (byte & 15) <= high, "%02xh in %02xh", byte, place)
            if place == 0:
                self.set_at = self.world.us
            self.registers[place] = byte
        elif place == 0x0F:
            old = self.registers[place]
            self.registers[place] = old & byte & 0x83 | byte & 0x08 | old & 0x04
        elif place < 0x11:
            self.registers[place] = byte
        return True

    def give(self):
        value = self.registers[self.pointer]
        self.pointer = (self.pointer + 1) % 19
        return value

    def _go(self):
        """Brings the registers up to now, second by second."""
        while self.world.us - self.set_at >= 1000000:
            self.set_at += 1000000
            self._tick()

    def _tick(self):
        values = [(byte >> 4) * 10 + (byte & 15) for byte in self.registers[:7]]
        second, minute, hour, week, day, month, year = values
        second += 1
        if second == 60:
            second, minute = 0, minute + 1
        if minute == 60:
            minute, hour = 0, hour + 1
        if hour == 24:
            hour, day, week = 0, day + 1, week % 7 + 1
        leap = 1 if month == 2 and year % 4 == 0 else 0
        if day > _DAYS[month - 1] + leap:
            day, month = 1, month + 1
        if month == 13:
            month, year = 1, year + 1
        self.registers[:7] = bytes(
            [_bcd(value) for value in (second, minute, hour, week, day, month, year)]
        )
