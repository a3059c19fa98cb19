"""Loading a goods base: item by item, or a file in pieces."""

from bu.fiscal.goods import Item
from bu.storage import goods_layout as layout
from bu.storage.errors import Damaged, Faulty, Full, NotFormatted, WrongOrder
from host_tests.portable.goods_support import (
    BLANK,
    GTIN,
    PAGE,
    SECTOR,
    TIME,
    RamFlash,
    base_file,
    fields,
    gtin,
    item,
    load,
    make_item,
    make_items,
    opened,
    receive,
    run_all,
    same,
)
from host_tests.portable.support import raises, refused

# --- loading item by item


def test_what_a_builder_refuses():
    flash = RamFlash(12)
    goods = opened(flash)
    builder = goods.build(10)
    assert refused(run_all, builder.finish(1, TIME)) == "goods_missing"
    builder.add(item(code=10, gtin=GTIN))
    for wrong, name in (
        (item(code=10), "goods_order"),
        (item(code=9), "goods_order"),
        (item(code=11, gtin=GTIN), "goods_gtin_repeated"),
        (item(code=11, price=0), "bad_price"),
    ):
        before = flash.crc()
        assert refused(builder.add, wrong) == name
        assert flash.crc() == before
    builder.add(item(code=11))
    assert refused(run_all, builder.finish(1, (2026, 2, 30, 0, 0, 0))) == "bad_time"
    raises(ValueError, run_all, builder.finish(-1, TIME))
    raises(ValueError, run_all, builder.finish(0x100000000, TIME))
    assert not goods.loaded
    run_all(builder.finish(1, TIME))
    assert (goods.count, goods.barcodes) == (2, 1)
    raises(WrongOrder, builder.add, item(code=12))
    raises(WrongOrder, run_all, builder.finish(1, TIME))


def test_a_builder_without_room():
    flash = RamFlash(6)
    goods = opened(flash)
    raises(Full, goods.build, 100000)
    builder = goods.build(20)
    count = 0
    while True:
        before = flash.crc()
        try:
            builder.add(Item(count + 1, "Ы" * 120, 100))
        except Full:
            break
        count += 1
    assert flash.crc() == before
    assert count == 14  # 48 pages: header, 31 of changes, 1 of barcodes, 14 of items, 1 of index
    run_all(builder.finish(1, TIME))
    assert [found.code for found in goods.items()] == list(range(1, 15))
    builder = goods.build(20)  # more barcodes than the pages made for them take
    for number in range(31):
        builder.add(item(code=number + 1, name="Я", gtin=gtin(number)))
    raises(Full, builder.add, item(code=32, name="Я", gtin=gtin(31)))
    builder.add(item(code=32, name="Я"))
    run_all(builder.finish(1, TIME))
    assert (goods.count, goods.barcodes) == (32, 31)


def test_a_base_is_replaced_only_when_the_new_one_is_whole():
    flash = RamFlash(16)
    old = list(make_items(60))
    new = [make_item(number) for number in range(0, 120, 2)]
    goods = opened(flash)
    load(goods, old, 1)
    goods.set_price(old[0].code, 999)
    builder = goods.build(60)
    for wanted in new:
        builder.add(wanted)
        assert goods.find(old[0].code).price == 999
    for _ in builder.finish(2, TIME):
        assert goods.version == 1
        assert fields(goods.find_barcode(old[1].gtin)) == fields(old[1])
        assert opened(flash).version == 1
    assert (goods.version, goods.load) == (2, 2)
    assert same(goods, new)
    assert goods.find(old[1].code) is None
    for version in range(3, 6):
        load(goods, old[: version * 9], version)
        again = opened(flash)
        assert (again.version, again.count, again.damage) == (version, version * 9, [])


def test_a_new_loading_ends_the_one_before():
    goods = opened(RamFlash(12))
    first = goods.build(10)
    first.add(item())
    second = goods.build(10)
    raises(WrongOrder, first.add, item(code=8))
    raises(WrongOrder, run_all, first.finish(1, TIME))
    second.add(item())
    steps = second.finish(1, TIME)
    next(steps)
    raises(WrongOrder, second.add, item(code=8))
    third = goods.receive()
    raises(WrongOrder, run_all, steps)
    raises(Damaged, run_all, third.finish())
    assert not goods.loaded


# --- loading a file


def sample_file(count, version=1):
    flash = RamFlash(12)
    load(opened(flash), make_items(count), version, TIME, count)
    return base_file(flash, 0)


def test_a_file_in_pieces():
    pages = sample_file(50, 9)
    flash = RamFlash(12)
    goods = opened(flash)
    for load_number, size in enumerate((1, 100, 256, 1000, 5000)):
        receive(goods, pages, size)
        assert (goods.version, goods.count, goods.load) == (9, 50, load_number + 1)
        assert base_file(flash, load_number % 2 * 6) == pages
    assert same(opened(flash), make_items(50))


def changed(pages, at, mask):
    page = bytearray(pages[at // PAGE])
    page[at % PAGE] ^= mask
    return pages[: at // PAGE] + [bytes(page)] + pages[at // PAGE + 1 :]


def large_header(page, barcode_pages):
    header = layout.unpack_header(page)
    header.buckets = barcode_pages
    return header.pack() + BLANK[layout.HEADER :]


def test_a_wrong_file_leaves_the_old_base():
    flash = RamFlash(12)
    goods = opened(flash)
    load(goods, make_items(30))
    pages = sample_file(50)
    cases = [
        ([], Damaged),
        ([pages[0][:100]], Damaged),
        (pages[:-1], Damaged),
        (pages[:-1] + [pages[-1][:-1]], Damaged),
        (pages + [BLANK], Damaged),
        (pages[:33] + [pages[34], pages[33]] + pages[35:], Damaged),
        ([BLANK] * len(pages), NotFormatted),
        ([b"code;name;price" * 50], NotFormatted),
        ([large_header(pages[0], 65)], Full),
    ]
    for at in range(0, len(pages) * PAGE, 331):
        if at < 38 or at >= PAGE:  # the rest of page 0 is not looked at
            cases.append((changed(pages, at, 4), NotFormatted if at < 38 else Damaged))
    for wrong, error in cases:
        raises(error, receive, goods, wrong, 700)
        assert goods.count == opened(flash).count == 30
    assert same(opened(flash), make_items(30))
    receive(goods, pages, 700)
    assert goods.count == 50


def test_nothing_goes_into_a_failed_loading():
    goods = opened(RamFlash(12))
    receiver = goods.receive()
    raises(NotFormatted, receiver.write, b"\xff" * 300)
    raises(WrongOrder, receiver.write, sample_file(3)[0])
    raises(WrongOrder, run_all, receiver.finish())


class Worn(RamFlash):
    """A region with bits that stay 0 or 1: (place, and, or)."""

    stuck = (-1, 0xFF, 0)

    def get(self, at, buf):
        super().get(at, buf)
        place, zeros, ones = self.stuck
        if at <= place < at + len(buf):
            buf[place - at] = buf[place - at] & zeros | ones


def test_a_worn_sector_refuses_the_load():
    flash = Worn(12)
    goods = opened(flash)
    load(goods, make_items(60))
    pages = base_file(flash, 0)
    half = 6 * SECTOR
    for place in (half + 3, half + 33 * PAGE + 9, half + 40 * PAGE + 200):
        flash.stuck = (place, 0x7F, 0)  # does not erase
        raises(Faulty, load, goods, make_items(60), 2)
        raises(Faulty, receive, goods, pages)
        assert opened(flash).version == 1
    for place in (half, half + 43, half + 32 * PAGE, half + 37 * PAGE + 3, half + 40 * PAGE):
        flash.stuck = (place, 0xFF, 0xFF)  # does not program
        raises((Faulty, Damaged), load, goods, make_items(60), 2)
        raises((Faulty, Damaged), receive, goods, pages)
        assert opened(flash).version == 1
    flash.stuck = Worn.stuck
    load(goods, make_items(60), 2)
    assert opened(flash).version == 2
