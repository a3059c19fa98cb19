"""The sectors of a record log, and the records whose header is good (docs/storage.md, The record
log).

Everything is in RAM here, so this reader looks at more than the register does: where no record
follows, it tries every byte up to the sector's end.
"""

import re
import struct
from dataclasses import dataclass
from zlib import crc32

from .findings import Notes

SECTOR = 4096
PAGE = 256
HEADER = 22
HEAD = 9
FRAME = 14
VERSION = 1
MOST_PAYLOAD = 28672
_KIND = re.compile(rb"[\x01-\x3f]")
BLANK = b"\xff" * SECTOR


@dataclass
class Sector:
    """`state`: "good", "named" (no header, records found), "blank", "erased", "aside" (left out by
    the ring), "foreign", "version"."""

    state: str
    sequence: int = 0
    first: int = 0
    erased: int = 0
    number: int = 0


@dataclass
class Raw:
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


class Sectors:
    """The ring in `image`; `label` is "EJ" or "SE". What is wrong with a sector is noted."""

    def __init__(self, image: bytes, label: bytes, region: str, notes: Notes) -> None:
        self._image = image[: len(image) // SECTOR * SECTOR]
        self._label = label
        self._region = region
        self._notes = notes
        self._claims: list[tuple[int, int, str]] = []
        self._index: dict[int, int] = {}
        self._sectors = [self._sector(block) for block in range(len(self._image) // SECTOR)]
        self._map()
        self.readable = bool(self._index)
        if self.readable:
            self._name_sectors()

    def _sector(self, block: int) -> Sector:
        data = self._image[block * SECTOR : (block + 1) * SECTOR]
        if data == BLANK:
            return Sector("blank")
        mark, label, version = struct.unpack_from(">2s2sB", data)
        first, sequence, erased, number, crc = struct.unpack_from(">HIIHI", data, 6)
        if mark != b"BU" or crc32(data[:18]) != crc:
            return Sector("erased")
        if label != self._label:
            return Sector("foreign")
        if version != VERSION:
            return Sector("version", number=version)
        return Sector("good", sequence, first, erased, number)

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

    def _ends_in(self, sequence: int) -> list[Raw]:
        """The log's last record, where it is whole and ends in this sector."""
        last = self._walk()[-1:]
        return [
            raw for raw in last
            if raw.whole
            and advance(raw.position, raw.length + FRAME - 1) // SECTOR == sequence
        ]  # fmt: skip

    def fetch(self, position: int, count: int) -> bytes:
        """Bytes of the record stream; FFh where no sector is."""
        pieces = []
        while count > 0:
            sequence, offset = divmod(position, SECTOR)
            size = min(count, SECTOR - offset)
            block = self._index.get(sequence)
            if block is None:
                pieces.append(BLANK[:size])
            else:
                start = block * SECTOR + offset
                pieces.append(self._image[start : start + size])
            count -= size
            position = (sequence + 1) * SECTOR + HEADER
        return b"".join(pieces)

    def _record(self, position: int) -> Raw | None:
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
        return Raw(position, kind, length, number, whole, rest[-1])

    def _search(self, position: int) -> Raw | None:
        """The first record at or after this position in its sector, every byte tried."""
        sequence, offset = divmod(position, SECTOR)
        block = self._index[sequence]
        for match in _KIND.finditer(self._image, block * SECTOR + offset, (block + 1) * SECTOR):
            raw = self._record(sequence * SECTOR + match.start() % SECTOR)
            if raw:
                return raw
        return None

    def _walk(self) -> list[Raw]:
        """All records with a good header in the order of writing."""
        found: list[Raw] = []
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

    def address(self, position: int) -> int:
        """Where this position is in the region, -1 where its sector is gone."""
        block = self._index.get(position // SECTOR)
        return -1 if block is None else block * SECTOR + position % SECTOR

    def wear(self) -> tuple[int, int]:
        """Fewest and most erases of a sector in use."""
        erased = [sector.erased for sector in self._sectors if sector.state == "good"]
        return (min(erased), max(erased)) if erased else (0, 0)

    def _note(self, block: int, code: str, **values: object) -> None:
        self._notes.add(self._region, block * SECTOR, code, sector=block, **values)
