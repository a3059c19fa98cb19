"""The record log of journal and settings, read from an image (docs/storage.md, The record log).

Everything is in RAM here, so this reader looks at more than the register does: where no record
follows, it tries every byte up to the sector's end. It never raises; what is wrong becomes a
finding or a record with its state.
"""

import re
import struct
from bisect import bisect
from dataclasses import dataclass
from zlib import crc32

from .extents import tile
from .findings import Notes
from .model import Extent, LogRecord

SECTOR = 4096
PAGE = 256
HEADER = 22
HEAD = 9
FRAME = 14
VERSION = 1
MOST_PAYLOAD = 28672
# So many sectors are erased ahead for the longest document.
MOST_AHEAD = 8
BROKEN = "cut off or broken bytes"
_KIND = re.compile(rb"[\x01-\x3f]")
_BLANK = b"\xff" * SECTOR


@dataclass
class _Sector:
    """`state`: "good", "named" (no header, records found), "blank", "erased", "aside" (left out by
    the ring), "foreign", "version"."""

    state: str
    sequence: int = 0
    first: int = 0
    erased: int = 0
    number: int = 0


@dataclass
class _Raw:
    """A record whose header is good; `whole` as its contents' CRC says, `final` its last byte."""

    position: int
    kind: int
    length: int
    number: int
    whole: bool
    final: int


def advance(position: int, count: int) -> int:
    """The position `count` bytes of the record stream further on; never a sector's end."""
    sequence, offset = divmod(position, SECTOR)
    sectors, rest = divmod(offset - HEADER + count, SECTOR - HEADER)
    return (sequence + sectors) * SECTOR + HEADER + rest


class Log:
    """A log in `image`; `label` is "EJ" or "SE". `records` are in the order of writing.

    `readable` is False where there is no log at all; the reason is among the findings.

    A cut may leave the sector half-erased whose turn it was. Where the oldest sector looks like
    that, what begins before the position `boundary` may be incomplete (else `boundary` is 0).
    """

    def __init__(self, image: bytes, label: bytes, region: str, notes: Notes) -> None:
        self._image = image[: len(image) // SECTOR * SECTOR]
        self._label = label
        self._region = region
        self._notes = notes
        self._claims: list[tuple[int, int, str]] = []
        self._index: dict[int, int] = {}
        self.records: list[LogRecord] = []
        self.boundary = 0
        self._sectors = [self._sector(block) for block in range(len(self._image) // SECTOR)]
        self._map()
        self.readable = bool(self._index)
        if self.readable:
            self._name_sectors()
            self._judge(self._walk())
        # What every byte of the whole sectors is.
        self.extents = tile(self._image, self._claims, self._what)
        if self.readable:
            self._left_over()
            self._find_boundary()
        else:
            self._nothing()

    # --- sectors

    def _sector(self, block: int) -> _Sector:
        data = self._image[block * SECTOR : (block + 1) * SECTOR]
        if data == _BLANK:
            return _Sector("blank")
        mark, label, version = struct.unpack_from(">2s2sB", data)
        first, sequence, erased, number, crc = struct.unpack_from(">HIIHI", data, 6)
        if mark != b"BU" or crc32(data[:18]) != crc:
            return _Sector("erased")
        if label != self._label:
            return _Sector("foreign")
        if version != VERSION:
            return _Sector("version", number=version)
        return _Sector("good", sequence, first, erased, number)

    def _map(self) -> None:
        """Which sector holds which sequence."""
        for block, sector in enumerate(self._sectors):
            if sector.state != "good":
                continue
            if sector.sequence in self._index or not 0 < sector.sequence:
                sector.state = "aside"
                self._note(block, "sequence", sequence=sector.sequence)
                continue
            self._index[sector.sequence] = block
            self._claims.append((block * SECTOR, block * SECTOR + HEADER, "sector header"))
        self._set_aside()
        self._complain("version")
        self._complain("foreign")

    def _complain(self, state: str) -> None:
        """One finding for all the sectors that are not of this log."""
        blocks = [block for block, sector in enumerate(self._sectors) if sector.state == state]
        if blocks:
            self._notes.add(
                self._region, blocks[0] * SECTOR, state, count=len(blocks),
                first=blocks[0] * SECTOR, version=self._sectors[blocks[0]].number, known=VERSION,
            )  # fmt: skip

    def _ring(self) -> list[int]:
        """The sectors in the order of the ring, the newest one last."""
        count = len(self._sectors)
        newest = self._index[max(self._index)]
        return [(newest + 1 + step) % count for step in range(count)]

    def _set_aside(self) -> None:
        """A sector that did not erase or program keeps its old contents in the middle of newer."""
        highest = 0
        for block in self._ring() if self._index else ():
            sequence = self._sequence(block)
            if 0 < sequence < highest:
                self._sectors[block].state = "aside"
                del self._index[sequence]
                self._note(block, "aside")
            highest = max(highest, sequence)

    def _nothing(self) -> None:
        """Why there is no log."""
        states = {sector.state for sector in self._sectors}
        if states <= {"blank"}:
            self._notes.add(self._region, None, "blank")
        elif states <= {"blank", "erased"} and all(
            self._image[block * SECTOR + HEADER : (block + 1) * SECTOR] == _BLANK[HEADER:]
            for block in range(len(self._sectors))
        ):
            self._notes.add(self._region, None, "unformatted")
        elif "version" not in states:
            self._notes.add(self._region, None, "unreadable", what=self._label.decode())

    def _name_sectors(self) -> None:
        """Sectors without a good header: half-erased, or in use under a sequence of the ring."""
        # The one behind the newest comes first: it may be its successor.
        for block in self._ring():
            if self._sectors[block].state != "erased":
                continue
            before, after = self._sequence(block - 1), self._sequence(block + 1)
            for sequence in dict.fromkeys((before and before + 1, after and after - 1)):
                fits = 0 < sequence <= max(self._index) + 1 and sequence not in self._index
                if fits and self._take_in(block, sequence, before + 2 == after):
                    break
            else:
                self._note(block, "erase")

    def _sequence(self, block: int) -> int:
        """The sequence that a sector of the ring has, 0: none."""
        sector = self._sectors[block % len(self._sectors)]
        return sector.sequence if sector.state in ("good", "named") else 0

    def _take_in(self, block: int, sequence: int, middle: bool) -> bool:
        """Reads a sector without header under this sequence, if its contents agree."""
        self._index[sequence] = block
        found = []
        at = sequence * SECTOR + HEADER
        while at // SECTOR == sequence:
            raw = self._search(at)
            if raw is None:
                break
            found.append(raw)
            at = advance(raw.position, raw.length + FRAME)
        if sequence == max(self._index) and not found:
            found = self._ends_in(sequence)
        if middle or found:
            sector = self._sectors[block]
            sector.state, sector.sequence = "named", sequence
            self._claims.append((block * SECTOR, block * SECTOR + HEADER, "damaged header"))
            return True
        del self._index[sequence]
        return False

    def _ends_in(self, sequence: int) -> list[_Raw]:
        """The log's last record, where it is whole and ends in this sector."""
        last = self._walk()[-1:]
        return [
            raw for raw in last
            if raw.whole
            and advance(raw.position, raw.length + FRAME - 1) // SECTOR == sequence
        ]  # fmt: skip

    # --- records

    def fetch(self, position: int, count: int) -> bytes:
        """Bytes of the record stream; FFh where no sector is."""
        pieces = []
        while count > 0:
            sequence, offset = divmod(position, SECTOR)
            size = min(count, SECTOR - offset)
            block = self._index.get(sequence)
            if block is None:
                pieces.append(_BLANK[:size])
            else:
                start = block * SECTOR + offset
                pieces.append(self._image[start : start + size])
            count -= size
            position = (sequence + 1) * SECTOR + HEADER
        return b"".join(pieces)

    def _record(self, position: int) -> _Raw | None:
        """The record whose header is here."""
        head = self.fetch(position, HEAD)
        kind, length, number, crc = struct.unpack(">BHHI", head)
        if not 0 < kind < 64 or length > MOST_PAYLOAD:
            return None
        seed = crc32(struct.pack(">IH", *divmod(position, SECTOR)))
        if crc32(head[:5], seed) != crc:
            return None
        rest = self.fetch(advance(position, HEAD), length + 5)
        whole = crc32(rest[:length], crc) == int.from_bytes(rest[length:-1], "big")
        return _Raw(position, kind, length, number, whole, rest[-1])

    def _search(self, position: int) -> _Raw | None:
        """The first record at or after this position in its sector, every byte tried."""
        sequence, offset = divmod(position, SECTOR)
        block = self._index[sequence]
        for match in _KIND.finditer(self._image, block * SECTOR + offset, (block + 1) * SECTOR):
            raw = self._record(sequence * SECTOR + match.start() % SECTOR)
            if raw:
                return raw
        return None

    def _walk(self) -> list[_Raw]:
        """All records with a good header in the order of writing."""
        found: list[_Raw] = []
        at = 0
        for sequence in sorted(self._index):
            sector = self._sectors[self._index[sequence]]
            if at // SECTOR < sequence:
                at = sequence * SECTOR + max(sector.first, HEADER)
            while at // SECTOR == sequence:
                raw = self._record(at) or self._search(at)
                if raw is None:
                    break
                found.append(raw)
                at = advance(raw.position, raw.length + FRAME)
        return found

    def _judge(self, found: list[_Raw]) -> None:
        """What each record is worth, and where some are missing."""
        sector = self._sectors[self._index[min(self._index)]]
        expected = sector.number if sector.state == "good" else found[0].number if found else 0
        for index, raw in enumerate(found):
            after = found[index + 1] if index + 1 < len(found) else None
            missing = (raw.number - expected) & 0xFFFF
            if missing and missing != 0xFFFF:
                self._keep(_Raw(raw.position, 0, missing, expected, False, 0), "lost")
            expected = (raw.number + 1) & 0xFFFF
            if after and after.number == raw.number:
                state = "replaced" if raw.whole else "torn"
            elif raw.whole:
                state = "good"
            else:
                state = "damaged" if after or raw.final == 0 else "torn"
            self._keep(raw, state)

    def _keep(self, raw: _Raw, state: str) -> None:
        address = self.address(raw.position)
        record = LogRecord(address, raw.position, raw.number, raw.kind, raw.length, state)
        self.records.append(record)
        if state in ("torn", "replaced"):
            self._notes.add(self._region, address, state, number=raw.number)
        if state != "lost":
            record.payload = self.fetch(advance(raw.position, HEAD), raw.length)
            self._claim(raw.position, raw.length + FRAME, f"{state} record {raw.number}")

    def address(self, position: int) -> int:
        """Where this position is in the region, -1 where its sector is gone."""
        block = self._index.get(position // SECTOR)
        return -1 if block is None else block * SECTOR + position % SECTOR

    # --- every byte

    def _claim(self, position: int, count: int, what: str) -> None:
        while count > 0:
            sequence, offset = divmod(position, SECTOR)
            size = min(count, SECTOR - offset)
            address = self.address(position)
            if address >= 0:
                self._claims.append((address, address + size, what))
            count -= size
            position = (sequence + 1) * SECTOR + HEADER

    def _left_over(self) -> None:
        """What stands in the log's sectors besides records: cut off, or lost."""
        newest = max(self._index)
        positions = [record.position for record in self.records]
        missing = {record.position for record in self.records if record.state == "lost"}
        for extent in self.extents:
            if extent.what != BROKEN:
                continue
            sequence = self._sectors[extent.start // SECTOR].sequence
            position = sequence * SECTOR + extent.start % SECTOR
            place = bisect(positions, position)
            if place < len(positions):
                torn = positions[place] not in missing
            else:
                torn = sequence < newest or self._only_heads(extent)
            if torn:
                self._notes.add(self._region, extent.start, "torn")
            elif place == len(positions):
                number = self.records[-1].number + 1 if self.records else 0
                self._keep(_Raw(position, 0, 1, number & 0xFFFF, False, 0), "lost")
                return

    def _only_heads(self, extent: Extent) -> bool:
        """True where no page holds more than a header that was cut off."""
        for start in range(extent.start // PAGE * PAGE, extent.end, PAGE):
            page = self._image[max(start, extent.start) : min(start + PAGE, extent.end)]
            if len(page.strip(b"\xff")) > HEAD:
                return False
        return True

    def _find_boundary(self) -> None:
        """Does the oldest sector look half-erased? Else a header without CRC was damaged."""
        oldest, newest = min(self._index), max(self._index)
        place = self._ring().index(self._index[oldest])
        ahead = [self._sectors[block].state for block in self._ring()[:place]]
        later = (item.position for item in self.records if item.position // SECTOR > oldest)
        after = min(later, default=(newest + 1) * SECTOR)
        broken = any(
            item.position <= after and item.state in ("damaged", "lost")
            and (item.state == "lost" or item.position // SECTOR == oldest)
            for item in self.records
        )  # fmt: skip
        named = self._sectors[self._index[oldest]].state == "named"
        erasable = len(ahead) <= MOST_AHEAD and set(ahead) <= {"blank", "erased", "aside"}
        if oldest < newest and erasable and (broken or named):
            self.boundary = after

    def note_headers(self, trusted: bool) -> None:
        """Findings for the sectors that had to be named; `trusted`: the oldest one is needed."""
        for block, sector in enumerate(self._sectors):
            if sector.state != "named":
                continue
            oldest = self.boundary and sector.sequence == min(self._index)
            self._note(block, "erase" if oldest and not trusted else "header")


    def _what(self, address: int) -> str:
        """A name for bytes that no record and no header claimed."""
        sector = self._sectors[address // SECTOR]
        if sector.state == "erased":
            return "half-erased sector"
        if sector.state in ("foreign", "version", "aside"):
            return f"{sector.state} sector"
        if self._is_rest(sector, address % SECTOR):
            return "rest of an overwritten record"
        return BROKEN

    def _is_rest(self, sector: _Sector, offset: int) -> bool:
        """True for the end of a record whose beginning was erased."""
        begun = sector.sequence - 1 in self._index
        return not begun and offset < sector.first

    def wear(self) -> tuple[int, int]:
        """Fewest and most erases of a sector in use."""
        erased = [sector.erased for sector in self._sectors if sector.state == "good"]
        return (min(erased), max(erased)) if erased else (0, 0)

    def _note(self, block: int, code: str, **values: object) -> None:
        self._notes.add(self._region, block * SECTOR, code, sector=block, **values)
