"""Packets: header, CRC and the cutting of a message into packets (регл. 70, прил. 2 табл. 8).

    bytes  field                                      inserted 12h counts
    2      STX                                        -
    4      sender: registration number in СККО        outside the limit
    4      receiver: serial number of the СКНО        outside the limit
    1      command                                    outside the limit
    2      length of this packet's data, before insertion
    2      packets of the message, 1 at least
    2      number of this packet, from 1
    n      data                                       at most 1024 bytes after insertion
    2      CRC-16 of header and data, before insertion
    2      ETX

All numbers are high byte first; an answer swaps the addresses. A message is read piecewise from
its source (the journal) and stands nowhere as a whole: a first pass counts the packets, and the
same code then builds each of them, so count and packets cannot disagree.

A source has `readinto(offset, view)`, which fills the memoryview from that byte of the message on.
"""

import struct

from micropython import const

from bu.skno import crc, frames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

HEADER = ">IIBHHH"
HEADER_SIZE = const(15)
CRC_SIZE = const(2)
DATA_SIZE = const(1024)

# STX, a header of nothing but 17h.
_DATA_AT = const(2 + 2 * HEADER_SIZE)
_DATA_END = const(_DATA_AT + DATA_SIZE)
_FRAME_SIZE = const(_DATA_END + 2 * CRC_SIZE + 2)


class Sender:
    """Builds the packets of one message at a time, each in the one buffer.

    `limit`: most data bytes of a packet, after insertion. A noisy line lets small ones through.
    """

    def __init__(self, crc_start: int):
        crc.use_native()
        self.crc_start = crc_start
        self.limit = DATA_SIZE
        self.skko_number = 0
        self.skno_serial = 0
        self.total = 0
        self._buffer = bytearray(_FRAME_SIZE)
        self._view = memoryview(self._buffer)
        self._head = bytearray(HEADER_SIZE)
        self._offset = 0
        self._number = 0

    def open(self, command: int, size: int, source: "Any") -> None:
        """Begins a message of `size` data bytes and counts its packets (`total`)."""
        self._command = command
        self._size = size
        self._source = source
        self.rewind()

    def rewind(self) -> None:
        """Back to the first packet; all are cut anew."""
        self._offset = 0
        self.total = 1
        while self._load() < self._size - self._offset:
            self._offset += self._loaded
            self.total += 1
        self._offset = 0
        self._number = 0

    def next(self) -> memoryview:
        """The next packet as a whole frame, valid until the next call; b"" after the last one."""
        if self._number == self.total:
            return self._view[:0]
        self._number += 1
        size = self._load()
        self._offset += size
        return self._frame(size)

    def last(self) -> bool:
        """True when the packet built last is the message's last one."""
        return self._number == self.total

    def _load(self):
        """Reads the data of the packet at the offset to the right end of the buffer; its size.

        At the right end, because the frame is then built from the left in the same buffer.
        """
        most = min(self.limit, self._size - self._offset)
        start = _DATA_END - most
        if most:
            self._source.readinto(self._offset, self._view[start:_DATA_END])
        size = frames.fit(self._buffer, start, _DATA_END, self.limit)
        if size < most:
            self._view[_DATA_END - size : _DATA_END] = self._view[start : start + size]
        self._loaded = size
        return size

    def _frame(self, size):
        head, buffer = self._head, self._buffer
        struct.pack_into(
            HEADER, head, 0, self.skko_number, self.skno_serial, self._command,
            size, self.total, self._number,
        )  # fmt: skip
        start = _DATA_END - size
        check = crc.update(self._view[start:_DATA_END], crc.update(head, self.crc_start))
        buffer[0] = frames.MARK
        buffer[1] = frames.STX
        at = frames.stuff(head, 0, HEADER_SIZE, buffer, 2)
        at = frames.stuff(buffer, start, _DATA_END, buffer, at)
        head[0] = check >> 8
        head[1] = check & 0xFF
        at = frames.stuff(head, 0, CRC_SIZE, buffer, at)
        buffer[at] = frames.MARK
        buffer[at + 1] = frames.ETX
        return self._view[: at + 2]


def parse(body: memoryview, crc_start: int) -> "tuple | None":
    """(sender, receiver, command, total, number, data) of a packet body, or None if it is damaged.

    Damaged: too short, a wrong CRC, or a length field that disagrees. `data` is a view of `body`.
    """
    end = len(body) - CRC_SIZE
    if end < HEADER_SIZE:
        return None
    if crc.update(body[:end], crc_start) != body[end] << 8 | body[end + 1]:
        return None
    sender, receiver, command, length, total, number = struct.unpack_from(HEADER, body, 0)
    if length != end - HEADER_SIZE:
        return None
    return sender, receiver, command, total, number, body[HEADER_SIZE:end]
