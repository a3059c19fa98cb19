"""A NOR flash in RAM for the portable tests: clears bits, erases sectors, loses power."""

SECTOR = 4096
PAGE = 256


class Off(Exception):
    """The power went in the middle of an operation."""


class RamFlash:
    """The extended block device; breaking NOR's rules is an AssertionError."""

    def __init__(self, sectors):
        self.cells = bytearray(SECTOR * sectors)
        for at in range(0, len(self.cells), 64):
            self.cells[at : at + 64] = b"\xff" * 64
        self.sectors = sectors
        self.programs = self.erases = self.read_bytes = 0
        self.left = -1  # whole operations before the power goes; -1: it stays
        self.kept = 0  # bytes of the last one that are done

    def readblocks(self, block, buf, off=0):
        start = block * SECTOR + off
        assert start + len(buf) <= len(self.cells)
        buf[:] = memoryview(self.cells)[start : start + len(buf)]
        self.read_bytes += len(buf)

    def writeblocks(self, block, buf, off=0):
        assert 0 <= block < self.sectors and off % PAGE + len(buf) <= PAGE
        start = block * SECTOR + off
        off = self._cut()
        for at in range(min(self.kept, len(buf)) if off else len(buf)):
            if buf[at] != 0xFF:
                assert self.cells[start + at] == 0xFF, "programmed twice"
                self.cells[start + at] = buf[at]
        self.programs += 1
        if off:
            raise Off

    def ioctl(self, op, arg=0):
        if op == 6:
            start = arg * SECTOR
            off = self._cut()
            for at in range(start, start + (self.kept // 64 * 64 if off else SECTOR), 64):
                self.cells[at : at + 64] = b"\xff" * 64
            self.erases += 1
            if off:
                raise Off
        return (0, 0, 0, 0, self.sectors, SECTOR, 0)[op]

    def _cut(self):
        """True if the power goes in this operation."""
        self.left -= 1
        return self.left == -1
