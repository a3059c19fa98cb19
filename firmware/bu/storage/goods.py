"""The goods base of the unit (регл. 2 «база товаров», 13): thousands of items on NOR flash.

    goods = Goods(device); goods.open()
    item = goods.find(code)                 also find_barcode("4810010001232"), items()
    goods.set_price(code, kopecks)
    receiver = goods.receive()              or goods.build(10000): `goods_load`, `goods_build`

Promises
- A base is in force whole or not at all: it is loaded into the other half of the region, checked,
  and put in force by one program. Cut off anywhere, the old base or the new one is there.
- A price change is there whole or not at all, and lasts until the next load.
- A look-up of 10 000 items reads 5 pages of 256 bytes by code (index, items, price changes), 3 by
  barcode; long chains of price changes and crowded barcodes take up to 3 more each.
- What comes back is what was loaded: every page that is read has a CRC, checked at each reading.
- Nothing in RAM grows with the number of items: a page buffer and the header, under 1 KB.
- `open` reads two pages, writes nothing and erases nothing.

Errors: NotFormatted (no base was loaded), Damaged (load it again), Full, Faulty, WrongOrder.
Layout: `goods_layout`, `goods_changes`.
"""

from micropython import const

from bu.fiscal import goods as rules
from bu.fiscal import marking
from bu.fiscal.refusal import Refusal
from bu.storage import goods_layout as layout
from bu.storage.errors import Damaged, NotFormatted
from bu.storage.goods_changes import Changes
from bu.storage.goods_image import Image
from bu.storage.layout import PAGE, SECTOR

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bu.fiscal.goods import Item
    from bu.storage.goods_build import Builder
    from bu.storage.goods_load import Loading, Receiver

_COUNT = const(4)
_SIZE = const(5)
_LEAST = const(6)


class Goods:
    """The base in one flash region; see the module's text.

    `loaded`, `count` (items), `barcodes`, `version`, `time` (6-tuple) say what is in force, `load`
    the how many-th base it is. `damage` lists (what, half): "header" (page 0 is none: normal for
    the half not in force after a power cut), "replaced" (no base but replaced ones).
    """

    def __init__(self, device) -> None:
        self._device = device
        self._page = bytearray(PAGE)
        self._blocks = 0  # of a half
        self._clear()

    def _clear(self) -> None:
        self._image: "Image | None" = None
        self._changes: "Changes | None" = None
        self.loading: "Loading | None" = None
        self.damage: "list[tuple[str, int]]" = []
        self.loaded = False
        self.count = self.barcodes = self.version = self.load = 0
        self.time: "tuple | None" = None

    def open(self) -> None:
        """Finds the base in force. ValueError if the region cannot hold two bases."""
        blocks = self._device.ioctl(_COUNT, 0)
        if self._device.ioctl(_SIZE, 0) != SECTOR or blocks < _LEAST:
            raise ValueError("a goods base needs six or more sectors of 4096 bytes")
        self._clear()
        self._blocks = blocks // 2
        replaced = 0
        for half in (0, 1):
            image = Image(self._device, half * self._blocks, self._blocks, self._page)
            image.mount()
            if not image.load and not image.blank:
                self.damage.append(("header", half))
            if image.replaced:
                replaced += 1
            elif image.load > self.load:
                self._image = image
            self.load = max(self.load, image.load)
        if self._image is None:
            if replaced and not self.damage:
                self.damage.append(("replaced", 0))
            return
        self._changes = Changes(self._device, self._image)
        header = self._image.header
        assert header
        self.loaded = True
        self.count, self.barcodes = header.count, header.barcodes
        self.version, self.time = header.version, header.time

    def _require(self) -> Image:
        """The base in force; NotFormatted or Damaged."""
        if self._image is None:
            raise Damaged("header") if self.damage else NotFormatted("no goods base")
        return self._image

    # --- look-ups

    def _priced(self, item: "Item | None") -> "Item | None":
        """The item with the price that it was given after the load."""
        if item and self._changes:
            item.price = self._changes.price(item.code) or item.price
        return item

    def find(self, code: int) -> "Item | None":
        """The item with this code, None if there is none."""
        image = self._require()
        return self._priced(image.find(code)) if 0 < code <= rules.MAX_CODE else None

    def find_barcode(self, text: str) -> "Item | None":
        """The item with this GTIN of 8, 12, 13 or 14 digits, None; Refusal("bad_gtin")."""
        image = self._require()
        return self._priced(image.find_gtin(marking.check_gtin(text)))

    def items(self, start: int = 0) -> "Iterator[Item]":
        """All items from this code on, by code; has a page buffer of its own.

        Damaged if the base is replaced twice meanwhile.
        """
        image = Image(self._device, self._require().first, self._blocks, bytearray(PAGE))
        image.adopt(self._require().header)
        for item in image.items(start):
            self._priced(item)
            yield item

    def verify(self) -> "Iterator[None]":
        """Checks all of the base in force, one step a page; Damaged."""
        yield from self._require().verify()
        self.changed()

    # --- prices

    def set_price(self, code: int, price: int) -> None:
        """Changes the price (kopecks) of one item, until the next load.

        Refusal "goods_unknown", "bad_price"; Full: load the base again; nothing was changed.
        """
        item = self.find(code)
        if item is None or self._changes is None:
            raise Refusal("goods_unknown", str(code))
        rules.check_price(price)
        if price != item.price:
            self._changes.add(code, price)

    def changed(self) -> int:
        """Price changes since the load, of 465 that there is room for; Damaged."""
        self._require()
        return self._changes.count() if self._changes else 0

    # --- loading

    def _other(self) -> int:
        """The first sector of the half that is not in force."""
        return self._blocks if self._image and not self._image.first else 0

    def receive(self) -> "Receiver":
        """Begins to take a base file; ends a loading begun before. Faulty."""
        from bu.storage.goods_load import Receiver

        self.loading = None
        self.loading = receiver = Receiver(self, self._device, self._other(), self._blocks)
        return receiver

    def build(self, capacity: int) -> "Builder":
        """Begins a base of about `capacity` items, one at a time; ends a loading begun before.

        Full: there is no room for so many. Faulty.
        """
        from bu.storage.goods_build import Builder

        self.loading = None
        self.loading = builder = Builder(self, self._device, self._other(), self._blocks, capacity)
        return builder

    def replace(self) -> None:
        """For the loading: a newer base is sealed; the one in force so far is retired."""
        if self._image:
            page = self._page
            layout.clear(page)
            page[layout.REPLACED] = 0
            self._device.writeblocks(self._image.first, page, 0)
        self.open()
