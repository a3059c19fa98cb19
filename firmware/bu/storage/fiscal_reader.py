"""Reading the fiscal memory: its end, its last record, and all of it with the chain checked."""

from micropython import const

from bu.storage.errors import NotFormatted
from bu.storage.fiscal_keeper import FiscalState
from bu.storage.fiscal_records import (
    BROKEN,
    CONTINUATION,
    DAMAGED,
    GOOD,
    IN_FIRST,
    MAC,
    MANUFACTURED,
    PAIRED,
    RECORD,
    REGISTRATION,
    SHIFT,
    TORN,
    VERSION,
    Chain,
    Record,
    judge,
    mac_of,
    unpack_record,
)
from bu.storage.layout import SECTOR, is_blank

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_COUNT = const(4)
_SIZE = const(5)
IN_SECTOR = const(64)  # records of a sector
_IDENTITY = const(64)  # slots in which the manufacturer's records are looked for
_VERSION_AT = const(12)
_CURRENCIES_AT = const(14)
_MAX_DAMAGE = const(32)


class _Found:
    """A record in its slot, with its continuation (b"": it has none)."""

    def __init__(self, slot: int, data: bytes, more: bytes) -> None:
        self.slot = slot
        self.data = data
        self.more = more
        self.record = Record(slot, 0)


class FiscalReader:
    """The reading half of `fiscal_memory.FiscalMemory`."""

    def __init__(self, device, per_shift: int) -> None:
        self._device = device
        self._per_shift = per_shift
        self._slots = 0
        self._buf = bytearray(RECORD)
        self.damage: "list[tuple[str, int]]" = []
        self._forget(b"")

    def _forget(self, key: bytes) -> None:
        self._chain = Chain(key)
        self.damage = []
        self.state = FiscalState(self._per_shift)
        self._sound = True  # the last record and the registration are what the key wrote
        self._end = 0  # first slot that was never written
        self._next = 1  # number of the next record
        self._mac = bytes(MAC)  # of the last record
        self._registered = 0  # 1 + slot of the registration in force

    def open(self, key: bytes) -> FiscalState:
        """Finds the end and checks the last record; writes nothing. `key`: the unit's secret."""
        if self._device.ioctl(_SIZE, 0) != SECTOR:
            raise ValueError("sectors of 4096 bytes are needed")
        self._forget(key)
        sectors = self._device.ioctl(_COUNT, 0)
        self._slots = sectors * IN_SECTOR
        self._end = self._find_end(sectors)
        self._find_identity()
        self._find_last()
        self._count_free()
        return self.state

    def _count_free(self) -> None:
        self.state.free_records = self._slots - self._end

    def _note(self, what: str, slot: int) -> None:
        if (what, slot) not in self.damage and len(self.damage) < _MAX_DAMAGE:
            self.damage.append((what, slot))

    def _load(self, slot: int) -> bytearray:
        """The 64 bytes of a slot, in a buffer that the next call overwrites."""
        self._device.readblocks(slot // IN_SECTOR, self._buf, slot % IN_SECTOR * RECORD)
        return self._buf

    def _judge(self, slot: int) -> int:
        """GOOD, BROKEN or TORN, and the record in the buffer."""
        kind = self._load(slot)[-1]
        verdict = judge(self._buf, slot)
        if self._buf[-1] != kind:
            self._note("kind", slot)
        return verdict

    def _find_end(self, sectors: int) -> int:
        """The slot behind the last one that is not blank.

        A sector that was begun has something in its first slot, or was given up as a whole: so
        the last one of that kind holds the end.
        """
        probe = memoryview(self._buf)[:4]
        for block in range(sectors - 1, -1, -1):
            self._device.readblocks(block, probe, 0)
            if not is_blank(probe):
                slot = (block + 1) * IN_SECTOR
                while is_blank(self._load(slot - 1)):
                    slot -= 1
                return slot
        return 0

    def _find_identity(self) -> None:
        """The manufacturer's two records, which are the first ones."""
        state = self.state
        for slot in range(min(self._end, _IDENTITY)):
            verdict = self._judge(slot)
            if verdict == BROKEN:
                self._note("damaged", slot)
                self._sound = self._sound and state.manufactured  # no serial number, no work
                state.manufactured = True
            if verdict != GOOD or self._buf[-1] == CONTINUATION:
                continue
            version = self._buf[_VERSION_AT]
            if self._buf[-1] == MANUFACTURED and version != VERSION:
                raise NotFormatted("БЭП format %d, this firmware knows %d" % (version, VERSION))
            record = unpack_record(self._buf, slot)
            if record.kind == MANUFACTURED:
                state.manufactured = True
                state.serial, state.model = record.serial, record.model
            elif record.kind == PAIRED:
                state.identity_end = slot + 1
                state.unit_id = record.unit_id
                state.paired = record.owner == self._chain.owner(record.unit_id)
            else:
                return

    def _find_last(self) -> None:
        """Takes over what the last record says of the memory."""
        last, _ = self._before(self._end)
        for slot in range(last.slot + 1 if last else 0, self._end):
            if is_blank(self._load(slot)):
                continue
            broken = self._judge(slot) == BROKEN and self._buf[-1] != CONTINUATION
            self._note("damaged" if broken else "torn", slot)
            self._next += broken
        if last is None:
            return
        state = self.state
        record = last.record
        state.z_number, state.restarts = record.z, record.restarts
        state.last_date_time = record.date_time
        self._next += record.number
        self._mac = mac_of(last.data)
        self._registered = record.place
        linked = not record.fault and self._linked(last)
        if linked and record.kind not in (MANUFACTURED, PAIRED) and not state.unit_id:
            state.paired = True  # the pairing record is broken, yet this key wrote the last one
        if not linked:
            self._distrust("chain", record.slot)
        elif record.place:
            self._find_registration(record.place - 1)

    def _find_registration(self, slot: int) -> None:
        found, _ = self._before(slot + 1)
        if found and found.slot == slot and found.record.kind == REGISTRATION:
            if self._linked(found):
                self.state.registered = True
                self.state.registration = found.record.registration
                self.state.registrations = found.record.ordinal
                return
        self._distrust("damaged", slot)

    def _distrust(self, what: str, slot: int) -> None:
        if self.state.paired:  # with another key nothing fits, and that has a name of its own
            self._sound = False
            self._note(what, slot)

    def _before(self, end: int) -> "tuple[_Found | None, list[_Found]]":
        """The last good record before slot `end`, and the broken ones behind it."""
        spoilt: "list[_Found]" = []
        for slot in range(end - 1, -1, -1):
            verdict = self._judge(slot)
            if verdict == TORN or self._buf[-1] == CONTINUATION:
                continue
            data = bytes(self._buf)
            found = _Found(slot, data, self._continuation(slot, data))
            if verdict == GOOD:
                found.record = unpack_record(data, slot, found.more)
                return found, spoilt
            spoilt.append(found)
        return None, spoilt

    def _continuation(self, slot: int, data: bytes) -> bytes:
        """The continuation that belongs to the record in this slot, b"" if it has none."""
        if data[-1] != SHIFT or data[_CURRENCIES_AT] <= IN_FIRST:
            return b""
        for before in range(slot - 1, -1, -1):
            if self._judge(before) == GOOD:
                fits = self._buf[-1] == CONTINUATION and self._buf[:2] == data[:2]
                return bytes(self._buf) if fits else b""
        return b""

    def _linked(self, found: "_Found") -> bool:
        """True if a record's MAC goes on from the record before it."""
        before, spoilt = self._before(found.slot)
        links = [mac_of(before.data) if before else bytes(MAC)]
        for broken in reversed(spoilt):
            links += self._links_over(links[0], broken)
        return self._fits(links, found)

    def _links_over(self, before: bytes, broken: "_Found") -> list:
        """What the MAC of a broken record may have been: as it stands, or as it should be."""
        return [mac_of(broken.data), self._chain.mac(before, broken.data, broken.more)]

    def _fits(self, links: list, found: "_Found") -> bool:
        mac = mac_of(found.data)
        for link in links:
            if self._chain.mac(link, found.data, found.more) == mac:
                return True
        return False

    # --- reports

    def records(self) -> "Iterator[Record]":
        """Every record in the order of writing, CRC and chain checked; broken ones are named.

        What was cut off while it was written is no record and is passed over.
        """
        links = [bytes(MAC)]
        expected = 1
        spoilt: "list[_Found]" = []
        before = None
        for slot in range(self._end):
            verdict = self._judge(slot)
            if verdict == TORN or self._buf[-1] == CONTINUATION:
                continue
            data = bytes(self._buf)
            found = _Found(slot, data, self._continuation(slot, data))
            if verdict == BROKEN:
                spoilt.append(found)
                links += self._links_over(links[0], found)
                continue
            record = unpack_record(data, slot, found.more)
            if record.number > expected:  # else what is broken did not program, and was repeated
                yield self._gap(spoilt, expected, record)
            if not record.fault and not self._fits(links, found):
                record.fault = "chain"
            if not record.fault and before and not _ordered(before, record):
                record.fault = "order"
            yield record
            links = [mac_of(data)]
            expected = record.number + 1
            spoilt = []
            before = record
        if spoilt:
            yield self._gap(spoilt, expected, None)

    def of_kind(self, kind: int) -> "Iterator[Record]":
        """The whole records of one kind (no SHIFT) in the order of writing, by their CRC alone."""
        for slot in range(self._end):
            if self._load(slot)[-1] & kind != kind:
                continue  # another kind: a bit that was lost only adds to it
            if self._judge(slot) == GOOD and self._buf[-1] == kind:
                yield unpack_record(bytes(self._buf), slot)

    def _gap(self, spoilt: "list[_Found]", number: int, after: "Record | None") -> Record:
        """Stands for lost records: the first one's number, and how many there are."""
        slot = spoilt[0].slot if spoilt else after.slot if after else self._end
        lost = Record(slot, number)
        lost.count = max(len(spoilt), after.number - number if after else 0)
        return lost

    def verify(self) -> "Iterator[tuple[str, int] | None]":
        """Checks everything, one step a record: None for a good one, else (fault, slot)."""
        for record in self.records():
            yield (record.fault, record.slot) if record.fault else None

    def by_dates(self, first: tuple, last: tuple) -> "Iterator[Record]":
        """The records of the days `first` to `last`, and the broken ones among them."""
        return self._between(lambda record: record.date_time[:3], first[:3], last[:3])

    def by_numbers(self, first: int, last: int) -> "Iterator[Record]":
        """The records of shifts `first` to `last`, and what came between them."""
        return self._between(lambda record: record.z, first, last)

    def _between(self, key: "Callable", first, last) -> "Iterator[Record]":
        held = []
        for record in self.records():
            if record.kind == DAMAGED:
                held.append(record)
                continue
            if key(record) < first:
                held = []
                continue
            for lost in held:  # between records of which one at least is in the range
                yield lost
            held = []
            if key(record) > last:
                return
            yield record
        for lost in held:
            yield lost


def _ordered(before: Record, record: Record) -> bool:
    """True if a record's shift number and day may come after those before."""
    if record.date_time[:3] < before.date_time[:3]:
        return False
    return record.z > before.z if record.kind == SHIFT else record.z >= before.z
