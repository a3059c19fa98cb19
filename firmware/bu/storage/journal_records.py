"""Bytes of the journal's records (the log's kinds and payloads). Integers are high byte first.

    kind             payload
    OPENING     1    entry: a shift opening, prepared; number is the shift's
    OPENED      2    settling: the shift is open
    PREPARED    3    entry: a document that may go to the СКНО now
    COMMITTED   4    settling: registered; data is the УИ
    PRINTED     5    settling: on paper (or delivered)
    WITHDRAWN   6    settling: the СКНО refused, the number is free again
    CANCELLED   7    entry: a receipt cancelled before payment (отмена), number 0
    CHECKPOINT  8    checkpoint
    NOTE        9    opaque service event

    offset  size  entry
         0     4  document or shift number
         4     1  kind of document (прил. 2: 10-16; 0: a shift opening)
         5     6  date and time: year - 2000, month, day, hour, minute, second
        11     2  length i of the image
        13     2  length p of the paper section
        15     1  length k of the host's key, 0-16
        16     k  host's key
      16+k     4  CRC-32 of the bytes before
      20+k     i  image: the electronic document, byte for byte
    20+k+i     p  paper: what only the paper shows, and the counters' effect

    offset  size  settling
         0     4  number, as in the entry
         4     1  kind, as in the entry
         5  0-16  data

    offset  size  checkpoint
         0     4  last document number
         4     4  last payment document (sale) number
         8     4  last Z-report number
        12     1  1: the shift is open
        13     4  shift number
        17     6  shift's date and time
        23     6  position of the shift's opening: sector sequence (4), offset (2)
        29     6  position of the last committed document
        35     6  position of the last payment document
        41    17  last УИ: its length, its bytes, zeros
        58    17  last host key: the same
        75        opaque: the control unit's counters
"""

import struct
from binascii import crc32

from micropython import const

from bu.fiscal import dates
from bu.storage.layout import SECTOR

OPENING = const(1)
OPENED = const(2)
PREPARED = const(3)
COMMITTED = const(4)
PRINTED = const(5)
WITHDRAWN = const(6)
CANCELLED = const(7)
CHECKPOINT = const(8)
NOTE = const(9)

SALE = const(10)
Z_REPORT = const(15)
MAX_KEY = const(16)
MAX_DATA = const(16)
ENTRY = const(20)  # bytes of an entry besides key, image and paper
SETTLING = const(5)  # bytes of a settling besides its data
CHECKPOINT_HEAD = const(75)


class Entry:
    """One document, shift opening or cancelled receipt, as far as it is known.

    `stage` is the last record that was seen of it: OPENING, PREPARED, CANCELLED, OPENED or
    COMMITTED; `uid` is the data of the settling record. Where `damaged` is set, only number, kind
    and uid may be known, and there is no image or paper.
    """

    def __init__(self, position: int, record: int) -> None:
        self.position = position
        self.record = self.stage = record
        self.number = self.kind = 0
        self.date_time = (2000, 1, 1, 0, 0, 0)
        self.key = b""
        self.uid = b""
        self.image_size = self.paper_size = 0
        self.damaged = False

    def image_offset(self) -> int:
        """Where the image begins in the record's payload; the paper follows it."""
        return ENTRY + len(self.key)

    def size(self) -> int:
        """Bytes of the record's payload."""
        return ENTRY + len(self.key) + self.image_size + self.paper_size

    def pack(self) -> bytes:
        """The payload up to the image."""
        head = struct.pack(">IB", self.number, self.kind) + dates.pack(self.date_time)
        head += struct.pack(">HHB", self.image_size, self.paper_size, len(self.key)) + self.key
        return head + struct.pack(">I", crc32(head))

    def unpack(self, data: bytes) -> bool:
        """Fills the fields from a payload's first 36 bytes; False if their CRC is wrong."""
        size = ENTRY - 4 + data[15]
        if size + 4 > len(data):
            return False
        if crc32(data[:size]) != struct.unpack_from(">I", data, size)[0]:
            return False
        self.number, self.kind = struct.unpack_from(">IB", data)
        self.date_time = dates.unpack(data[5:11])
        self.image_size, self.paper_size = struct.unpack_from(">HH", data, 11)
        self.key = bytes(data[16:size])
        return True


class State:
    """What the journal knows without the control unit's help; see `journal.Journal.state`."""

    def __init__(self) -> None:
        self.number = 0
        self.payment_number = 0
        self.z_number = 0
        self.shift_open = False
        self.shift_number = 0
        self.shift_date_time = (2000, 1, 1, 0, 0, 0)
        self.shift_position = 0
        self.last = 0
        self.payment_position = 0
        self.uid = b""
        self.key = b""
        self.unfinished: "Entry | None" = None

    def pack(self) -> bytes:
        """The journal's part of a checkpoint."""
        head = struct.pack(
            ">IIIBI", self.number, self.payment_number, self.z_number, self.shift_open,
            self.shift_number,
        )
        head += dates.pack(self.shift_date_time)
        for position in (self.shift_position, self.last, self.payment_position):
            head += struct.pack(">IH", position // SECTOR, position % SECTOR)
        return head + struct.pack("B16sB16s", len(self.uid), self.uid, len(self.key), self.key)

    def unpack(self, data: bytes) -> None:
        """The inverse of `pack`."""
        self.number, self.payment_number, self.z_number, shift_open, self.shift_number = (
            struct.unpack_from(">IIIBI", data)
        )
        self.shift_open = bool(shift_open)
        self.shift_date_time = dates.unpack(data[17:23])
        places = struct.unpack_from(">IHIHIH", data, 23)
        self.shift_position = places[0] * SECTOR + places[1]
        self.last = places[2] * SECTOR + places[3]
        self.payment_position = places[4] * SECTOR + places[5]
        self.uid = bytes(data[42 : 42 + data[41]])
        self.key = bytes(data[59 : 59 + data[58]])
