"""Reading one goods base: by code, by barcode, in order. Layout: `goods_layout`.

A look-up reads, each page once and with its CRC checked:

    by code      a page for each index level and one of items: 2 for 180 items, 3 for 7600,
                 4 for 320 000 of middle length (4.3 in a page)
    by barcode   1 of barcodes (rarely 2, never over 4) and 1 of items

`Damaged` is raised where a page is not what was written. RAM: one page buffer, which the caller
gives, and what the header says.
"""

from binascii import crc32

from bu.fiscal.goods import Item
from bu.storage import goods_layout as layout
from bu.storage.errors import Damaged
from bu.storage.layout import PAGE, is_blank

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Image:
    """A base in `blocks` sectors from sector `first` on; `page` is a buffer of 256 bytes."""

    def __init__(self, device, first: int, blocks: int, page: bytearray) -> None:
        self._device = device
        self.first = first
        self.pages = blocks * layout.SECTOR_PAGES
        self.page = page
        self.header: "layout.Header | None" = None
        self.crc = 0  # of the image pages, as `survey` found it
        self.load = 0  # number of the load, 0: not sealed
        self.replaced = False
        self.blank = True  # nothing at all in page 0

    def mount(self) -> None:
        """Reads the header; `header` is None where there is no good one."""
        self.read_raw(0)
        self.blank = is_blank(self.page)
        self.adopt(layout.unpack_header(self.page))
        self.load = layout.unpack_seal(self.page) if self.header else 0
        self.replaced = self.page[layout.REPLACED] == 0

    def adopt(self, header: "layout.Header | None") -> None:
        """Takes a header that is not in the flash yet; one that does not fit here is none."""
        self.header = header if header and header.total() <= self.pages else None

    # --- pages

    def read_raw(self, number: int, size: int = PAGE) -> None:
        """Reads the first `size` bytes of a page, unchecked."""
        block, place = divmod(number, layout.SECTOR_PAGES)
        view = memoryview(self.page)[:size]
        self._device.readblocks(self.first + block, view, place * PAGE)

    def read(self, number: int) -> bytearray:
        """Reads an image page; Damaged if its CRC is wrong."""
        page = self.page
        self.read_raw(number)
        if page[layout.CONTENTS :] != layout.page_crc(page, number).to_bytes(4, "big"):
            raise Damaged("page %d" % number, number)
        return page

    # --- look-ups

    def _leaf(self, key: bytes) -> int:
        """The item page (from 0) in which this code would be; -1: before all others."""
        assert self.header
        place = 0
        levels = self.header.levels()
        while len(levels) > 1:
            page = self.read(levels.pop() + place)
            low, high = 0, layout.FANOUT
            while low < high:
                middle = (low + high) // 2
                at = middle * layout.KEY
                if bytes(page[at : at + layout.KEY]) <= key:
                    low = middle + 1
                else:
                    high = middle
            if not low:
                return -1
            place = place * layout.FANOUT + low - 1
        return place

    def _item(self, leaf: int, field: int, key: bytes) -> "Item | None":
        """The item of this page whose six bytes at `field` are `key`."""
        assert self.header
        page = self.read(self.header.items() + leaf)
        at = 0
        while True:
            end = layout.item_end(page, at)
            if not end:
                return None
            if page[at + field : at + field + layout.KEY] == key:
                return layout.unpack_item(page, at)
            at = end

    def find(self, code: int) -> "Item | None":
        """The item with this code."""
        key = layout.key_of(code)
        leaf = self._leaf(key)
        return self._item(leaf, 0, key) if leaf >= 0 else None

    def find_gtin(self, gtin: str) -> "Item | None":
        """The item with this GTIN of 13 digits."""
        assert self.header
        key = layout.key_of(int(gtin))
        start = self.header.items() - self.header.buckets
        place = layout.bucket(key, self.header.buckets)
        for _ in range(layout.PROBES):
            page = self.read(start + place)
            for at in range(0, layout.SLOTS * layout.SLOT, layout.SLOT):
                if page[at] == 0xFF:
                    return None
                if page[at : at + layout.KEY] == key:
                    item = self._item(page[at + 6] << 8 | page[at + 7], layout.KEY, key)
                    if item is None:
                        raise Damaged("a barcode without its item", start + place)
                    return item
            place = (place + 1) % self.header.buckets
        return None

    def items(self, start: int = 0) -> "Iterator[Item]":
        """The items from this code on, by code. Keeps the buffer as long as it runs."""
        assert self.header
        leaf = max(self._leaf(layout.key_of(start)), 0)
        while leaf < self.header.pages:
            page = self.read(self.header.items() + leaf)
            at, end = 0, layout.item_end(page, 0)
            while end:
                item = layout.unpack_item(page, at)
                if item.code >= start:
                    yield item
                at, end = end, layout.item_end(page, end)
            leaf += 1

    # --- the whole

    def survey(self) -> "Iterator[None]":
        """Checks every page, the order and the number of items; one step a page, then `crc`."""
        assert self.header
        header = self.header
        crc = barcodes = count = with_gtin = 0
        last = b""
        for number in range(layout.CHANGES + header.changes, header.total()):
            page = self.read(number)
            crc = crc32(page, crc)
            if number < header.items():
                barcodes += slots_used(page)
            elif number < header.items() + header.pages:
                at, end = 0, layout.item_end(page, 0)
                if not end:
                    raise Damaged("a page without items", number)
                while end:
                    code = bytes(page[at : at + layout.KEY])
                    if code <= last:
                        raise Damaged("codes out of order", number)
                    last = code
                    count += 1
                    with_gtin += any(page[at + layout.KEY : at + 2 * layout.KEY])
                    at, end = end, layout.item_end(page, end)
            yield
        if (count, barcodes, with_gtin) != (header.count, header.barcodes, header.barcodes):
            raise Damaged("%d items, %d barcodes" % (count, barcodes))
        self.crc = crc

    def verify(self) -> "Iterator[None]":
        """`survey`, and the CRC of the whole; Damaged."""
        for _ in self.survey():
            yield
        if self.header is None or self.crc != self.header.crc:
            raise Damaged("CRC of the base")


def slots_used(page: bytearray) -> int:
    """Barcodes in a page of them."""
    used = 0
    while used < layout.SLOTS and page[used * layout.SLOT] != 0xFF:
        used += 1
    return used
