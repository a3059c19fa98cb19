"""The goods base and the power: every flash operation of a load and of price changes, cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bu.fiscal.goods import Item
from bu.storage.errors import NotFormatted
from bu.storage.goods import Goods
from host_tests.portable.goods_support import (
    PAGE,
    SECTOR,
    TIME,
    base_file,
    fields,
    load,
    make_item,
    opened,
    receive,
    run_all,
)
from host_tests.storage_support import Step, Trace, cuts, tears, torn
from tools.bench.models.nor import Nor

BLOCKS = 6
Loader = Callable[[Goods, list[Item], int], None]


class Half:
    """Lets `base_file` read a chip."""

    def __init__(self, nor: Nor) -> None:
        self.nor = nor

    def get(self, at: int, buf: bytearray) -> None:
        self.nor.readblocks(at // SECTOR, buf, at % SECTOR)


def items(first: int, count: int) -> list[Item]:
    return [make_item(number) for number in range(first, first + count)]


def built(goods: Goods, wanted: list[Item], version: int) -> None:
    load(goods, wanted, version, TIME, 25)


def received(goods: Goods, wanted: list[Item], version: int) -> None:
    nor = Nor(BLOCKS * SECTOR)
    built(opened(nor), wanted, version)
    receive(goods, base_file(Half(nor), 0), 300)


def contents(goods: Goods) -> list[tuple]:
    """All of a base, checked in every way it can be read."""
    found = list(goods.items())
    for item in found:
        assert fields(goods.find(item.code)) == fields(item)
        if item.gtin:
            assert fields(goods.find_barcode(item.gtin)) == fields(item)
    assert goods.count == len(found)
    return [fields(item) for item in found]


def stride(step: Step) -> int:
    """Every byte of a header; of other pages every 23rd, and their ends (`tears`)."""
    return 1 if step.data is not None and step.offset == 0 and step.block % 3 == 0 else 23


LOADERS = [pytest.param(built, id="item by item"), pytest.param(received, id="from a file")]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("before", [1, 2], ids=["into a blank half", "over an older base"])
def test_a_cut_load_leaves_the_old_base_or_the_new_one(loader: Loader, before: int) -> None:
    trace = Trace(Nor(BLOCKS * SECTOR))
    goods = opened(trace)
    old, new = items(0, 25), items(12, 30)
    for version in range(1, before + 1):
        built(goods, old if version == before else items(40, 9), version)
    goods.set_price(old[3].code, 4321)
    old[3].price = 4321
    trace.steps.clear()
    loader(goods, new, 7)
    assert len(trace.steps) > 10
    known = {before: [fields(item) for item in old], 7: [fields(item) for item in new]}
    seen = set()
    for number, step in enumerate(trace.steps):
        for tear in tears(step, stride(step)):
            nor = torn(step, tear)
            goods = opened(nor)
            assert contents(goods) == known[goods.version], (number, tear)
            seen.add(goods.version)
        run_all(goods.verify())
        received(goods, new, 9)  # the last chip of each step is loaded again
        assert contents(opened(nor)) == known[7]
    assert seen == set(known)


@pytest.mark.parametrize("loader", LOADERS)
def test_a_cut_first_load_is_no_base_or_a_whole_one(loader: Loader) -> None:
    trace = Trace(Nor(BLOCKS * SECTOR))
    new = items(0, 20)
    loader(opened(trace), new, 1)
    for step in trace.steps:
        for tear in tears(step, stride(step)):
            nor = torn(step, tear)
            goods = opened(nor)
            if goods.loaded:
                assert contents(goods) == [fields(item) for item in new]
            elif not goods.damage:
                with pytest.raises(NotFormatted):
                    goods.find(5)
        loader(goods, new, 2)
        assert contents(opened(nor)) == [fields(item) for item in new]


def test_a_cut_price_change_leaves_the_old_price_or_the_new_one() -> None:
    trace = Trace(Nor(BLOCKS * SECTOR))
    goods = opened(trace)
    sold = items(0, 12)
    built(goods, sold, 1)
    trace.steps.clear()
    prices = {item.code: item.price for item in sold}
    for number in range(60):
        code, price = sold[number * number % 5].code, 5000 + number
        trace.state = (dict(prices), code, price)
        goods.set_price(code, price)
        prices[code] = price
    outcomes = set()
    for step, tear, nor in cuts(trace):
        before, code, price = step.state
        goods = opened(nor)
        found = {item.code: item.price for item in goods.items()}
        outcomes.add(found[code] == price)
        assert found in (before, {**before, code: price}), tear
        goods.set_price(code, 777)  # and the next change has its place
        found[code] = 777
        assert {item.code: item.price for item in opened(nor).items()} == found
        run_all(goods.verify())
    assert outcomes == {True, False}
    assert all(step.data is not None and len(step.data) == PAGE for step in trace.steps)
