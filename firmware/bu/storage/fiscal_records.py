"""Bytes of the fiscal memory (БЭП, регл. 35): 64-byte records. Integers are high byte first.

A record lies in a slot: slot n is bytes 64 n to 64 n + 63 of the region. Text is UTF-8, filled
with zeros; sums are kopecks; dates are seconds since 2000-01-01.

    offset  size  record
         0     2  number: 1, 2, 3 ...
         2     4  date and time
         6     2  last shift number, in a shift record its own
         8     2  1 + slot of the registration in force (in a registration its own), 0: none
        10     2  restarts so far, in a restart record its own ordinal
        12    39  body, see below
        51     8  MAC: first 8 bytes of the HMAC-SHA256 of: the MAC of the record before (zeros at
                  first), bytes 4-57 of the continuation if there is one, bytes 0-50, the kind
        59     4  CRC-32 of: the slot (2 bytes), bytes 0-58, the kind
        63     1  kind; the last byte: where it is whole, so was the program of the record

    kind               body
    17h MANUFACTURED   format version 1 (1), serial number (13), model (25)
    1Bh PAIRED         unit id (16), HMAC-SHA256 of it, first 16 bytes: whose key fits
    1Dh REGISTRATION   ordinal (2), УНП (4), number in СККО (4), СКНО serial (4), model (25)
    1Eh SHIFT          payment documents (2), number of currencies (1), then up to four times:
                       letters (3), shift's sales (6); the base currency first
    27h RESTART        zeros

A shift with five to ten currencies is a group of two: the continuation first, then the shift
record, which makes it count. A continuation without it counts for nothing.

    offset  size  2Bh CONTINUATION
         0     2  number of the shift record that it belongs to
         2     2  zeros
         4    54  currencies five to ten: letters (3), shift's sales (6)
        58     1  zero
        59     4  CRC-32 as above
        63     1  kind

Kinds have four bits set each: one that was cut off is never another one, and a byte that holds
all bits of none was never cut off.
"""

import struct
from binascii import crc32
from hashlib import sha256

from micropython import const

from bu.fiscal import dates
from bu.storage.fiscal_keeper import Registration

RECORD = const(64)
MANUFACTURED = const(0x17)
PAIRED = const(0x1B)
REGISTRATION = const(0x1D)
SHIFT = const(0x1E)
RESTART = const(0x27)
CONTINUATION = const(0x2B)
DAMAGED = const(0)

GOOD = const(0)
TORN = const(1)
BROKEN = const(2)

VERSION = const(1)
IN_FIRST = const(4)
MAX_CURRENCIES = const(10)
MAX_SUM = const(54975581388799)  # 39-bit roubles and kopecks, as in прил. 2
MAC = const(8)
MAX_SERIAL = const(13)
MAX_MODEL = const(25)
MAX_UNIT = const(16)
_BODY = const(12)
_MAC_AT = const(51)
_CRC_AT = const(59)
_KIND_AT = const(63)
_MORE_AT = const(4)
_MORE_END = const(58)
_KINDS = const(b"\x17\x1b\x1d\x1e\x27\x2b")


class Chain:
    """The keyed MAC that ties each record to the one before it."""

    def __init__(self, key: bytes) -> None:
        key = sha256(key).digest() if len(key) > 64 else key
        key = key + bytes(64 - len(key))
        self._inner = bytes(byte ^ 0x36 for byte in key)
        self._outer = bytes(byte ^ 0x5C for byte in key)

    def hmac(self, *parts: bytes) -> bytes:
        """HMAC-SHA256 of the parts in a row."""
        inner = sha256(self._inner)
        for part in parts:
            inner.update(part)
        outer = sha256(self._outer)
        outer.update(inner.digest())
        return outer.digest()

    def mac(self, before: bytes, record: bytes, more: bytes = b"") -> bytes:
        """The MAC of a record after the one whose MAC is `before`; `more`: its continuation."""
        view = memoryview(record)
        tail = memoryview(more)[_MORE_AT:_MORE_END] if more else b""
        return self.hmac(before, tail, view[:_MAC_AT], view[_KIND_AT:])[:MAC]

    def owner(self, unit_id: bytes) -> bytes:
        """What a pairing record says of the key."""
        return self.hmac(b"pair", unit_id)[:16]


def mac_of(record: bytes) -> bytes:
    """The MAC that a record carries."""
    return bytes(memoryview(record)[_MAC_AT:_CRC_AT])


def crc_of(record: bytes, slot: int) -> int:
    """The CRC that a record in this slot should carry."""
    view = memoryview(record)
    crc = crc32(view[:_CRC_AT], crc32(struct.pack(">H", slot)))
    return crc32(view[_KIND_AT:], crc)


def judge(record: bytearray, slot: int) -> int:
    """GOOD, BROKEN (it was whole once) or TORN (its program was cut off; also a blank one).

    A kind that lacks some of its zeros, in a record that is good otherwise, is put right in
    `record`: either it was cut off in its last byte, or a bit of that byte was lost later.
    """
    found = record[_KIND_AT]
    crc = struct.unpack_from(">I", record, _CRC_AT)[0]
    verdict = BROKEN
    for kind in _KINDS:
        if found & kind != kind:
            continue
        record[_KIND_AT] = kind
        if found != 0xFF and crc == crc_of(record, slot):
            return GOOD
        record[_KIND_AT] = found
        if found != kind:
            verdict = TORN
    return verdict


def padded(text: str, size: int) -> bytes:
    """Text as UTF-8 with zeros behind it; ValueError if it is longer than `size` bytes."""
    data = text.encode()
    if len(data) > size:
        raise ValueError("%r is longer than %d bytes" % (text, size))
    return data + bytes(size - len(data))


def unpadded(data: bytes) -> str:
    """The inverse of `padded`; «?» for what is no text: whether to trust it, the MAC says."""
    end = len(data)
    while end and not data[end - 1]:
        end -= 1
    try:
        return bytes(data[:end]).decode()
    except ValueError:
        return "?"


def pack_sums(totals) -> bytes:
    """Letters and sum of each currency."""
    return b"".join(
        currency.encode() + struct.pack(">HI", total >> 32, total & 0xFFFFFFFF)
        for currency, total in totals
    )


def unpack_sums(data: bytes, count: int) -> list:
    """`count` pairs (currency, kopecks)."""
    totals = []
    for at in range(0, count * 9, 9):
        high, low = struct.unpack_from(">HI", data, at + 3)
        totals.append((unpadded(data[at : at + 3]), high << 32 | low))
    return totals


def pack_registration(it: Registration) -> bytes:
    """The body of its record."""
    numbers = struct.pack(">HIII", it.ordinal, it.unp, it.skko, it.skno)
    return numbers + padded(it.model, MAX_MODEL)


class Record:
    """One record as it is read back.

    SHIFT has `z`, `documents` and `totals` [(currency, kopecks)]; REGISTRATION `registration`;
    RESTART `ordinal`; MANUFACTURED `serial` and `model`; PAIRED `unit_id`. `fault` is "" or
    "damaged" (CRC; of a group: its continuation is missing), "chain" (MAC) or "order" (number or
    date not above those before); a lost record has kind DAMAGED, its number, and `count` if
    several in a row are lost.
    """

    def __init__(self, slot: int, number: int, kind: int = DAMAGED) -> None:
        self.slot = slot
        self.number = number
        self.kind = kind
        self.fault = "damaged" if kind == DAMAGED else ""
        self.count = 1
        self.date_time = (2000, 1, 1, 0, 0, 0)
        self.z = self.documents = self.ordinal = self.restarts = self.place = 0
        self.totals: list = []
        self.registration: "Registration | None" = None
        self.serial = self.model = ""
        self.unit_id = self.owner = b""


def pack_record(kind: int, head: tuple, body: bytes) -> bytearray:
    """A record with its MAC and CRC still to come; `head`: its first five fields."""
    record = bytearray(RECORD)
    struct.pack_into(">HIHHH", record, 0, *head)
    record[_BODY : _BODY + len(body)] = body
    record[_KIND_AT] = kind
    return record


def pack_continuation(number: int, totals) -> bytearray:
    """A continuation with its CRC still to come."""
    record = bytearray(RECORD)
    struct.pack_into(">H", record, 0, number)
    sums = pack_sums(totals)
    record[_MORE_AT : _MORE_AT + len(sums)] = sums
    record[_KIND_AT] = CONTINUATION
    return record


def seal(record: bytearray, mac: bytes) -> None:
    """Puts the MAC into a record."""
    record[_MAC_AT:_CRC_AT] = mac


def place(record: bytearray, slot: int) -> None:
    """Puts the CRC for a slot into a record."""
    struct.pack_into(">I", record, _CRC_AT, crc_of(record, slot))


def _shift(record: Record, body: bytes, more: bytes) -> None:
    record.documents, count = struct.unpack_from(">HB", body)
    record.totals = unpack_sums(body[3:], min(count, IN_FIRST))
    if count > IN_FIRST:
        if more:
            record.totals += unpack_sums(more[_MORE_AT:], count - IN_FIRST)
        else:
            record.fault = "damaged"


def _registration(record: Record, body: bytes, more: bytes) -> None:
    ordinal, unp, skko, skno = struct.unpack_from(">HIII", body)
    model = unpadded(body[14:])
    record.ordinal = ordinal
    record.registration = Registration(ordinal, record.date_time, (unp, skko, skno), model)


def _restart(record: Record, body: bytes, more: bytes) -> None:
    record.ordinal = record.restarts


def _manufactured(record: Record, body: bytes, more: bytes) -> None:
    record.serial, record.model = unpadded(body[1:14]), unpadded(body[14:])


def _paired(record: Record, body: bytes, more: bytes) -> None:
    record.unit_id, record.owner = bytes(body[:16]), bytes(body[16:32])


_BODIES = {
    SHIFT: _shift,
    REGISTRATION: _registration,
    RESTART: _restart,
    MANUFACTURED: _manufactured,
    PAIRED: _paired,
}


def unpack_record(data: bytes, slot: int, more: bytes = b"") -> Record:
    """A whole record (no continuation) as an object; `more` is its continuation, if it has one."""
    number, seconds, z, registered, restarts = struct.unpack_from(">HIHHH", data)
    record = Record(slot, number, data[_KIND_AT])
    record.date_time = dates.from_seconds(seconds)
    record.z, record.place, record.restarts = z, registered, restarts
    _BODIES[record.kind](record, bytes(data[_BODY:_MAC_AT]), more)
    return record
