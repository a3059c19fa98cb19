"""The fiscal memory (БЭП): slots -> records, their CRC, MAC chain, numbers and dates
(docs/storage.md, The fiscal memory)."""

import datetime
import hashlib
import hmac
import struct
from zlib import crc32

from .extents import tile, used
from .findings import Notes
from .model import Extent, MemoryRecord

REGION = "memory"
SLOT = 64
VERSION = 1
IN_FIRST = 4
MOST_CURRENCIES = 10
KINDS = {
    0x17: "manufactured", 0x1B: "paired", 0x1D: "registration", 0x1E: "shift", 0x27: "restart",
    0x2B: "continuation",
}  # fmt: skip
# So often at most the manufacturer's first record was cut off.
_FIRST_TRIES = 64
_BLANK = b"\xff" * SLOT
_EPOCH = datetime.datetime(2000, 1, 1)


def _crc(data: bytes, slot: int, kind: int) -> int:
    return crc32(bytes([kind]), crc32(data[:59], crc32(struct.pack(">H", slot & 0xFFFF))))


def _text(data: bytes) -> str:
    return data.rstrip(b"\0").decode("utf-8", "replace")


def _sums(data: bytes, count: int) -> list[tuple[str, int]]:
    items = [data[at : at + 9] for at in range(0, 9 * count, 9)]
    return [
        (item[:3].decode("ascii", "replace"), int.from_bytes(item[3:], "big")) for item in items
    ]


class Memory:
    """The БЭП in `image`; `key` is the unit's secret, None where it is not known.

    `records` has every slot that was written, in their order, the cut off ones too.
    """

    def __init__(self, image: bytes, key: bytes | None, notes: Notes) -> None:
        self._image = image[: len(image) // SLOT * SLOT]
        self._key = key
        self._notes = notes
        self.records: list[MemoryRecord] = []
        self._data: dict[int, bytes] = {}
        self._kinds: dict[int, int] = {}
        end = -(-used(self._image) // SLOT)
        for slot in range(end):
            data = self._image[slot * SLOT : (slot + 1) * SLOT]
            if data != _BLANK:
                self.records.append(self._read(slot, data))
        if not self.records:
            self._note(None, "blank")
            return
        self._pair_continuations()
        self._chain()
        states = [record.state for record in self.records]
        if "good" not in states and ("damaged" in states or len(states) > _FIRST_TRIES):
            self._note(None, "unreadable", what="БЭП")

    def _note(self, record: MemoryRecord | None, code: str, **values: object) -> None:
        self._notes.add(REGION, record.address if record else None, code, **values)

    # --- one slot

    def _read(self, slot: int, data: bytes) -> MemoryRecord:
        found, crc = data[63], int.from_bytes(data[59:63], "big")
        likely = [kind for kind in KINDS if found & kind == kind]
        kind = next((kind for kind in likely if crc == _crc(data, slot, kind)), None)
        if kind is None or found == 0xFF:
            state = "torn" if any(found != kind for kind in likely) else "damaged"
            number = int.from_bytes(data[:2], "big")
            record = MemoryRecord(slot, number, KINDS.get(found, "?"), state)
            if state == "torn":
                self._note(record, "slot_torn")
            return record
        record = MemoryRecord(slot, int.from_bytes(data[:2], "big"), KINDS[kind], "good")
        self._data[slot] = data[:63] + bytes([kind])
        if found != kind:
            self._note(record, "slot_kind", number=record.number)
        if record.kind != "continuation":
            seconds, record.shift, record.registered, record.restarts = struct.unpack_from(
                ">IHHH", data, 2
            )
            record.time = (_EPOCH + datetime.timedelta(seconds=seconds)).isoformat()
            self._body(record, data[12:51])
        return record

    def _body(self, record: MemoryRecord, body: bytes) -> None:
        if record.kind == "manufactured":
            record.serial, record.model = _text(body[1:14]), _text(body[14:])
            if body[0] != VERSION:
                self._note(record, "version", version=body[0], known=VERSION)
        elif record.kind == "paired":
            record.unit_id = body[:16].hex()
        elif record.kind == "registration":
            record.ordinal, record.unp, record.skko, record.skno = struct.unpack_from(
                ">HIII", body
            )
            record.model = _text(body[14:])
        elif record.kind == "restart":
            record.ordinal = record.restarts
        elif record.kind == "shift":
            record.documents, count = struct.unpack_from(">HB", body)
            if not 0 < count <= MOST_CURRENCIES:
                self._wrong(record, f"валют {count}")
            record.totals = _sums(body[3:], min(count, IN_FIRST))

    def _wrong(self, record: MemoryRecord, what: str) -> None:
        self._note(record, "memory_layout", number=record.number, what=what)

    # --- neighbours

    def _pair_continuations(self) -> None:
        """Currencies five to ten stand in the slot before their shift."""
        waiting: MemoryRecord | None = None
        for record in self.records:
            if record.state == "torn":
                continue
            if record.kind == "continuation" and record.state == "good":
                if waiting:
                    self._note(waiting, "continuation")
                waiting = record
                continue
            count = self._image[record.address + 14]
            wants = record.kind == "shift" and count > IN_FIRST
            fits = waiting is not None and waiting.number == record.number
            if wants and fits and waiting:
                more = self._data[waiting.slot]
                record.totals += _sums(more[4:58], min(count, MOST_CURRENCIES) - IN_FIRST)
                self._kinds[record.slot] = waiting.slot
                waiting = None
            elif wants and record.state == "good":
                self._wrong(record, f"нет валют с пятой по {count}-ю")
            if waiting and record.state == "good":
                self._note(waiting, "continuation")
                waiting = None
        if waiting:
            self._note(waiting, "continuation")

    def _mac(self, before: bytes, slot: int, data: bytes) -> bytes:
        """The MAC that a record should carry behind the one whose MAC is `before`."""
        assert self._key is not None
        more = self._data[self._kinds[slot]][4:58] if slot in self._kinds else b""
        message = before + more + data[:51] + data[63:]
        return hmac.new(self._key, message, hashlib.sha256).digest()[:8]

    def _chain(self) -> None:
        """Numbers, order and MACs in a row; what lies between good records is named."""
        if self._key is None:
            self._note(None, "chain_unchecked")
        links = [bytes(8)]
        expected = 1
        spoilt: list[MemoryRecord] = []
        before: MemoryRecord | None = None
        for record in self.records:
            if record.state == "torn" or (
                record.kind == "continuation" and record.state == "good"
            ):
                continue
            if record.state == "damaged":
                spoilt.append(record)
                links += self._over(links[0], record)
                continue
            self._lost(spoilt, expected, record.number - 1)
            if record.number < expected:
                words = f"номер {record.number} после {expected - 1}"
                self._note(record, "memory_order", what=words)
            data = self._data[record.slot]
            if self._key is not None:
                record.chain = any(
                    self._mac(link, record.slot, data) == data[51:59] for link in links
                )
                if not record.chain:
                    self._note(record, "chain_broken", number=record.number)
            self._order(before, record)
            links, expected, spoilt, before = [data[51:59]], record.number + 1, [], record
        if spoilt:  # at the end
            self._lost(spoilt, expected, expected + len(spoilt) - 1)
        self._paired()

    def _over(self, before: bytes, record: MemoryRecord) -> list[bytes]:
        """What the MAC of a damaged record may have been: as it stands, or as it should be."""
        data = self._image[record.address : record.address + SLOT]
        links = [data[51:59]]
        if self._key is not None:
            links.append(self._mac(before, record.slot, data))
        return links

    def _lost(self, spoilt: list[MemoryRecord], first: int, last: int) -> None:
        """The numbers `first` to `last` are not there: damaged slots, or nothing at all."""
        for record, number in zip(spoilt, range(first, last + 1), strict=False):
            record.number = number
            self._note(record, "slot_damaged", number=number)
        for record in spoilt[max(0, last - first + 1) :]:
            self._note(record, "slot_skipped")  # the same number stands behind it
        first += len(spoilt)
        if first <= last:
            self._note(None, "memory_gap", first=first, last=last)

    def _order(self, before: MemoryRecord | None, record: MemoryRecord) -> None:
        """Days, shift numbers, restarts and registrations never go back."""
        if before is None:
            return
        wrong = []
        if record.time[:10] < before.time[:10]:
            wrong.append(f"дата {record.time[:10]} после {before.time[:10]}")
        step = record.kind == "shift"
        if record.shift < before.shift + step or not step and record.shift != before.shift:
            wrong.append(f"смена {record.shift} после {before.shift}")
        if record.restarts != before.restarts + (record.kind == "restart"):
            wrong.append(f"перезапусков {record.restarts} после {before.restarts}")
        place = record.slot + 1 if record.kind == "registration" else before.registered
        if record.registered != place:
            wrong.append(f"регистрация в позиции {record.registered} вместо {place}")
        if wrong:
            self._note(record, "memory_order", what=f"запись {record.number}: " + ", ".join(wrong))

    def _paired(self) -> None:
        """Is it this key's memory?"""
        for record in self.records:
            if record.kind == "paired" and record.state == "good" and self._key is not None:
                body = self._data[record.slot][12:51]
                owner = hmac.new(self._key, b"pair" + body[:16], hashlib.sha256).digest()[:16]
                if owner != body[16:32]:
                    self._note(record, "key_foreign")

    def extents(self) -> list[Extent]:
        """What every byte of the whole slots is."""
        claims = []
        for record in self.records:
            name = f"{record.state} {record.kind} {record.number}"
            claims.append((record.address, record.address + SLOT, name))
        return tile(self._image, claims, lambda address: "unknown")
