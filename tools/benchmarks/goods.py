"""The goods base: flash reads per look-up, and what a load costs, on the NOR model."""

import math
from collections.abc import Callable, Iterator
from typing import Any

from bu.fiscal.goods import Item
from bu.storage.goods import Goods
from tools import goods
from tools.bench.models.nor import PAGE, SECTOR, Nor

from .figures import Figure

COUNT = 10_000
SAMPLE = 997  # look-ups of each kind
CHANGES = 300  # price changes before the last of them
TIME = (2026, 11, 20, 8, 30, 0)
NAMES = ("Хлеб «Нарочанский» подовый 0,85 кг", "Молоко «Савушкин» 3,1% 1 л",
         "Чай чёрный байховый 100 пак.", "Пакет-майка ПНД")  # fmt: skip


def gtin(number: int) -> str:
    """A barcode with a right check digit; by steps, as those of one producer are."""
    digits = f"481{number * 7:09d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def make(count: int) -> list[Item]:
    """A shop's items, all with a barcode."""
    items = []
    for number in range(count):
        item = Item(number * 3 + 1, f"{NAMES[number % len(NAMES)]} {number}", number + 1)
        item.gtin = gtin(number)
        items.append(item)
    return items


class Look:
    """Reads of many look-ups of one kind."""

    def __init__(self, nor: Nor, look_up: Callable[[Any], Item | None], keys: list[Any]) -> None:
        self.reads: list[int] = []
        for key in keys:
            before = nor.counts.reads
            look_up(key)
            self.reads.append(nor.counts.reads - before)

    @property
    def mean(self) -> float:
        return sum(self.reads) / len(self.reads)


def load(title: str, nor: Nor, size: int) -> Iterator[Figure]:
    """What a load did to the flash, of a base of so many bytes."""
    counts = nor.counts
    yield Figure(f"{title}, sent to the flash", counts.sent_bytes / COUNT, "bytes an item",
                 counts.sent_bytes / size, f"x the base, {counts.erases / COUNT:.3f} erases")
    yield Figure(f"{title}, programs", counts.programs / COUNT, "an item",
                 counts.programs * PAGE / size, "x the pages of the base")  # fmt: skip
    yield Figure(f"{title}, read", counts.read_bytes / COUNT, "bytes an item",
                 counts.read_bytes / size, "x the base")  # fmt: skip


def figures() -> Iterator[Figure]:
    """Look-ups beside a binary search of as many items; what a load costs beside the file."""
    items = make(COUNT)
    data = goods.image(items, 1, TIME)
    half = -(-len(data) // SECTOR)
    nor = Nor(2 * half * SECTOR)
    base = goods.loaded(nor, data)
    yield from load("goods, load of a file", nor, len(data))
    sample = items[:: max(1, COUNT // SAMPLE)]
    search = math.ceil(math.log2(COUNT))
    codes, barcodes = [item.code for item in sample], [item.gtin for item in sample]
    unknown = [gtin(COUNT + number) for number in range(SAMPLE)]
    looks = [("by code", Look(nor, base.find, codes)),
             ("by barcode", Look(nor, base.find_barcode, barcodes)),
             ("barcode not there", Look(nor, base.find_barcode, unknown))]  # fmt: skip
    for item in sample[:CHANGES]:
        base.set_price(item.code, item.price + 1)
    looks.append((f"by code, {CHANGES} new prices", Look(nor, base.find, codes)))
    for name, look in looks:
        yield Figure(f"goods, {COUNT} items, {name}", look.mean, f"reads of {PAGE}",
                     look.mean / search,
                     f"x a binary search's {search}; at most {max(look.reads)}")  # fmt: skip
    nor = Nor(2 * half * SECTOR)
    base = Goods(nor)
    base.open()
    builder = base.build(COUNT)
    for item in items:
        builder.add(item)
    for _ in builder.finish(1, TIME):
        pass
    yield from load("goods, item by item", nor, len(data))
