"""The sim port: the hardware contract on top of a bench `port`.

A port is any object with the synchronous calls used below; on CPython it is the bench itself, on
MicroPython a client that asks the bench through a pipe. Time belongs to the port, so nothing here
ever suspends: a coroutine of the unit runs straight through, on virtual or on real time.
"""

BLOCK_SIZE = 4096


class SimFlash:
    """One NOR region of the bench, by name."""

    def __init__(self, port, name: str, blocks: int):
        self._port = port
        self._name = name
        self._blocks = blocks

    def readblocks(self, block: int, buf, offset: int = 0) -> None:
        """Fills `buf` from `offset` of `block`."""
        self._port.flash_read(self._name, block * BLOCK_SIZE + offset, buf)

    def writeblocks(self, block: int, buf, offset: int = 0) -> None:
        """Programs `buf` (clears bits) at `offset` of `block`."""
        self._port.flash_program(self._name, block * BLOCK_SIZE + offset, buf)

    def ioctl(self, operation: int, argument: int):
        """4: block count, 5: block size, 6: erase block `argument`."""
        if operation == 4:
            return self._blocks
        if operation == 5:
            return BLOCK_SIZE
        if operation == 6:
            self._port.flash_erase(self._name, argument)
            return 0
        return None


class SimStream:
    """A byte stream to an attachment of the bench, by name."""

    def __init__(self, port, name: str):
        self._port = port
        self._name = name

    async def write(self, data) -> None:
        """Hands `data` over; wire time passes at the bench."""
        self._port.stream_write(self._name, data)

    async def read(self, timeout_ms: int) -> bytes:
        """What has come, waiting up to `timeout_ms` for the first byte; b"" when nothing did."""
        return self._port.stream_read(self._name, timeout_ms)


class SimClock:
    """The bench's monotonic clock."""

    def __init__(self, port):
        self._port = port

    def now_ms(self) -> int:
        """Milliseconds since the bench started."""
        return self._port.now_ms()

    async def sleep_ms(self, duration: int) -> None:
        """Lets `duration` milliseconds pass at the bench."""
        self._port.sleep_ms(duration)


class SimRtc:
    """The bench's calendar."""

    def __init__(self, port):
        self._port = port

    def now(self) -> tuple:
        """The date and time as a 6-tuple."""
        return self._port.rtc_now()

    def set(self, time: tuple) -> None:
        """Sets the calendar; a scripted one stays as the script says."""
        self._port.rtc_set(time)
