"""Making a goods base on the unit itself, item by item, by rising code.

    builder = goods.build(10000)
    builder.add(item)  ...
    for _ in builder.finish(version, time):
        await clock.sleep_ms(0)

Items fill page after page; each barcode goes at once into its page, which also shows whether it
was there before; the index is made from the item pages at the end. The rest is as in `goods_load`.
"""

import struct

from bu.fiscal import dates
from bu.fiscal import goods as rules
from bu.fiscal.refusal import Refusal
from bu.storage import goods_layout as layout
from bu.storage.errors import Faulty, Full
from bu.storage.goods_load import Loading
from bu.storage.layout import PAGE

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bu.fiscal.goods import Item
    from bu.storage.goods import Goods


class Builder(Loading):
    """Takes items one at a time, by rising code, up to about `capacity` of them."""

    def __init__(self, goods: "Goods", device, first: int, blocks: int, capacity: int) -> None:
        super().__init__(goods, device, first, blocks)
        self._header = header = layout.Header()
        header.buckets = (capacity + layout.PER_BUCKET - 1) // layout.PER_BUCKET or 1
        header.pages = 1
        if header.buckets > layout.MAX_PAGES or header.total() > self._image.pages:
            raise Full("%d items" % capacity)
        header.pages = 0
        self._items = bytearray(PAGE)  # the item page being filled
        self._used = 0
        self._last = 0
        layout.clear(self._items)
        self._prepare(0)

    def add(self, item: "Item") -> None:
        """The next item.

        What `rules.check` refuses, goods_order, goods_gtin_repeated and Full change nothing: the
        loading goes on with another item. Faulty ends it.
        """
        self._require_current()
        rules.check(item)
        if item.code <= self._last:
            raise Refusal("goods_order", str(item.code))
        record = layout.pack_item(item)
        header = self._header
        full = self._used + len(record) > layout.CONTENTS
        self._check_room(header.pages + full + 1)
        if item.gtin:
            number, at = self._slot(layout.key_of(int(item.gtin)), item.gtin)
        if full:
            self._flush()
        if item.gtin:
            slot = layout.key_of(int(item.gtin)) + struct.pack(">H", header.pages)
            self._page[at : at + layout.SLOT] = slot
            self._program(number)
            self._image.read_raw(number)
            if self._image.page[at : at + layout.SLOT] != slot:
                self._give_up()
                raise Faulty("barcode", number)
            header.barcodes += 1
        self._items[self._used : self._used + len(record)] = record
        self._used += len(record)
        self._last = item.code
        header.count += 1

    def _check_room(self, pages: int) -> None:
        """Full if a base with so many pages of items does not fit."""
        flushed, self._header.pages = self._header.pages, pages
        total = self._header.total()
        self._header.pages = flushed
        if total > self._image.pages or pages > layout.MAX_PAGES:
            raise Full("%d pages of items" % pages)

    def _slot(self, key: bytes, gtin: str) -> tuple:
        """(page, offset) where this barcode goes; refuses one that is there already."""
        header = self._header
        start = header.items() - header.buckets
        place = layout.bucket(key, header.buckets)
        page = self._image.page
        for _ in range(layout.PROBES):
            self._prepare(start + place)
            self._image.read_raw(start + place)
            for at in range(0, layout.SLOTS * layout.SLOT, layout.SLOT):
                if page[at] == 0xFF:
                    return start + place, at
                if page[at : at + layout.KEY] == key:
                    raise Refusal("goods_gtin_repeated", gtin)
            place = (place + 1) % header.buckets
        raise Full("barcodes")

    def _flush(self) -> None:
        """Programs the item page."""
        number = self._header.items() + self._header.pages
        self._page[: layout.CONTENTS] = memoryview(self._items)[: layout.CONTENTS]
        layout.clear(self._items)
        self._used = 0
        self._header.pages += 1
        self._close(number)

    def _close(self, number: int) -> None:
        """Programs an image page with its CRC."""
        struct.pack_into(">I", self._page, layout.CONTENTS, layout.page_crc(self._page, number))
        self._program(number)

    def finish(self, version: int, time: tuple) -> "Iterator[None]":
        """Completes the base, checks it and puts it in force; one short step a page.

        `version` is 32 bits, `time` the 6-tuple of the base. Refusal("goods_missing") for a base
        without items, "bad_time"; ValueError for another version; Damaged, Faulty.
        """
        self._require_current()
        header = self._header
        if not 0 <= version <= 0xFFFFFFFF:
            raise ValueError("version %d" % version)
        if not header.count:
            raise Refusal("goods_missing")
        if not dates.valid(time):
            raise Refusal("bad_time")
        header.version, header.time = version, time
        yield from self._finish(self._steps())
        header.crc = self._image.crc
        self._settle(header.pack())

    def _steps(self) -> "Iterator[None]":
        self._flush()
        yield from self._seal_barcodes()
        yield from self._index()
        self._image.adopt(self._header)
        yield from self._image.survey()

    def _seal_barcodes(self) -> "Iterator[None]":
        """Gives each page of barcodes its CRC."""
        header = self._header
        for number in range(header.items() - header.buckets, header.items()):
            self._prepare(number)
            self._image.read_raw(number)
            crc = layout.page_crc(self._image.page, number)
            struct.pack_into(">I", self._page, layout.CONTENTS, crc)
            self._program(number)
            yield

    def _index(self) -> "Iterator[None]":
        """Writes the index, level by level, from the first codes of the pages below."""
        levels = self._header.levels()
        for below, start in zip(levels, levels[1:]):
            end = start
            for number in range(below, end):
                at = (number - below) % layout.FANOUT * layout.KEY
                self._image.read_raw(number, layout.KEY)
                self._page[at : at + layout.KEY] = memoryview(self._image.page)[: layout.KEY]
                if at == (layout.FANOUT - 1) * layout.KEY or number == end - 1:
                    self._close(start)
                    start += 1
                    yield
