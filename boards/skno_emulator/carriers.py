"""The lines that the СКНО on a second board answers on.

`read()` gives what has come, b"" where nothing did; `write(data)` sends a reply.
"""

import sys
import time

from micropython import const

ADDRESS = const(0x02)
IDLE = const(0xFF)
_RING = const(4096)


class Ring:
    """Bytes from one side to the other, of which one is an interrupt; allocates nothing."""

    def __init__(self):
        self._bytes = bytearray(_RING)
        self._head = 0
        self._tail = 0

    def put(self, byte) -> None:
        """Adds a byte; the oldest is lost where there is no room."""
        self._bytes[self._head] = byte
        self._head = (self._head + 1) & (_RING - 1)

    def get(self) -> int:
        """The next byte, or -1."""
        if self._head == self._tail:
            return -1
        byte = self._bytes[self._tail]
        self._tail = (self._tail + 1) & (_RING - 1)
        return byte


class I2c:
    """An I2C target at 02: a write's bytes come in; a read gives a reply's bytes, FFh behind it.

    Every byte is an interrupt, in which the bus is held. A reply is put whole, so no idle byte can
    stand inside it.
    """

    def __init__(self, make, kind):
        self._in, self._out = Ring(), Ring()
        self._byte = bytearray(1)
        self._kind = kind
        self._target = make(ADDRESS)
        trigger = kind.IRQ_READ_REQ | kind.IRQ_WRITE_REQ
        self._target.irq(self._event, trigger=trigger, hard=True)

    def _event(self, target):
        flags = target.irq().flags()
        byte = self._byte
        if flags & self._kind.IRQ_WRITE_REQ:
            if target.readinto(byte):
                self._in.put(byte[0])
        if flags & self._kind.IRQ_READ_REQ:
            fresh = self._out.get()
            byte[0] = IDLE if fresh < 0 else fresh
            target.write(byte)

    def read(self) -> bytes:
        """What has come."""
        data = bytearray()
        byte = self._in.get()
        while byte >= 0:
            data.append(byte)
            byte = self._in.get()
        return data

    def write(self, data) -> None:
        """A reply."""
        for byte in data:
            self._out.put(byte)


class Uart:
    """A serial line."""

    def __init__(self, uart):
        self._uart = uart

    def read(self) -> bytes:
        """What has come."""
        count = self._uart.any()
        return self._uart.read(count) if count else b""

    def write(self, data) -> None:
        """A reply."""
        self._uart.write(data)


class Usb:
    """The USB serial line, which is the REPL's: who begins with a carriage return wants that."""

    def __init__(self):
        import select

        self._poll = select.poll()
        self._poll.register(sys.stdin.buffer, select.POLLIN)

    def read(self) -> bytes:
        """What has come. KeyboardInterrupt: a return and Ctrl-C or Ctrl-A, as mpremote begins."""
        data = bytearray()
        while self._poll.poll(0):
            byte = sys.stdin.buffer.read(1)
            if not byte:
                raise SystemExit
            data += byte
            if data in (b"\r\x03", b"\r\x01"):
                raise KeyboardInterrupt
        return data

    def write(self, data) -> None:
        """A reply."""
        sys.stdout.buffer.write(data)


def make(lines: dict, wanted: str):
    """(name, line): the one wanted, or the first of the board's."""
    name = wanted if wanted in lines else list(lines)[0]
    settings = dict(lines[name])
    if name == "usb":
        return name, Usb()
    from machine import Pin

    if name == "uart":
        from machine import UART

        number, baudrate = settings.pop("id"), settings.pop("baudrate")
        pins = {"tx": Pin(settings["tx"]), "rx": Pin(settings["rx"])}
        return name, Uart(UART(number, baudrate, rxbuf=settings["rxbuf"], **pins))
    from machine import I2CTarget

    number = settings.pop("id")
    pins = {key: Pin(value) for key, value in settings.items()}
    return name, I2c(lambda address: I2CTarget(number, address, **pins), I2CTarget)


class Clock:
    """Milliseconds that do not wrap."""

    def __init__(self):
        self._last = time.ticks_ms()
        self._passed = 0

    def now_ms(self) -> int:
        """Since this clock was made."""
        now = time.ticks_ms()
        self._passed += time.ticks_diff(now, self._last)
        self._last = now
        return self._passed
