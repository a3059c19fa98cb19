"""The goods base: flash reads per look-up, and what a load costs, on the NOR model."""

from collections.abc import Callable
from typing import Any

from bu.fiscal.goods import Item
from bu.storage.goods import Goods
from tools import goods
from tools.bench.models.nor import PAGE, SECTOR, Nor

SIZES = (1_000, 10_000, 50_000)
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

    def __str__(self) -> str:
        mean = sum(self.reads) / len(self.reads)
        return f"{mean:4.2f} reads, at most {max(self.reads)}, of {PAGE} bytes each"


def receive(nor: Nor, data: bytes) -> Goods:
    """A unit that has loaded this file."""
    base = Goods(nor)
    base.open()
    receiver = base.receive()
    receiver.write(data)
    for _ in receiver.finish():
        pass
    return base


def cost(nor: Nor, count: int) -> str:
    """What was done to the flash for each of so many items."""
    counts = nor.counts
    return (f"{counts.programs / count:.2f} programs, {counts.sent_bytes / count:.0f} bytes sent, "
            f"{counts.read_bytes / count:.0f} read, {counts.erases / count:.4f} erases")


def measure(count: int) -> None:
    """Prints the figures of one size."""
    items = make(count)
    data = goods.image(items, 1, TIME)
    half = -(-len(data) // SECTOR)
    nor = Nor(2 * half * SECTOR)
    base = receive(nor, data)
    print(f"{count} items: {len(data):,} bytes, {len(data) / count:.1f} an item; "
          f"two halves {2 * half * SECTOR:,}")  # fmt: skip
    print(f"  load of a file, an item  {cost(nor, count)}")
    sample = items[:: max(1, count // SAMPLE)]
    print(f"  by code                  {Look(nor, base.find, [item.code for item in sample])}")
    barcodes = [item.gtin for item in sample]
    print(f"  by barcode               {Look(nor, base.find_barcode, barcodes)}")
    unknown = [gtin(count + number) for number in range(SAMPLE)]
    print(f"  barcode not there        {Look(nor, base.find_barcode, unknown)}")
    for item in sample[:CHANGES]:
        base.set_price(item.code, item.price + 1)
    changed = Look(nor, base.find, [item.code for item in sample])
    print(f"  by code, {CHANGES} new prices  {changed}")
    nor = Nor(2 * half * SECTOR)
    base = Goods(nor)
    base.open()
    builder = base.build(count)
    for item in items:
        builder.add(item)
    for _ in builder.finish(1, TIME):
        pass
    print(f"  item by item, an item    {cost(nor, count)}")


def main() -> None:
    """Prints the table."""
    print("Goods base (design: found by code or barcode in bounded reads)")
    for count in SIZES:
        measure(count)


if __name__ == "__main__":
    main()
