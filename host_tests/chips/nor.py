"""A W25Q on SPI, byte by byte between its select line's edges; and flash inside the chip.

| rule | |
| --- | --- |
| a program or erase needs write enable, which ends with it | silently ignored by a real chip |
| while busy nothing but the status is asked | ignored |
| a program wraps inside its page of 256 bytes | destroys the page's start |
| programming clears bits; asking for 0 -> 1 | stays 0 |
| in deep power-down nothing but ABh is heard | silence |
| one chip is selected at a time, at its speed at most | two drive one line |
"""

from host_tests.chips.world import rule

SECTOR = 4096
PAGE = 256
_PROGRAM_US, _ERASE_US, _WAKE_US = 700, 60000, 3
# The data sheet's worst: every eighth takes as long, so a driver that only waits is found out.
_SLOW_PROGRAM_US, _SLOW_ERASE_US, _SLOW = 3000, 400000, 8


class Cells:
    """NOR cells; a sector takes RAM when it is first programmed."""

    def __init__(self, size):
        self.size = size
        self.sectors = {}
        self.programs = self.erases = 0

    def get(self, address):
        """One byte."""
        sector = self.sectors.get(address // SECTOR)
        return 0xFF if sector is None else sector[address % SECTOR]

    def fill(self, address, buf):
        """Fills `buf`; it stays inside the chip."""
        rule(0 <= address and address + len(buf) <= self.size, "read at %06xh", address)
        place = 0
        while place < len(buf):
            start = (address + place) % SECTOR
            count = min(SECTOR - start, len(buf) - place)
            sector = self.sectors.get((address + place) // SECTOR)
            buf[place : place + count] = (
                b"\xff" * count if sector is None else sector[start : start + count]
            )
            place += count

    def program(self, address, data):
        """Clears bits; 0 -> 1 is a Violation."""
        self.programs += 1
        number = address // SECTOR
        if number not in self.sectors:
            self.sectors[number] = bytearray(b"\xff" * SECTOR)
        sector = self.sectors[number]
        for place, new in enumerate(data, address % SECTOR):
            if new != 0xFF:
                old = sector[place]
                sector[place] = old & new
                rule(old & new == new, "%02xh over %02xh at %06xh", new, old, address)

    def erase(self, address):
        """One sector."""
        self.erases += 1
        self.sectors.pop(address // SECTOR, None)


class W25q:
    """One chip with this JEDEC id."""

    max_hz = 50000000

    def __init__(self, world, jedec=0xEF4016, cells=None):
        self.world = world
        self.jedec = jedec
        self.cells = cells or Cells(1 << (jedec & 0xFF))
        self.away = False
        self.protected = False
        self.stuck = False
        self.slept = True
        self.awake_at = 0
        self.enabled = False
        self.ready = 0
        self.erase_us = _ERASE_US
        self.bytes = None

    def select(self):
        """The select line falls."""
        self.bytes = bytearray()

    def busy(self):
        return self.world.us < self.ready

    def clock(self, out, count):
        """Bytes `out` go in; or `count` bytes come out. None: the line floats."""
        if self.away or self.bytes is None:
            return None
        if out is not None:
            self.bytes.extend(out)
            return None
        return self._answer(count)

    def _answer(self, count):
        code = self.bytes[0] if self.bytes else 0
        if self.slept or (self.busy() and code != 0x05):
            rule(self.slept or code != 0x03, "read while busy")
            return None
        if code == 0x05:
            value = (1 if self.busy() else 0) | (2 if self.enabled or self.busy() else 0)
            return bytes((value,)) * count
        if code == 0x9F:
            return self.jedec.to_bytes(3, "big")[:count]
        if code == 0x03:
            rule(len(self.bytes) == 4, "a read has three bytes of address")
            buf = bytearray(count)
            address = int.from_bytes(self.bytes[1:4], "big")
            self.cells.fill(address, buf)
            self.bytes[1:4] = (address + count).to_bytes(3, "big")
            return buf
        rule(False, "command %02xh answers nothing", code)

    def deselect(self):
        """The select line rises: what was said is done."""
        said, self.bytes = self.bytes, None
        if self.away or not said:
            return
        code = said[0]
        if code == 0xAB:
            self.slept = False
            self.awake_at = self.world.us + _WAKE_US
            return
        if self.slept:
            return
        rule(self.world.us >= self.awake_at, "not yet awake")
        if self.busy():
            rule(code in (0x05, 0x9F), "command %02xh while busy", code)
            return
        if code == 0x06:
            self.enabled = not self.protected
        elif code in (0x02, 0x20):
            rule(self.enabled, "command %02xh without write enable", code)
            self._change(code, said)
        else:
            rule(code in (0x03, 0x05, 0x9F), "command %02xh", code)

    def _change(self, code, said):
        address = int.from_bytes(said[1:4], "big")
        rule(address < self.cells.size, "address %06xh", address)
        self.enabled = False
        if code == 0x20:
            rule(len(said) == 4, "%d bytes of an erase", len(said))
            self.cells.erase(address)
            slow = self.cells.erases % _SLOW == _SLOW - 1
            us = _SLOW_ERASE_US if slow else self.erase_us
            self.ready = self.world.us + (10**9 if self.stuck else us)
            return
        data = said[4:]
        rule(0 < len(data) <= PAGE - address % PAGE, "a program wraps at %06xh", address)
        self.cells.program(address, data)
        slow = self.cells.programs % _SLOW == _SLOW - 1
        self.ready = self.world.us + (_SLOW_PROGRAM_US if slow else _PROGRAM_US)


class Internal:
    """rp2.Flash or esp32.Partition: the extended block device over cells.

    `whole`: as rp2 programs: whole aligned pages (a Violation else), from RAM only. On either chip
    no interrupt is served meanwhile.
    """

    def __init__(self, world, size, whole):
        self.world = world
        self.cells = Cells(size)
        self.whole = whole

    def readblocks(self, block, buf, offset=0):
        self.cells.fill(block * SECTOR + offset, buf)

    def writeblocks(self, block, buf, offset=None):
        rule(offset is not None, "a write without an offset erases")
        if self.whole:
            rule(len(buf) % PAGE == 0 and offset % PAGE == 0, "a part of a page")
            rule(not isinstance(buf, bytes), "a buffer that may lie in flash")
        self.cells.program(block * SECTOR + offset, bytes(buf))
        self.world.without_interrupts(_PROGRAM_US)

    def ioctl(self, operation, argument):
        if operation == 4:
            return self.cells.size // SECTOR
        if operation == 5:
            return SECTOR
        if operation == 6:
            self.cells.erase(argument * SECTOR)
            self.world.without_interrupts(_ERASE_US)
        return 0
