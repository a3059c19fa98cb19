"""Frames and packets between a register and its СКНО, as the СКНО reads and writes them.

    регл. 70, 71; прил. 2 табл. 8

Every control sequence is 17h and one more byte; inside a packet a 17h of the data is followed by
the inserted byte 12h. A packet between STX and ETX, inserted bytes taken out:

    offset  bytes  field
    0       4      sender's address, high byte first
    4       4      receiver's address
    8       1      command, or the command answered
    9       2      data bytes in this packet, before insertion
    11      2      packets in all, 1 and more
    13      2      number of this packet, 1 and more
    15      n      data
    15 + n  2      CRC-16 over all before it, high byte first

The CRC comes from crcmod: nothing here is shared with the firmware.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import crcmod

LEAD = 0x17
INSERTED = 0x12
STX_CODE, ETX_CODE = 0x13, 0x05
STX, ETX = bytes([LEAD, STX_CODE]), bytes([LEAD, ETX_CODE])
ACK, NAK, EOT = b"\x17\xaa", b"\x17\x07", b"\x17\x04"
REQ, SOH = b"\x17\x33", b"\x17\x02"
CONTROLS = {0xAA: "ack", 0x07: "nak", 0x04: "eot", 0x33: "req", 0x02: "soh"}

HEADER_BYTES = 15
CRC_BYTES = 2
MAX_STUFFED_DATA = 1024

Crc = Callable[[bytes], int]


class Packet(NamedTuple):
    """One packet's fields."""

    sender: int
    receiver: int
    command: int
    length: int
    total: int
    number: int
    data: bytes


class Event(NamedTuple):
    """What came in: `kind` is ack, nak, eot, req, soh, frame (body of a packet) or broken."""

    kind: str
    body: bytes = b""
    start_ms: int = 0


def crc16(start: int) -> Crc:
    """x^16 + x^12 + x^5 + 1, high bit first, no final xor, from `start`."""
    crc: Crc = crcmod.mkCrcFun(0x11021, initCrc=start, rev=False, xorOut=0)
    return crc


def stuff(raw: bytes) -> bytes:
    """Puts the inserted byte behind every 17h."""
    return raw.replace(b"\x17", b"\x17\x12")


def build(packet: Packet, crc: Crc, crc_xor: int = 0) -> bytes:
    """STX to ETX. The packet's own `length` is sent as it is; `crc_xor` spoils the CRC."""
    body = b"".join((
        packet.sender.to_bytes(4, "big"), packet.receiver.to_bytes(4, "big"),
        bytes([packet.command]), packet.length.to_bytes(2, "big"),
        packet.total.to_bytes(2, "big"), packet.number.to_bytes(2, "big"), packet.data))
    return STX + stuff(body + (crc(body) ^ crc_xor).to_bytes(2, "big")) + ETX


def parse(body: bytes, crc: Crc) -> tuple[Packet | None, str]:
    """A packet's body -> (packet, "") or (None, what the sender did wrong).

    "" beside None: noise on the wire, which is nobody's fault.
    """
    inner = body[:-CRC_BYTES]
    noise = crc(inner) != int.from_bytes(body[-CRC_BYTES:], "big")
    if noise or len(inner) < HEADER_BYTES:
        return None, ""
    words = [int.from_bytes(inner[a:b], "big")
             for a, b in ((0, 4), (4, 8), (8, 9), (9, 11), (11, 13), (13, 15))]
    sender, receiver, command, length, total, number = words
    packet = Packet(sender, receiver, command, length, total, number, inner[HEADER_BYTES:])
    if packet.length != len(packet.data):
        return None, f"length field {packet.length}, data bytes {len(packet.data)}"
    stuffed = len(stuff(packet.data))
    if stuffed > MAX_STUFFED_DATA:
        return None, f"{stuffed} data bytes after insertion"
    return packet, ""


class FrameReader:
    """Bytes -> events. Garbage between frames is skipped; nothing raises."""

    LIMIT = HEADER_BYTES + 4 * MAX_STUFFED_DATA

    def __init__(self) -> None:
        self._body: bytearray | None = None
        self._led = False
        self._start_ms = 0

    def feed(self, data: bytes, now_ms: int) -> Iterator[Event]:
        """Events in the order of the bytes. Bytes of a frame may come in any pieces."""
        for byte in data:
            if self._led:
                self._led = False
                yield from self._pair(byte, now_ms)
            elif byte == LEAD:
                self._led = True
            elif self._body is not None:
                yield from self._append(byte)

    def _pair(self, byte: int, now_ms: int) -> Iterator[Event]:
        inside = self._body is not None
        if byte == STX_CODE:
            self._body, self._start_ms = bytearray(), now_ms
        elif inside and byte == INSERTED:
            yield from self._append(LEAD)
        elif inside and byte == ETX_CODE:
            body, self._body = bytes(self._body or b""), None
            yield Event("frame", body, self._start_ms)
        elif byte in CONTROLS:
            self._body = None
            yield Event(CONTROLS[byte], start_ms=now_ms)
        elif byte == LEAD:
            self._led = True
        else:
            self._body = None
            if inside:
                yield Event("broken", start_ms=self._start_ms)

    def _append(self, byte: int) -> Iterator[Event]:
        assert self._body is not None
        self._body.append(byte)
        if len(self._body) > self.LIMIT:
            self._body = None
            yield Event("broken", start_ms=self._start_ms)
