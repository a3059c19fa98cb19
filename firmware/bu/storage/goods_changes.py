"""Price changes of a goods base: a small append-only table in the pages behind the header.

    offset  size  change                    15 in a page, 465 in all
         0     6  code
         6     6  price, kopecks
        12     4  CRC-32 of bytes 0-11
        16     1  00h: the program came to its end

A change goes into the page that the code's CRC-32 names, or into one of the next three where that
one is full; among several for one code the last counts. So a look-up reads one page, at worst
four. A change that was cut off has a wrong CRC and FFh at its end, and does not count; with
anything else at its end it was whole once, and the look-up is `Damaged`.
"""

import struct
from binascii import crc32

from micropython import const

from bu.storage import goods_layout as layout
from bu.storage.errors import Damaged, Faulty, Full
from bu.storage.goods_image import Image
from bu.storage.layout import is_blank

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = const(17)
PER_PAGE = const(15)
_DATA = const(12)
_END = const(16)


def _good(page: bytearray, at: int) -> bool:
    """True for a change that counts; Damaged for one that was whole once."""
    data = memoryview(page)[at : at + _END]
    if crc32(data[:_DATA]) == struct.unpack_from(">I", page, at + _DATA)[0]:
        return True
    if page[at + _END] != 0xFF and not is_blank(data):
        raise Damaged("price change at %d" % at)
    return False


class Changes:
    """The price changes of a mounted base; shares its page buffer."""

    def __init__(self, device, image: Image) -> None:
        self._device = device
        self._image = image

    def _chain(self, key: bytes) -> "Iterator[int]":
        """The pages where changes of this code may stand, each read into the buffer."""
        assert self._image.header
        pages = self._image.header.changes
        place = crc32(key) % pages
        for _ in range(min(layout.PROBES, pages)):
            self._image.read_raw(layout.CHANGES + place)
            yield layout.CHANGES + place
            place = (place + 1) % pages

    def price(self, code: int) -> int:
        """The price that this code was given after the load, 0 if none."""
        key = layout.key_of(code)
        page = self._image.page
        price = 0
        for _ in self._chain(key):
            for at in range(0, PER_PAGE * SIZE, SIZE):
                if is_blank(memoryview(page)[at : at + SIZE]):
                    return price
                if _good(page, at) and page[at : at + layout.KEY] == key:
                    price = int.from_bytes(memoryview(page)[at + 6 : at + _DATA], "big")
        return price

    def add(self, code: int, price: int) -> None:
        """Writes a change; Full: no room in this code's pages, nothing was changed."""
        key = layout.key_of(code)
        page = self._image.page
        for number in self._chain(key):
            for at in range(0, PER_PAGE * SIZE, SIZE):
                if is_blank(memoryview(page)[at : at + SIZE]):
                    self._program(number, at, key + layout.key_of(price))
                    return
        raise Full("price changes")

    def _program(self, number: int, at: int, data: bytes) -> None:
        record = data + struct.pack(">IB", crc32(data), 0)
        page = self._image.page
        layout.clear(page)
        page[at : at + SIZE] = record
        block, place = divmod(number, layout.SECTOR_PAGES)
        self._device.writeblocks(self._image.first + block, page, place * len(page))
        self._image.read_raw(number)
        if page[at : at + SIZE] != record:
            raise Faulty("price change", number)

    def count(self) -> int:
        """Changes that count, written since the load; Damaged."""
        assert self._image.header
        page = self._image.page
        found = 0
        for number in range(self._image.header.changes):
            self._image.read_raw(layout.CHANGES + number)
            for at in range(0, PER_PAGE * SIZE, SIZE):
                found += not is_blank(memoryview(page)[at : at + SIZE]) and _good(page, at)
        return found
