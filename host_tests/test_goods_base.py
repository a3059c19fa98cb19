"""The goods base against a dict, against flipped bits, and 10 000 items against their bounds."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bu.fiscal import cp1251
from bu.fiscal import goods as rules
from bu.fiscal.goods import Item
from bu.fiscal.refusal import Refusal
from bu.storage.errors import Damaged, Full
from bu.storage.goods import Goods
from host_tests.portable.goods_support import (
    PAGE,
    SECTOR,
    TIME,
    fields,
    gtin,
    load,
    make_item,
    opened,
    run_all,
)
from tools.bench.models.nor import Nor

COUNT = 10_000
BLOCKS = 6
LETTERS = "".join(cp1251.decode(bytes((byte,))) for byte in range(0x20, 0x100) if byte != 0x7F)

names = st.text(st.sampled_from(LETTERS), min_size=1, max_size=120).filter(
    lambda name: name.strip(" \xa0")
)
codes = st.one_of(st.integers(1, 300), st.integers(1, rules.MAX_CODE))
gtins = st.one_of(st.just(""), st.integers(0, 60).map(gtin))
prices = st.one_of(st.integers(1, 10_000), st.integers(1, 549_755_813_887 * 100 + 99))


@st.composite
def random_items(draw: st.DrawFn) -> Item:
    item = Item(draw(codes), draw(names), draw(prices))
    item.gtin = draw(gtins)
    item.section = draw(st.integers(0, 255))
    item.vat = draw(st.integers(-1, 10_000))
    item.marking = draw(st.integers(0, 3))
    item.weighed = not item.marking and draw(st.booleans())
    return item


def distinct(items: list[Item]) -> list[Item]:
    """By code; a code or barcode that was there is left out."""
    seen: set[int | str] = set()
    kept = []
    for item in sorted(items, key=lambda item: item.code):
        if item.code not in seen and item.gtin not in seen:
            kept.append(item)
            seen |= {item.code, item.gtin} - {""}
    return kept


@settings(max_examples=60)
@given(
    st.lists(random_items(), min_size=1, max_size=80),
    st.lists(st.tuples(st.integers(0, 79), prices), max_size=60),
    st.lists(codes, max_size=20),
    st.integers(0, 400),
)
def test_a_base_is_a_dict(
    made: list[Item], changes: list[tuple[int, int]], asked: list[int], start: int
) -> None:
    items = distinct(made)
    nor = Nor(12 * SECTOR)
    load(opened(nor), items, capacity=len(items))
    goods = opened(nor)
    by_code = {item.code: item for item in items}
    by_gtin = {item.gtin: item for item in items if item.gtin}
    for place, price in changes:
        item = items[place % len(items)]
        try:
            goods.set_price(item.code, price)
        except Full:
            continue
        item.price = price
    for code in [*asked, *by_code]:
        found, wanted = goods.find(code), by_code.get(code)
        assert (found and fields(found)) == (wanted and fields(wanted))
    for number in range(61):
        found, wanted = goods.find_barcode(gtin(number)), by_gtin.get(gtin(number))
        assert (found and fields(found)) == (wanted and fields(wanted))
    walk = [fields(item) for item in goods.items(start)]
    assert walk == [fields(item) for item in items if item.code >= start]
    run_all(goods.verify())


@settings(max_examples=60)
@given(st.lists(random_items(), min_size=1, max_size=60))
def test_items_in_any_order_give_the_base_of_those_taken(made: list[Item]) -> None:
    nor = Nor(12 * SECTOR)
    goods = opened(nor)
    builder = goods.build(len(made))
    taken: list[Item] = []
    for item in made:
        try:
            builder.add(item)
        except Refusal as refusal:
            repeated = item.gtin and item.gtin in {other.gtin for other in taken}
            behind = taken and item.code <= taken[-1].code
            assert (refusal.name == "goods_order" and behind) or (
                refusal.name == "goods_gtin_repeated" and repeated
            )
        else:
            taken.append(item)
    run_all(builder.finish(1, TIME))
    assert [fields(item) for item in opened(nor).items()] == [fields(item) for item in taken]


# --- damage


def answers(goods: Goods, items: list[Item]) -> Iterator[tuple]:
    """What each look-up said: the item's fields, or None where it was refused as damaged."""
    for item in items:
        for look_up, key in ((goods.find, item.code), (goods.find_barcode, item.gtin)):
            if key:
                try:
                    found = look_up(key)
                except Damaged:
                    yield item, None
                else:
                    yield item, found and fields(found)


def test_a_flipped_bit_never_changes_an_answer() -> None:
    """Each look-up is right or refused as damaged, whichever bit it is."""
    nor = Nor(BLOCKS * SECTOR)
    goods = opened(nor)
    items = [make_item(number) for number in range(25)]
    load(goods, items, capacity=25)
    for item in items[::4]:
        goods.set_price(item.code, item.price + 1)
        item.price += 1
    image = bytes(nor.cells)
    used = [at for at in range(3 * SECTOR) if image[at] != 0xFF]
    chance = random.Random(5)
    cases = [(at, chance.randrange(8)) for at in used]
    cases += [(chance.randrange(6 * SECTOR), chance.randrange(8)) for _ in range(300)]
    refused = 0
    for at, bit in cases:
        cells = bytearray(image)
        cells[at] ^= 1 << bit
        for item, answer in answers(opened(Nor(image=bytes(cells))), items):
            assert answer in (None, fields(item)), (at, bit)
            refused += answer is None
    assert refused > len(used)


# --- the size that a shop has


@pytest.fixture(scope="module")
def large() -> tuple[Nor, list[Item]]:
    nor = Nor(512 * SECTOR)
    items = [make_item(number) for number in range(COUNT)]
    load(opened(nor), items, capacity=COUNT * 4 // 5)
    return nor, items


def test_reads_per_look_up_of_10000_items(large: tuple[Nor, list[Item]]) -> None:
    nor, items = large
    nor.counts.reads = nor.counts.read_bytes = 0
    goods = opened(nor)
    assert (nor.counts.reads, nor.counts.read_bytes) == (2, 2 * PAGE)
    most = {"code": 0, "barcode": 0, "unknown": 0}
    total = {"code": 0, "barcode": 0, "unknown": 0}

    def counted(kind: str, look_up, key) -> Item | None:
        start, size = nor.counts.reads, nor.counts.read_bytes
        found = look_up(key)
        reads = nor.counts.reads - start
        assert nor.counts.read_bytes - size == reads * PAGE
        most[kind] = max(most[kind], reads)
        total[kind] += reads
        return found

    for item in items:
        found = counted("code", goods.find, item.code)
        assert found and fields(found) == fields(item)
        assert counted("unknown", goods.find, item.code + 1) is None
        if item.gtin:
            found = counted("barcode", goods.find_barcode, item.gtin)
            assert found and fields(found) == fields(item)
    for number in range(1, COUNT):
        if number % 5 == 0:
            assert counted("unknown", goods.find_barcode, gtin(number * 7919 + 1)) is None
    assert most == {"code": 5, "barcode": 4, "unknown": 4}
    assert total["barcode"] < 3.05 * 0.8 * COUNT


def test_size_and_order_of_10000_items(large: tuple[Nor, list[Item]]) -> None:
    nor, items = large
    goods = opened(nor)
    assert (goods.count, goods.barcodes) == (COUNT, COUNT * 4 // 5)
    assert [item.code for item in goods.items()] == [item.code for item in items]
    run_all(goods.verify())
    used = sum(any(cell != 0xFF for cell in nor.cells[at : at + SECTOR])
               for at in range(0, len(nor.cells), SECTOR))  # fmt: skip
    assert used * SECTOR < 72 * COUNT


def test_price_changes_fill_up_evenly(large: tuple[Nor, list[Item]]) -> None:
    """Most of the 465 places are used before the first refusal, which changes nothing."""
    nor = Nor(image=bytes(large[0].cells))
    goods = opened(nor)
    changed: dict[int, int] = {}
    with pytest.raises(Full):
        for item in large[1][::7]:
            goods.set_price(item.code, item.price + 5)
            changed[item.code] = item.price + 5
    assert 250 < len(changed) == goods.changed() <= 465
    for code, price in changed.items():
        start = nor.counts.reads
        found = goods.find(code)
        assert found and found.price == price
        assert nor.counts.reads - start <= 8


@pytest.mark.parametrize("step", [1, 2, 10, 1000])
def test_barcodes_in_a_row_are_spread(step: int) -> None:
    nor = Nor(200 * SECTOR)
    items = []
    for number in range(3000):
        item = Item(number + 1, "Я", 1)
        item.gtin = gtin(number * step)
        items.append(item)
    load(opened(nor), items, capacity=3000)
    goods = opened(nor)
    nor.counts.reads = 0
    assert all(goods.find_barcode(item.gtin) for item in items)
    assert nor.counts.reads < 3.1 * 3000
