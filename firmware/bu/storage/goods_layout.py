"""Bytes of the goods base (регл. 2 «база товаров»). Integers are high byte first.

The region is two halves of whole sectors; a half holds one base, in pages of 256 bytes:

    page      what
    0         header; programmed last, so a base without it is none
    1-31      price changes (goods_changes)
    32-       barcodes, items, index: the image proper; each page ends in a CRC

    offset  size  header                        offset  size  image page
         0     4  "BUGD"                             0   252  contents, FFh behind them
         4     1  format version, 1                252     4  CRC-32 of bytes 0-251, which
         5     1  FFh                                         starts with the page's number
         6     2  pages of price changes, 31
         8     4  version of the base           offset  size  item
        12     4  items                              0     6  code
        16     4  items with a barcode               6     6  GTIN, 0: none
        20     2  pages of barcodes                 12     6  price, kopecks
        22     2  pages of items                    18     2  VAT, FFFFh: none
        24     6  date and time of the base         20     1  section
        30     4  CRC-32 of the image pages         21     1  bits 0-1 marking kind, 2 weighed
        34     4  CRC-32 of bytes 0-33              22     1  bytes of the name
        38     2  FFh                               23        name, cp1251
        40     4  number of this load
        44     4  CRC-32 of bytes 34-43         offset  size  barcode
        48     1  00h: replaced by a newer base      0     6  GTIN
                                                     6     2  page of its item, from 0
Items stand in the order of their codes, none runs over a page's end, and code FFh.. ends a page.
A barcode is in the page that its CRC-32 names, or, where that one is full, in one of the next
three, 31 in a page. An index page holds the first codes of 42 pages of the level below (the
lowest level: of items), the root is the last page. A base file (tools/goods.py) is the same
bytes up to the root, with FFh in the header from offset 38 on.
"""

import struct
from binascii import crc32

from micropython import const

from bu.fiscal import cp1251, dates
from bu.fiscal import document as d
from bu.fiscal.goods import Item
from bu.storage.errors import Damaged
from bu.storage.layout import PAGE, SECTOR

SECTOR_PAGES = SECTOR // PAGE
CHANGES = const(1)  # the first page of price changes
CHANGE_PAGES = const(31)
IMAGE = const(32)  # the first image page
CONTENTS = const(252)
KEY = const(6)
FANOUT = const(42)
SLOT = const(8)
SLOTS = const(31)
PER_BUCKET = const(20)  # barcodes for which the writer makes a page
PROBES = const(4)
ITEM = const(23)
HEADER = const(38)
SEALED = const(48)
REPLACED = const(48)
MAX_PAGES = const(0xFFFF)
VERSION = const(1)
_NO_VAT = const(0xFFFF)
_WEIGHED = const(4)
_FIELDS = const(">4sBBHIIIHH6sI")


class Header:
    """What a base says about itself; `time` is a 6-tuple, `crc` that of the image pages."""

    __slots__ = ("version", "count", "barcodes", "buckets", "pages", "time", "crc", "changes")

    def __init__(self) -> None:
        self.version = self.count = self.barcodes = self.buckets = self.pages = self.crc = 0
        self.time = (2000, 1, 1, 0, 0, 0)
        self.changes = CHANGE_PAGES

    def items(self) -> int:
        """The number of the first item page."""
        return CHANGES + self.changes + self.buckets

    def levels(self) -> list:
        """The numbers of the first page of each level: items, index pages, the root."""
        start, width = self.items(), self.pages
        found = [start]
        while width > 1:
            start += width
            width = (width + FANOUT - 1) // FANOUT
            found.append(start)
        return found

    def total(self) -> int:
        """Pages of the whole base, the header's too."""
        return self.levels()[-1] + 1

    def pack(self) -> bytes:
        """The first 38 bytes of page 0."""
        head = struct.pack(
            _FIELDS, b"BUGD", VERSION, 0xFF, self.changes, self.version, self.count,
            self.barcodes, self.buckets, self.pages, dates.pack(self.time), self.crc,
        )  # fmt: skip
        return head + struct.pack(">I", crc32(head))


def unpack_header(data: "bytes | bytearray") -> "Header | None":
    """The header in the first 38 bytes of `data`, None if there is no good one."""
    found = struct.unpack_from(_FIELDS, data)
    if found[0] != b"BUGD" or found[1] != VERSION:
        return None
    if crc32(memoryview(data)[: HEADER - 4]) != struct.unpack_from(">I", data, HEADER - 4)[0]:
        return None
    header = Header()
    header.changes, header.version, header.count, header.barcodes = found[3:7]
    header.buckets, header.pages, header.time = found[7], found[8], dates.unpack(found[9])
    header.crc = found[10]
    whole = header.pages and header.buckets and header.changes and dates.valid(header.time)
    return header if whole else None


def pack_seal(header: bytes, load: int) -> bytes:
    """Offsets 38-47 of page 0: which load this is."""
    seal = b"\xff\xff" + struct.pack(">I", load)
    return seal + struct.pack(">I", crc32(header[HEADER - 4 :] + seal))


def unpack_seal(data: "bytes | bytearray") -> int:
    """The number of the load in page 0, 0 if it is not sealed."""
    load, crc = struct.unpack_from(">II", data, HEADER + 2)
    return load if crc32(memoryview(data)[HEADER - 4 : SEALED - 4]) == crc else 0


def bucket(key: bytes, buckets: int) -> int:
    """The page (from 0) in which the search for this key begins."""
    return crc32(key) % buckets


def page_crc(page: bytearray, number: int) -> int:
    """What the last four bytes of image page `number` say."""
    return crc32(memoryview(page)[:CONTENTS], number)


def clear(page: bytearray) -> None:
    """Makes a page buffer blank."""
    for at in range(len(page)):
        page[at] = 0xFF


def key_of(number: int) -> bytes:
    """A code or a GTIN as it stands in the base."""
    return number.to_bytes(KEY, "big")


def pack_item(item: Item) -> bytes:
    """An item that was checked."""
    name = cp1251.encode(item.name)
    head = key_of(item.code) + key_of(int(item.gtin or "0")) + key_of(item.price)
    flags = item.marking | (_WEIGHED if item.weighed else 0)
    vat = _NO_VAT if item.vat == d.NO_VAT else item.vat
    return head + struct.pack(">HBBB", vat, item.section, flags, len(name)) + name


def item_end(page: bytearray, at: int) -> int:
    """Offset behind the item at `at`, 0 if none is there; Damaged if it is no item."""
    if at + ITEM > CONTENTS or page[at] == 0xFF:
        return 0
    end = at + ITEM + page[at + ITEM - 1]
    if end > CONTENTS:
        raise Damaged("an item over the page's end")
    return end


def unpack_item(page: bytearray, at: int) -> Item:
    """The item at offset `at` of a page."""
    view = memoryview(page)
    vat, section, flags, length = struct.unpack_from(">HBBB", page, at + 18)
    start = at + ITEM
    item = Item(
        int.from_bytes(view[at : at + 6], "big"),
        cp1251.decode(view[start : start + length]),
        int.from_bytes(view[at + 12 : at + 18], "big"),
    )
    gtin = int.from_bytes(view[at + 6 : at + 12], "big")
    item.gtin = "%013d" % gtin if gtin else ""
    item.vat = d.NO_VAT if vat == _NO_VAT else vat
    item.section = section
    item.marking = flags & 3
    item.weighed = bool(flags & _WEIGHED)
    return item
