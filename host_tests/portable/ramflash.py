"""A NOR flash in RAM for the portable tests: clears bits, erases sectors, loses power."""

from binascii import crc32

SECTOR = 4096
PAGE = 256


class Off(Exception):
    """The power went in the middle of an operation."""


def _blank(view):
    for at in range(0, len(view), 64):
        view[at : at + 64] = b"\xff" * 64


class RamFlash:
    """The extended block device; breaking NOR's rules is an AssertionError."""

    def __init__(self, sectors):
        self.cells = [bytearray(SECTOR) for _ in range(sectors)]
        for sector in self.cells:
            _blank(memoryview(sector))
        self.programs = self.erases = self.read_bytes = 0
        self.left = -1  # whole operations before the power goes; -1: it stays
        self.kept = 0  # bytes of the last one that are done

    def crc(self):
        """A CRC of all contents, to see whether anything changed."""
        crc = 0
        for sector in self.cells:
            crc = crc32(sector, crc)
        return crc

    def readblocks(self, block, buf, off=0):
        assert 0 <= off and off + len(buf) <= SECTOR
        buf[:] = memoryview(self.cells[block])[off : off + len(buf)]
        self.read_bytes += len(buf)

    def writeblocks(self, block, buf, off=0):
        assert off % PAGE + len(buf) <= PAGE and off + len(buf) <= SECTOR
        cut = self._cut()
        cells = self.cells[block]
        for at in range(min(self.kept, len(buf)) if cut else len(buf)):
            if buf[at] != 0xFF:
                assert cells[off + at] == 0xFF, "programmed twice"
                cells[off + at] = buf[at]
        self.programs += 1
        if cut:
            raise Off

    def ioctl(self, op, arg=0):
        if op == 6:
            cut = self._cut()
            _blank(memoryview(self.cells[arg])[: self.kept // 64 * 64 if cut else SECTOR])
            self.erases += 1
            if cut:
                raise Off
        return (0, 0, 0, 0, len(self.cells), SECTOR, 0)[op]

    def _cut(self):
        """True if the power goes in this operation."""
        self.left -= 1
        return self.left == -1
