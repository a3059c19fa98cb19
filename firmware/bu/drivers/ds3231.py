"""The DS3231 clock with its battery, on I2C at 68h (регл. 8).

| register | |
| --- | --- |
| 00h-06h | seconds, minutes, hours (bit 6: twelve hours), day of the week, day, month, year: BCD |
| 0Eh | control: bit 7 stops the oscillator on battery |
| 0Fh | status: bit 7 the oscillator stood still since this bit was cleared: the time is lost |

`now` gives LOST, which is no date, where the time is lost or the chip does not answer: the unit
takes the СКНО's time then, or refuses. Setting writes the time first and clears the bit last, so
a setting that is cut off leaves it lost.
"""

from micropython import const

LOST = (2000, 1, 0, 0, 0, 0)

_CONTROL = const(0x0E)
_STATUS = const(0x0F)
_STOPPED = const(0x80)
_TWELVE = const(0x40)
# Alarms and square wave off, oscillator on.
_RUNNING = const(0x04)
# Two displays ask often; the bus is slow.
_KEPT_MS = const(200)


class Ds3231:
    """The calendar of the contract."""

    def __init__(self, i2c, clock, address: int = 0x68):
        self._i2c = i2c
        self._clock = clock
        self._address = address
        self._registers = bytearray(16)
        self._time = LOST
        self._until = -1

    def now(self) -> tuple:
        """(year, month, day, hour, minute, second), or LOST."""
        if self._clock.now_ms() >= self._until:
            try:
                self._time = self._read()
            except OSError:
                self._time = LOST
            self._until = self._clock.now_ms() + _KEPT_MS
        return self._time

    def set(self, time: tuple) -> None:
        """Sets the time; a chip that is not there stays so, and `now` says it."""
        year, month, day, hour, minute, second = time
        fields = (second, minute, hour, 1, day, month, year - 2000)
        data = bytes([field // 10 << 4 | field % 10 for field in fields])
        self._until = -1
        try:
            self._i2c.writeto_mem(self._address, _CONTROL, bytes((_RUNNING,)))
            self._i2c.writeto_mem(self._address, 0, data)
            self._i2c.writeto_mem(self._address, _STATUS, b"\x00")
        except OSError:
            pass

    def fault(self) -> str:
        """What is wrong with it, "" when it answers and keeps its time."""
        try:
            self._read()
        except OSError:
            return "no answer at %02xh" % self._address
        if self._registers[_STATUS] & _STOPPED:
            return "lost its time (battery?)"
        return ""

    def present(self) -> bool:
        """True while it answers; a time that was lost is the unit's own affair (bad_time)."""
        try:
            self._read()
        except OSError:
            return False
        return True

    def _read(self):
        registers = self._registers
        self._i2c.readfrom_mem_into(self._address, 0, registers)
        if registers[_STATUS] & _STOPPED or registers[2] & _TWELVE:
            return LOST
        # The century's bit and the unused ones do not count.
        masks = b"\x7f\x7f\x3f\x07\x3f\x1f\xff"
        fields = []
        for place, mask in enumerate(masks):
            value = registers[place] & mask
            if value & 15 > 9:
                return LOST
            fields.append((value >> 4) * 10 + (value & 15))
        second, minute, hour, _, day, month, year = fields
        return 2000 + year, month, day, hour, minute, second
