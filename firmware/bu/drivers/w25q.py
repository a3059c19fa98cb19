"""A serial NOR flash of the W25Q family on SPI: the chip below `region.Region`.

| command | bytes | |
| --- | --- | --- |
| 9Fh | 3 read | JEDEC id: maker, type, capacity (2 to the power of it, in bytes) |
| ABh | | out of deep power-down, in which it answers nothing else |
| 03h | address 3, data | read, up to 50 MHz |
| 05h | 1 read | status: bit 0 busy, bit 1 write enabled |
| 06h | | write enable; a program or erase ends it |
| 02h | address 3, data | program inside a page of 256 bytes, 3 ms at most |
| 20h | address 3 | erase of 4096 bytes, 400 ms at most |

A chip that is not there reads as FFh or 00h everywhere, and so does a blank one: after such a read
the id is asked. The first access and every failure ask it as well. Another chip than the board's
table says, one that does not get ready or stays write-protected is an OSError on every access,
until the right one is there.
"""

from micropython import const

_EIO = const(5)
_ENODEV = const(19)
_ETIMEDOUT = const(110)
_BUSY = const(1)
_ENABLED = const(2)
_PROGRAM_MS = const(10)
_ERASE_MS = const(500)
_STEP_US = const(100)
_WAKE_US = const(10)


class W25q:
    """One chip; `cs` is its select line (a function of 0 or 1), `ids` the JEDEC ids that fit."""

    def __init__(self, spi, clock, cs, ids):
        self._spi = spi
        self._clock = clock
        self._cs = cs
        self._ids = ids
        self._known = False
        self._head = bytearray(4)
        self._answer = bytearray(3)
        self._status = memoryview(self._answer)[:1]

    def fault(self) -> str:
        """What is wrong with the chip, "" when it is the one of the board's table."""
        found = self._identify()
        self._known = found in self._ids
        if self._known:
            return ""
        return "JEDEC id %06x, %s expected" % (found, " or ".join("%06x" % i for i in self._ids))

    def read(self, address: int, buf) -> None:
        """Fills `buf`."""
        self._ready()
        self._cs(0)
        self._command(0x03, address)
        self._spi.readinto(buf)
        self._cs(1)
        if buf[0] in (0, 255) and buf[-1] == buf[0] and self.fault():
            raise OSError(_ENODEV)

    def program(self, address: int, data) -> None:
        """Clears bits inside one page; back when the chip is done."""
        self._enable()
        self._cs(0)
        self._command(0x02, address)
        self._spi.write(data)
        self._cs(1)
        self._wait(_PROGRAM_MS)

    def erase(self, address: int) -> None:
        """Sets 4096 bytes to FFh; back when the chip is done."""
        self._enable()
        self._cs(0)
        self._command(0x20, address)
        self._cs(1)
        self._wait(_ERASE_MS)

    def _command(self, code, address):
        head = self._head
        head[0] = code
        head[1] = address >> 16
        head[2] = address >> 8 & 255
        head[3] = address & 255
        self._spi.write(head)

    def _identify(self):
        self._cs(0)
        self._spi.write(b"\xab")
        self._cs(1)
        self._clock.block_us(_WAKE_US)
        # A program or erase may go on that was begun before the board was reset; then the status
        # is all that is answered. Where nobody is there it reads as FFh.
        for _ in range(_ERASE_MS):
            status = self._read_status()
            if status == 255 or not status & _BUSY:
                break
            self._clock.block_us(1000)
        self._cs(0)
        self._spi.write(b"\x9f")
        self._spi.readinto(self._answer)
        self._cs(1)
        maker, kind, size = self._answer
        return maker << 16 | kind << 8 | size

    def _ready(self):
        if not self._known:
            if self.fault():
                raise OSError(_ENODEV)

    def _read_status(self):
        self._cs(0)
        self._spi.write(b"\x05")
        self._spi.readinto(self._status)
        self._cs(1)
        return self._status[0]

    def _enable(self):
        self._ready()
        self._cs(0)
        self._spi.write(b"\x06")
        self._cs(1)
        if self._read_status() & (_ENABLED | _BUSY) != _ENABLED:
            self._known = False
            raise OSError(_EIO)

    def _wait(self, limit_ms):
        """Until the chip is done; its status is asked, and time given to it in between."""
        for _ in range(limit_ms * 1000 // _STEP_US):
            if not self._read_status() & _BUSY:
                return
            self._clock.block_us(_STEP_US)
        self._known = False
        raise OSError(_ETIMEDOUT)
