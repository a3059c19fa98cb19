"""A part of the chip's own flash as a NOR chip below `region.Region`.

`device` is rp2.Flash(start=, len=) or an esp32.Partition, MicroPython's extended block device:
writeblocks with an offset programs without erasing on both. rp2 programs whole pages of 256 bytes
only, takes them from RAM only and says nothing of a failure. So every program is a whole page from
one buffer in RAM, filled up with FFh, which leaves what is there as it is; who needs to know reads
it back, as `bu.storage` does.

While rp2 erases (45 ms) or programs (0.6 ms) all interrupts are off, and a UART holds 32 bytes:
2.8 ms at 115200 baud. `quiet` waits for a pause on the lines before an erase; a line on which
something may come at any time needs RTS, or a protocol that repeats.
"""

from micropython import const

_BLOCK = const(4096)
_PAGE = const(256)


class InternalFlash:
    """`device` with `size` bytes; another size is a fault, and nothing is read or written."""

    def __init__(self, device, quiet, size: int):
        self._device = device
        self._quiet = quiet
        self._size = size
        self._page = bytearray(_PAGE)

    def fault(self) -> str:
        """What is wrong with it, "" when it has the size of the board's table."""
        size = self._device.ioctl(4, 0) * _BLOCK
        return "" if size >= self._size else "%d bytes, %d expected" % (size, self._size)

    def read(self, address: int, buf) -> None:
        """Fills `buf`."""
        self._device.readblocks(address // _BLOCK, buf, address % _BLOCK)

    def program(self, address: int, data) -> None:
        """Clears bits inside one page."""
        page = self._page
        for place in range(_PAGE):
            page[place] = 255
        start = address % _PAGE
        page[start : start + len(data)] = data
        self._device.writeblocks(address // _BLOCK, page, address % _BLOCK - start)

    def erase(self, address: int) -> None:
        """Sets 4096 bytes to FFh."""
        self._quiet()
        self._device.ioctl(6, address // _BLOCK)
