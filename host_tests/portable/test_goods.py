"""The goods base on flash: look-ups, price changes, damage."""

from bu.storage.errors import Damaged, Full, NotFormatted
from host_tests.portable.goods_support import (
    GTIN,
    PAGE,
    SECTOR,
    TIME,
    RamFlash,
    fields,
    gtin,
    item,
    load,
    make_item,
    make_items,
    opened,
    run_all,
)
from host_tests.portable.support import raises, refused

REGL = {
    "test_everything_is_found": ("13/1", "64.3"),
}  # fmt: skip

# --- look-ups


def test_a_new_region_holds_no_base():
    flash = RamFlash(6)
    goods = opened(flash)
    assert (goods.loaded, goods.count, goods.time, goods.damage) == (False, 0, None, [])
    raises(NotFormatted, goods.find, 1)
    raises(NotFormatted, goods.find_barcode, GTIN)
    raises(NotFormatted, goods.set_price, 1, 1)
    raises(NotFormatted, goods.changed)
    raises(NotFormatted, run_all, goods.items())
    raises(NotFormatted, run_all, goods.verify())
    assert (flash.programs, flash.erases) == (0, 0)
    raises(ValueError, opened, RamFlash(5))


def test_everything_is_found():
    flash = RamFlash(24)
    load(opened(flash), make_items(200), 77, TIME, 200)
    goods = opened(flash)
    assert (goods.loaded, goods.count, goods.barcodes) == (True, 200, 160)
    assert (goods.version, goods.time, goods.load, goods.damage) == (77, TIME, 1, [])
    for wanted in make_items(200):
        assert fields(goods.find(wanted.code)) == fields(wanted)
        assert goods.find(wanted.code - 1) is None
        if wanted.gtin:
            assert fields(goods.find_barcode(wanted.gtin)) == fields(wanted)
            assert fields(goods.find_barcode("0" + wanted.gtin)) == fields(wanted)
    for code in (-1, 0, 1, 4, 10**12, 10**13, 10**20):
        assert goods.find(code) is None
    assert goods.find_barcode(gtin(1)) is None
    assert refused(goods.find_barcode, "4817904152219") == "bad_gtin"
    assert run_all(goods.verify()) > 40


def test_iteration_in_the_order_of_codes():
    flash = RamFlash(12)
    items = list(make_items(60))
    goods = opened(flash)
    load(goods, items)
    goods.set_price(items[50].code, 123)
    items[50].price = 123
    walk = []
    for found in goods.items():
        assert goods.find(5).code == 5  # a look-up in between
        walk.append(fields(found))
    assert walk == [fields(wanted) for wanted in items]
    for start in (1, 5, 6, 500, items[59].code):
        expected = [wanted.code for wanted in items if wanted.code >= start]
        assert [found.code for found in goods.items(start)] == expected
    assert list(goods.items(items[59].code + 1)) == []


def test_one_item_and_extreme_values():
    flash = RamFlash(6)
    goods = opened(flash)
    only = item(
        code=9999999999999, name="Ў" * 120, price=54975581388799, gtin=GTIN, section=255,
        vat=10000, marking=3,
    )  # fmt: skip
    load(goods, [only], 0xFFFFFFFF, (2099, 12, 31, 23, 59, 59))
    assert fields(goods.find(9999999999999)) == fields(only)
    assert fields(goods.find_barcode(GTIN)) == fields(only)
    assert (goods.version, goods.time) == (0xFFFFFFFF, (2099, 12, 31, 23, 59, 59))


# --- prices


def test_price_changes():
    flash = RamFlash(12)
    items = list(make_items(40))
    goods = opened(flash)
    load(goods, items)
    assert goods.changed() == 0
    goods.set_price(items[3].code, 1111)
    goods.set_price(items[3].code, 2222)
    goods.set_price(items[39].code, 54975581388799)
    before = flash.programs
    goods.set_price(items[3].code, 2222)
    assert flash.programs == before  # the same price takes no room
    assert refused(goods.set_price, 1, 5) == "goods_unknown"
    assert refused(goods.set_price, items[0].code, 0) == "bad_price"
    goods = opened(flash)
    assert goods.changed() == 3
    assert goods.find(items[3].code).price == 2222
    assert goods.find_barcode(items[39].gtin).price == 54975581388799
    assert goods.find(items[0].code).price == items[0].price
    run_all(goods.verify())
    load(goods, items)
    assert goods.changed() == 0
    assert goods.find(items[3].code).price == items[3].price


def test_price_changes_are_bounded():
    flash = RamFlash(6)
    items = list(make_items(20))
    goods = opened(flash)
    load(goods, items)
    price = 1000
    while True:
        price += 1
        before = flash.crc()
        try:
            goods.set_price(items[0].code, price)
        except Full:
            break
    assert flash.crc() == before
    assert (price, goods.changed()) == (1061, 60)  # four pages of fifteen
    start = flash.reads
    assert goods.find(items[0].code).price == 1060
    assert flash.reads - start <= 6
    load(goods, items)
    assert goods.find(items[0].code).price == items[0].price


# --- damage


def test_damage_is_told_and_not_sold():
    flash = RamFlash(12)
    goods = opened(flash)
    load(goods, make_items(60))
    first, last = make_item(0).code, make_item(59).code
    flash.flip((32 + 5) * PAGE + 17, 1)  # the price of the first item, behind 5 pages of barcodes
    raises(Damaged, goods.find, first)
    assert goods.find(last).code == last
    raises(Damaged, run_all, goods.verify())
    raises(Damaged, run_all, goods.items())
    flash.flip(0, 1)
    goods = opened(flash)
    assert (goods.loaded, goods.damage) == (False, [("header", 0)])
    raises(Damaged, goods.find, last)
    load(goods, make_items(60))
    assert opened(flash).count == 60


def test_an_older_base_never_comes_back_by_itself():
    flash = RamFlash(12)
    goods = opened(flash)
    load(goods, [item(price=100)])
    load(goods, [item(price=200)])
    flash.flip(6 * SECTOR + 20, 1)
    goods = opened(flash)
    assert not goods.loaded
    raises(Damaged, goods.find, 7)
    load(goods, [item(price=300)])
    assert opened(flash).find(7).price == 300


def test_a_damaged_price_change_is_not_skipped():
    flash = RamFlash(12)
    goods = opened(flash)
    load(goods, [item(price=100)])
    goods.set_price(7, 200)
    sector = 0 if any(byte != 0xFF for byte in flash.sectors[0][PAGE:]) else 1
    start = PAGE if sector == 0 else 0
    at = sector * SECTOR + start
    while flash.sectors[sector][at % SECTOR] == 0xFF:
        at += 1
    for place in range(17):
        flash.flip(at + place, 2)
        if place == 16:  # the mark at the end alone is no reason
            assert goods.find(7).price == 200
        else:
            raises(Damaged, goods.find, 7)
            raises(Damaged, run_all, goods.verify())
        flash.flip(at + place, 2)
    assert goods.find(7).price == 200


def test_a_page_in_another_place_is_no_page():
    flash = RamFlash(12)
    goods = opened(flash)
    load(goods, make_items(60))
    page = bytearray(PAGE)
    flash.get((32 + 5) * PAGE, page)  # the first page of items, as it would come from a wrong line
    flash.put((32 + 6) * PAGE, page)
    raises(Damaged, goods.find, make_item(6).code)
