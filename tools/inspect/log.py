"""The record log of journal and settings, read from an image (docs/storage.md, The record log).

It never raises; what is wrong becomes a finding or a record with its state.
"""

from bisect import bisect

from .extents import tile
from .findings import Notes
from .log_sectors import BLANK, FRAME, HEAD, HEADER, PAGE, SECTOR, Raw, Sector, Sectors, advance
from .model import Extent, LogRecord

# So many sectors are erased ahead for the longest document.
MOST_AHEAD = 8
BROKEN = "cut off or broken bytes"


class Log(Sectors):
    """A log in `image`; `label` is "EJ" or "SE". `records` are in the order of writing.

    `readable` is False where there is no log at all; the reason is among the findings.

    A cut may leave the sector half-erased whose turn it was. Where the oldest sector looks like
    that, what begins before the position `boundary` may be incomplete (else `boundary` is 0).
    """

    def __init__(self, image: bytes, label: bytes, region: str, notes: Notes) -> None:
        super().__init__(image, label, region, notes)
        self.records: list[LogRecord] = []
        self.boundary = 0
        if self.readable:
            self._judge(self._walk())
        # What every byte of the whole sectors is.
        self.extents = tile(self._image, self._claims, self._what)
        if self.readable:
            self._left_over()
            self._find_boundary()
        else:
            self._nothing()

    def _nothing(self) -> None:
        """Why there is no log."""
        states = {sector.state for sector in self._sectors}
        if states <= {"blank"}:
            self._notes.add(self._region, None, "blank")
        elif states <= {"blank", "erased"} and all(
            self._image[block * SECTOR + HEADER : (block + 1) * SECTOR] == BLANK[HEADER:]
            for block in range(len(self._sectors))
        ):
            self._notes.add(self._region, None, "unformatted")
        elif "version" not in states:
            self._notes.add(self._region, None, "unreadable", what=self._label.decode())

    def _judge(self, found: list[Raw]) -> None:
        """What each record is worth, and where some are missing."""
        sector = self._sectors[self._index[min(self._index)]]
        expected = sector.number if sector.state == "good" else found[0].number if found else 0
        for index, raw in enumerate(found):
            after = found[index + 1] if index + 1 < len(found) else None
            missing = (raw.number - expected) & 0xFFFF
            if missing and missing != 0xFFFF:
                self._keep(Raw(raw.position, 0, missing, expected, False, 0), "lost")
            expected = (raw.number + 1) & 0xFFFF
            if after and after.number == raw.number:
                state = "replaced" if raw.whole else "torn"
            elif raw.whole:
                state = "good"
            else:
                state = "damaged" if after or raw.final == 0 else "torn"
            self._keep(raw, state)

    def _keep(self, raw: Raw, state: str) -> None:
        address = self.address(raw.position)
        record = LogRecord(address, raw.position, raw.number, raw.kind, raw.length, state)
        self.records.append(record)
        if state in ("torn", "replaced"):
            self._notes.add(self._region, address, state, number=raw.number)
        if state != "lost":
            record.payload = self.fetch(advance(raw.position, HEAD), raw.length)
            self._claim(raw.position, raw.length + FRAME, f"{state} record {raw.number}")

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
                self._keep(Raw(position, 0, 1, number & 0xFFFF, False, 0), "lost")
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

    def _is_rest(self, sector: Sector, offset: int) -> bool:
        """True for the end of a record whose beginning was erased."""
        begun = sector.sequence - 1 in self._index
        return not begun and offset < sector.first
