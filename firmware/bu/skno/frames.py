"""Control pairs, byte insertion and the incremental receiver (регл. 70).

Every control symbol is 17h and one more byte:

    17h 13h  STX  a packet begins        17h AAh  ACK  packet taken
    17h 05h  ETX  a packet ends          17h 07h  NAK  packet damaged, send it again
    17h 33h  REQ  asks for the status    17h 04h  EOT  command refused
    17h 02h  SOH  two status bytes       17h 12h       data byte 17h inside a packet

A status is SOH, byte 1, byte 0, and then ETX (nothing more), EOT (the command was wrong) or STX
(an answer follows at once: its body and ETX). The status bytes stand outside of packets: the
receiver takes a 17h in them with or without the inserted 12h. No reading is ambiguous, because a
status is two bytes and a closing pair.

The receiver never raises, whatever comes in; it holds one buffer of a fixed size and starts anew
at the next STX or SOH, in the middle of anything.
"""

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = const(0x17)
INSERTED = const(0x12)

STX = const(0x13)
ETX = const(0x05)
ACK = const(0xAA)
NAK = const(0x07)
EOT = const(0x04)
REQ = const(0x33)
SOH = const(0x02)

# Events besides ACK, NAK, EOT and REQ, which stand for themselves.
STATUS = const(0x100)
PACKET = const(0x101)
BAD = const(0x102)

_IDLE = const(0)
_STATUS = const(1)
_BODY = const(2)

# Both status bytes stuffed and the closing pair.
_STATUS_MOST = const(6)
_MARK_BYTE = const(b"\x17")


def fit(buf: bytearray, start: int, end: int, limit: int) -> int:
    """How many bytes of buf[start:end] become at most `limit` bytes after insertion."""
    at = start
    while True:
        # Up to the next 17h every byte costs one.
        found = buf.find(_MARK_BYTE, at, min(end, at + limit))
        if found < 0:
            return min(end, at + limit) - start
        limit -= found - at + 2
        if limit < 0:
            return found - start
        at = found + 1


def stuff(source: bytearray, start: int, end: int, target: bytearray, at: int) -> int:
    """Copies source[start:end] to target[at:] with 12h behind each 17h; the place after it.

    Source and target may be one buffer as long as the copy does not overtake what is to be read.
    """
    view = memoryview(target)
    data = memoryview(source)
    while start < end:
        found = source.find(_MARK_BYTE, start, end)
        stop = end if found < 0 else found + 1
        view[at : at + stop - start] = data[start:stop]
        at += stop - start
        start = stop
        if found >= 0:
            target[at] = INSERTED
            at += 1
    return at


class Receiver:
    """Bytes in, events out; `capacity` is the longest packet body taken, without insertion."""

    def __init__(self, capacity: int):
        self._body = bytearray(capacity)
        self._view = memoryview(self._body)
        self._held = bytearray(_STATUS_MOST)
        self.reset()

    def reset(self) -> None:
        """Forgets a half-received frame."""
        self._state = _IDLE
        self._marked = False
        self._size = 0
        self._bad = ""

    def feed(self, data: "bytes | bytearray | memoryview") -> "Iterator":
        """Yields (event, value) for what `data` completes; iterate to the end.

        ACK, NAK, EOT, REQ: value None. STATUS: (byte 1, byte 0, ETX | EOT | STX). PACKET: the body
        as a memoryview, valid until the next step. BAD: why a packet ended without being one.
        """
        for byte in data:
            if self._state == _STATUS:
                yield from self._status_byte(byte)
                continue
            if not self._marked:
                if byte == MARK:
                    self._marked = True
                elif self._state == _BODY:
                    self._store(byte)
                continue
            event = self._pair(byte)
            if event is not None:
                yield event

    def _pair(self, byte):
        """The byte after a 17h outside of status bytes."""
        # 17h 17h: the first one was noise or lost its second byte; the second may begin a pair.
        self._marked = byte == MARK
        if byte == STX:
            self._begin(_BODY)
        elif byte == SOH:
            self._begin(_STATUS)
        elif self._state == _BODY:
            return self._body_pair(byte)
        elif byte in (ACK, NAK, EOT, REQ):
            return byte, None
        return None

    def _body_pair(self, byte):
        if byte == INSERTED:
            self._store(MARK)
        elif byte == ETX:
            self._state = _IDLE
            if self._bad:
                return BAD, self._bad
            return PACKET, self._view[: self._size]
        else:
            # Damage, or the end was lost: no ACK is read out of it before the next frame.
            self._bad = "pair"
        return None

    def _begin(self, state):
        self._state = state
        self._marked = False
        self._size = 0
        self._bad = ""

    def _store(self, byte):
        if self._size < len(self._body):
            self._body[self._size] = byte
            self._size += 1
        else:
            self._bad = "length"

    def _status_byte(self, byte):
        held = self._held
        held[self._size] = byte
        self._size += 1
        size = self._size
        if size >= 4 and held[size - 2] == MARK and held[size - 1] in (ETX, EOT, STX):
            status = _status_bytes(held, size - 2)
            if status is not None:
                follow = held[size - 1]
                self._begin(_BODY if follow == STX else _IDLE)
                return ((STATUS, (status[0], status[1], follow)),)
        if size < _STATUS_MOST:
            return ()
        # No status: a frame may have begun among these bytes.
        again = bytes(held)
        self._begin(_IDLE)
        return self.feed(again)


def _status_bytes(held, size):
    """The two status bytes in held[:size], each 17h with or without its 12h; None: not two."""
    first, at = held[0], 1
    if first == MARK and size > 2 and held[1] == INSERTED:
        at = 2
    second = held[at]
    at += 1
    if second == MARK and size > at and held[at] == INSERTED:
        at += 1
    return (first, second) if at == size else None
