"""A part of a flash chip as the block device of `bu.hal`: blocks counted from the region's first.

A chip has read(address, buf), program(address, data) inside one page, erase(address) of one block.
What does not fit the region is a ValueError: no region reaches into its neighbour.

`breathe`, where there is one, is called by every access: long work over flash (a journal of a
whole day is folded without a pause) is not taken for a standstill by the watchdog.
"""

from micropython import const

_BLOCK = const(4096)
_PAGE = const(256)


class Region:
    """`blocks` blocks of `chip` from block `first` on."""

    def __init__(self, chip, first: int, blocks: int, breathe=None):
        self._chip = chip
        self._first = first
        self._blocks = blocks
        self._breathe = breathe

    def readblocks(self, block: int, buf, offset: int = 0) -> None:
        """Fills `buf` from `offset` of `block`, and on into the next blocks."""
        self._chip.read(self._address(block, offset, len(buf)), buf)

    def writeblocks(self, block: int, buf, offset: int = 0) -> None:
        """Programs `buf` (clears bits) inside one page; nothing is erased."""
        if not buf or offset % _PAGE + len(buf) > _PAGE:
            raise ValueError("%d bytes at %d" % (len(buf), offset))
        self._chip.program(self._address(block, offset, len(buf)), buf)

    def ioctl(self, operation: int, argument: int = 0):
        """4: block count, 5: block size, 6: erase block `argument`."""
        if operation == 4:
            return self._blocks
        if operation == 5:
            return _BLOCK
        if operation == 6:
            self._chip.erase(self._address(argument, 0, _BLOCK))
            return 0
        return None

    def _address(self, block, offset, size):
        place = block * _BLOCK + offset
        if block < 0 or offset < 0 or place + size > self._blocks * _BLOCK:
            raise ValueError("%d bytes at %d:%d" % (size, block, offset))
        if self._breathe is not None:
            self._breathe()
        return self._first * _BLOCK + place
