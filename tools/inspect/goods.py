"""The goods base: two halves of the region, of which one is in force (docs/goods.md, Bytes)."""

import struct
from dataclasses import dataclass
from zlib import crc32

from .extents import tile, used
from .findings import Notes
from .model import Extent, Goods, Item, moment_of

REGION = "goods"
PAGE = 256
VERSION = 1
CONTENTS = 252
HEADER = 38
CHANGE = 17
CHANGES_IN_PAGE = 15
BARCODES_IN_PAGE = 31
ITEM = 23
FANOUT = 42
_NO_VAT = 0xFFFF
_END = b"\xff"


@dataclass
class _Base:
    """The header of a base at `start`, number `load` of all that were loaded."""

    start: int
    load: int
    replaced: bool
    changes: int
    version: int
    items: int
    barcodes: int
    barcode_pages: int
    item_pages: int
    time: str
    crc: int

    def levels(self) -> list[int]:
        """Pages of each level: the items, then the index up to its root."""
        out = [self.item_pages]
        while out[-1] > 1:
            out.append(-(-out[-1] // FANOUT))
        return out

    @property
    def first(self) -> int:
        """The first page behind the price changes."""
        return 1 + self.changes

    @property
    def pages(self) -> int:
        """All pages, from the header to the root."""
        return self.first + self.barcode_pages + sum(self.levels())


class GoodsImage:
    """The goods base in `image`; `base` is None where none is in force."""

    def __init__(self, image: bytes, notes: Notes) -> None:
        self._image = image[: len(image) // 8192 * 8192]
        self._notes = notes
        self._claims: list[tuple[int, int, str]] = []
        self._prices: dict[int, int] = {}
        self._spoilt: list[int] = []
        self.base: Goods | None = None
        half = len(self._image) // 2
        found = [base for place in (0, 1) if (base := self._header(place, place * half, half))]
        whole = [base for base in found if not base.replaced]
        if whole:
            base = max(whole, key=lambda item: item.load)
            self.base = Goods(base.start // half, base.version, base.time, base.load)
            self._changes(base)
            self._read(base)
        elif self._spoilt:
            self._note(self._spoilt[0], "goods_lost")
        elif found:
            self._note(None, "goods_replaced")
        elif not used(self._image):
            self._note(None, "goods_none")

    def _note(self, address: int | None, code: str, **values: object) -> None:
        self._notes.add(REGION, address, code, **values)

    def _header(self, place: int, start: int, size: int) -> _Base | None:
        """The header of one half; None where none is in force or was."""
        data = self._image[start : start + PAGE]
        if not data.strip(_END):
            return None
        good = len(data) == PAGE and data[:4] == b"BUGD" and crc32(data[:34]) == _u32(data, 34)
        if good and data[4] != VERSION:
            self._note(start, "version", version=data[4], known=VERSION)
            return None
        sealed = good and crc32(data[34:44]) == _u32(data, 44)
        if not sealed:
            # The header is programmed last, upwards; a whole one had something at its end.
            if data[47] != 0xFF:
                self._spoilt.append(start)
            self._note(start, "goods_header", half=place)
            return None
        changes, version, items, barcodes, of_barcodes, of_items, time = struct.unpack_from(
            ">HIIIHH6s", data, 6
        )
        base = _Base(
            start, _u32(data, 40), data[48] == 0, changes, version, items, barcodes, of_barcodes,
            of_items, moment_of(time), _u32(data, 30),
        )  # fmt: skip
        self._claims.append((start, start + 49, "header"))
        if base.pages * PAGE > size or not base.item_pages:
            self._note(start, "goods_count", what=f"{base.pages} страниц не помещаются")
            return None
        return base

    def _page(self, base: _Base, number: int) -> bytes:
        start = base.start + number * PAGE
        return self._image[start : start + PAGE]

    # --- the image proper

    def _read(self, base: _Base) -> None:
        """All pages behind the price changes: their CRCs, items, barcodes, index."""
        assert self.base
        crc = 0
        broken = 0
        barcodes: dict[int, int] = {}
        firsts: list[bytes] = []
        prices = self._prices
        for number in range(base.first, base.pages):
            page = self._page(base, number)
            crc = crc32(page, crc)
            what = "barcodes"
            if crc32(page[:CONTENTS], number) != _u32(page, CONTENTS):
                broken += 1
                self._note(base.start + number * PAGE, "goods_page", page=number, what="CRC")
            elif number < base.first + base.barcode_pages:
                _barcodes(page, barcodes)
            elif number < base.first + base.barcode_pages + base.item_pages:
                what = "items"
                items = _items(page)
                firsts.append(page[:6])
                for item in items:
                    item.price = prices.get(item.code, item.price)
                self.base.items += items
            else:
                what = "index"
            start = base.start + number * PAGE
            self._claims.append((start, start + PAGE, what))
        if not broken:
            self._whole(base, crc, barcodes, firsts)

    def _whole(self, base: _Base, crc: int, barcodes: dict[int, int], firsts: list[bytes]) -> None:
        """Numbers, order, and that barcodes and index lead to the items."""
        assert self.base
        items = self.base.items
        gtins = {int(item.gtin): item for item in items if item.gtin}
        codes = [item.code for item in items]
        wrong = []
        for name, ours, said in (
            ("товаров", len(items), base.items), ("штрихкодов", len(barcodes), base.barcodes),
            ("товаров со штрихкодом", len(gtins), base.barcodes), ("CRC", crc, base.crc),
        ):  # fmt: skip
            if ours != said:
                wrong.append(f"{name} {ours} ≠ {said}")
        if codes != sorted(set(codes)):
            wrong.append("коды не по возрастанию")
        if set(gtins) != set(barcodes):
            wrong.append("штрихкоды не тех товаров")
        number = base.first + base.barcode_pages + base.item_pages
        for count in base.levels()[1:]:
            stand: list[bytes] = []
            for page in range(number, number + count):
                keys = self._page(base, page)[: FANOUT * 6]
                stand += [keys[at : at + 6] for at in range(0, len(keys), 6)]
            number += count
            if [key for key in stand if key != _END * 6] != firsts:
                wrong.append("указатель не тех страниц")
                break
            firsts = stand[::FANOUT]
        if wrong:
            self._note(base.start, "goods_count", what="; ".join(wrong))

    # --- price changes

    def _changes(self, base: _Base) -> None:
        """Prices that were set after the load; the last one for a code counts."""
        assert self.base
        for number in range(1, base.first):
            page = self._page(base, number)
            for at in range(0, CHANGES_IN_PAGE * CHANGE, CHANGE):
                data = page[at : at + CHANGE]
                if not data.strip(_END):
                    continue
                start = base.start + number * PAGE + at
                self._claims.append((start, start + CHANGE, "price change"))
                if crc32(data[:12]) == _u32(data, 12):
                    code = int.from_bytes(data[:6], "big")
                    self._prices[code] = int.from_bytes(data[6:12], "big")
                    self.base.changes += 1
                else:
                    torn = data[16] == 0xFF
                    self._note(start, "change_torn" if torn else "change_damaged")

    def extents(self) -> list[Extent]:
        """What every byte is."""
        return tile(self._image, self._claims, lambda address: "not in force")


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


def _barcodes(page: bytes, into: dict[int, int]) -> None:
    """GTIN -> page of its item."""
    for at in range(0, BARCODES_IN_PAGE * 8, 8):
        if page[at : at + 8] != _END * 8:
            into[int.from_bytes(page[at : at + 6], "big")] = int.from_bytes(
                page[at + 6 : at + 8], "big"
            )


def _items(page: bytes) -> list[Item]:
    """The items of a page."""
    out = []
    at = 0
    while at + ITEM <= CONTENTS and page[at] != 0xFF:
        code, gtin, price = (int.from_bytes(page[at + s : at + s + 6], "big") for s in (0, 6, 12))
        vat, section, flags, length = struct.unpack_from(">HBBB", page, at + 18)
        end = at + ITEM + length
        out.append(Item(
            code, page[at + ITEM : min(end, CONTENTS)].decode("cp1251", "replace"), price,
            f"{gtin:013}" if gtin else "", section, None if vat == _NO_VAT else vat, flags & 3,
            bool(flags & 4),
        ))  # fmt: skip
        at = end
    return out
