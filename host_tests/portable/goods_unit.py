"""A unit with a large goods base, for measurements: loads a file, looks up, sells, builds anew.

    micropython -X heapsize=96k -m host_tests.portable.goods_unit FILE.img REGION BLOCKS STEP

REGION is a file that becomes the flash; every STEP-th item is looked up. Prints a line of JSON:
bytes of heap (0 on CPython), reads, bytes read, programs and erases.
"""

import gc
import json
import sys

from bu.fiscal.goods import to_line
from bu.storage import goods_build
from bu.storage.goods import Goods
from host_tests.portable.goods_support import FileFlash, fields, gtin, make_item


def heap():
    """Bytes of heap in use, garbage aside."""
    gc.collect()
    return gc.mem_alloc() if hasattr(gc, "mem_alloc") else 0


class Meter:
    """The most reads and bytes that one of many calls took."""

    def __init__(self, flash):
        self.flash = flash
        self.reads = self.bytes = self.total = self.calls = 0

    def call(self, function, *args):
        reads, size = self.flash.reads, self.flash.bytes
        result = function(*args)
        self.reads = max(self.reads, self.flash.reads - reads)
        self.bytes = max(self.bytes, self.flash.bytes - size)
        self.total += self.flash.reads - reads
        self.calls += 1
        return result

    def figures(self):
        return {"most": self.reads, "bytes": self.bytes, "reads": self.total, "calls": self.calls}


def receive(goods, path, start):
    """Loads the base file; the most heap in use beyond `start`."""
    piece = bytearray(512)
    most = 0
    with open(path, "rb") as file:
        receiver = goods.receive()
        most = heap() - start
        count = file.readinto(piece)
        while count:
            receiver.write(memoryview(piece)[:count])
            count = file.readinto(piece)
        most = max(most, heap() - start)
        for step, _ in enumerate(receiver.finish()):
            if step % 500 == 0:
                most = max(most, heap() - start)
    return most


def rebuild(goods, start):
    """Makes the same base again from its own items; the most heap in use beyond `start`."""
    builder = goods.build(goods.barcodes)
    most = 0
    for number, item in enumerate(goods.items()):
        builder.add(item)
        if number % 1000 == 0:
            most = max(most, heap() - start)
    for step, _ in enumerate(builder.finish(goods.version + 1, goods.time)):
        if step % 500 == 0:
            most = max(most, heap() - start)
    return most


def look_up(goods, flash, step):
    """Looks every `step`-th item up in both ways, sells it and one that is not there."""
    codes, barcodes, missing = Meter(flash), Meter(flash), Meter(flash)
    sold = 0
    for number, item in enumerate(goods.items()):
        if number % step == 0:
            found = codes.call(goods.find, item.code)
            assert fields(found) == fields(item)
            if not found.marking:
                sold += to_line(found, 2000).total
            assert missing.call(goods.find, item.code + 1) is None
            if item.gtin:
                assert fields(barcodes.call(goods.find_barcode, item.gtin)) == fields(item)
    return {
        "by_code": codes.figures(), "by_barcode": barcodes.figures(),
        "unknown": missing.figures(), "sold": sold,
    }  # fmt: skip


def kept(goods):
    """Heap that many look-ups leave behind."""
    start = 0
    for number in range(0, goods.count, 7):
        if number == 7 * 7:
            start = heap()
        goods.find(make_item(number).code)
        goods.find_barcode(gtin(number * 7919))
    return heap() - start


def main(path, region, blocks, step):
    """All of it, in this order."""
    flash = FileFlash(region, int(blocks))
    goods = Goods(flash)
    goods.open()
    start = heap()
    figures = {"code_heap": start, "with": goods_build.__name__}
    figures["receive_heap"] = receive(goods, path, start)
    figures["receive_flash"] = [flash.reads, flash.bytes, flash.programs, flash.erases]
    del goods
    start = heap()
    reads, size = flash.reads, flash.bytes
    goods = Goods(flash)
    goods.open()
    figures["open_reads"] = [flash.reads - reads, flash.bytes - size]
    figures["base_heap"] = heap() - start
    figures["count"] = goods.count
    figures.update(look_up(goods, flash, int(step)))
    goods.set_price(next(goods.items()).code, 1)
    figures["kept_heap"] = kept(goods)
    before = [flash.reads, flash.bytes, flash.programs, flash.erases]
    figures["build_heap"] = rebuild(goods, heap())
    after = [flash.reads, flash.bytes, flash.programs, flash.erases]
    figures["build_flash"] = [new - old for new, old in zip(after, before)]
    figures["again"] = look_up(goods, flash, int(step))
    figures["version"] = goods.version
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
