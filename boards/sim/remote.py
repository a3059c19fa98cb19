"""The bench's port seen from a MicroPython process: every call goes through a pipe.

    request   operation (1 byte), length of the payload (u32, high byte first), payload
    answer    length (u32), payload

The process asks and the bench answers, one call at a time. What the bench wants of the unit comes
as the answer to NEXT (JSON, empty at the end); the outcome goes back behind DONE, whose payload is
empty, as one line of JSON. Names of regions and attachments are one byte: their place in `NAMES`.
"""

import io
import json
import struct

from micropython import const

NEXT = const(1)
DONE = const(2)
FLASH_READ = const(3)
FLASH_PROGRAM = const(4)
FLASH_ERASE = const(5)
STREAM_WRITE = const(6)
STREAM_READ = const(7)
NOW = const(8)
SLEEP = const(9)
RTC_NOW = const(10)
RTC_SET = const(11)

NAMES = ("journal", "memory", "settings", "skno", "printer", "goods", "host")


class Port:
    """The client: the calls that `bu.hal.sim` makes, over two byte streams."""

    def __init__(self, source, sink):
        self._source = source
        self._sink = sink
        self._head = bytearray(5)
        self._size = bytearray(4)

    def ask(self, operation: int, payload=b"", more=b"") -> bytes:
        """One request and its answer."""
        answer = bytearray(self._request(operation, payload, more))
        self._fill(answer)
        return answer

    def order(self):
        """What the bench wants next, decoded as it comes; None at the end."""
        size = self._request(NEXT, b"", b"")
        return json.load(_Answer(self._fill, size)) if size else None

    def done(self, outcome: dict) -> None:
        """Hands an outcome over, encoded as it goes."""
        struct.pack_into(">BI", self._head, 0, DONE, 0)
        self._sink.write(self._head)
        json.dump(outcome, self._sink)
        self._sink.write(b"\n")
        self._answer_size()

    def _request(self, operation, payload, more) -> int:
        """Sends a request; the size of the answer."""
        struct.pack_into(">BI", self._head, 0, operation, len(payload) + len(more))
        self._sink.write(self._head)
        if payload:
            self._sink.write(payload)
        if more:
            self._sink.write(more)
        return self._answer_size()

    def _answer_size(self) -> int:
        if hasattr(self._sink, "flush"):
            self._sink.flush()
        self._fill(self._size)
        return struct.unpack(">I", self._size)[0]

    def _fill(self, buffer):
        view = memoryview(buffer)
        place = 0
        while place < len(view):
            count = self._source.readinto(view[place:])
            if not count:
                raise SystemExit(3)
            place += count

    def flash_read(self, name, address, buf):
        place = struct.pack(">BII", NAMES.index(name), address, len(buf))
        if self._request(FLASH_READ, place, b"") != len(buf):
            raise SystemExit(3)
        self._fill(buf)

    def flash_program(self, name, address, buf):
        self.ask(FLASH_PROGRAM, struct.pack(">BI", NAMES.index(name), address), buf)

    def flash_erase(self, name, block):
        self.ask(FLASH_ERASE, struct.pack(">BI", NAMES.index(name), block))

    def stream_write(self, name, data):
        self.ask(STREAM_WRITE, struct.pack(">B", NAMES.index(name)), data)

    def stream_read(self, name, timeout_ms):
        return self.ask(STREAM_READ, struct.pack(">BI", NAMES.index(name), timeout_ms))

    def now_ms(self):
        return struct.unpack(">Q", self.ask(NOW))[0]

    def sleep_ms(self, duration):
        self.ask(SLEEP, struct.pack(">I", duration))

    def rtc_now(self):
        return struct.unpack(">HBBBBB", self.ask(RTC_NOW))

    def rtc_set(self, time):
        self.ask(RTC_SET, struct.pack(">HBBBBB", *time))


class _Answer(io.IOBase):
    """An answer of `size` bytes as a stream, so that its JSON is never in memory as a whole."""

    def __init__(self, fill, size):
        self._fill = fill
        self._left = size

    def readinto(self, buf):
        """Fills `buf` as far as the answer goes."""
        count = min(len(buf), self._left)
        self._fill(memoryview(buf)[:count])
        self._left -= count
        return count
