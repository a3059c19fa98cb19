"""The goods base from the keypad: items are entered, changed and taken out one by one (регл. 13).

Each change writes the whole base anew into the other half of its region (`bu.storage.goods`), the
items in the order of their codes: what a file cannot do, a person does not want to do often. Until
the last step the old base is in force.
"""

import asyncio

from bu.control_unit.core import GOODS, Guard
from bu.fiscal import document as d
from bu.fiscal import goods as rules
from bu.fiscal import money
from bu.fiscal.refusal import Refusal
from bu.ui import words
from bu.ui import words_service as more
from bu.ui.prompts import DIGITS_ONLY, choose, confirm, number, text, until_right
from bu.ui.tasks import serve


async def run(ui) -> None:
    """The menu of items, until C."""
    await serve(ui, more.GOODS, _TASKS)


async def _code(ui):
    async def once():
        return rules.parse_code(await text(ui, words.ASK_CODE, limit=14, letters=DIGITS_ONLY))

    return await until_right(ui, once)


def _find(ui, code):
    """The item with this code in the base, or None."""
    base = ui.unit.goods
    with Guard(GOODS):
        return base.find(code) if base.loaded else None


async def _typed(ui, title, parse, value, limit, letters=DIGITS_ONLY):
    async def once():
        return parse(await text(ui, title, value, limit, letters))

    return await until_right(ui, once)


async def _put(ui):
    """Asks for everything of one item, which begins as it is in the base."""
    code = await _code(ui)
    old = _find(ui, code) or rules.Item(code, "", 0)
    name = await _typed(ui, more.ITEM_NAME, rules.parse_name, old.name, rules.MAX_NAME, 0)
    price = money.text(old.price) if old.price else ""
    item = rules.Item(code, name, await number(ui, more.ITEM_PRICE, "bad_price", text=price))
    item.gtin = await _typed(ui, more.ITEM_GTIN, rules.parse_gtin, old.gtin, 14)
    section = str(old.section)
    item.section = await number(ui, words.ASK_SECTION, "bad_section", 0, text=section)
    vat = "" if old.vat == d.NO_VAT else money.short(old.vat, money.RATE_DIGITS)
    item.vat = await _typed(ui, more.ITEM_VAT, rules.parse_vat, vat, 6)
    item.marking = await choose(ui, more.ITEM_MARKING, more.MARKINGS, old.marking)
    if not item.marking:
        item.weighed = bool(await choose(ui, more.ITEM_WEIGHED, more.NO_YES, int(old.weighed)))
    rules.check(item)
    await confirm(ui, name, money.text(item.price))
    await _rebuild(ui, item, code)


async def _remove(ui):
    item = _find(ui, await _code(ui))
    if item is None:
        raise Refusal("goods_unknown")
    await confirm(ui, more.REMOVE, item.name)
    await _rebuild(ui, None, item.code)


async def _rebuild(ui, item, code):
    """The base without the item `code`, with `item` in its place; a step an item."""
    ui.wait()
    base = ui.unit.goods
    with Guard(GOODS):
        builder = base.build(base.count + 1)
        for other in base.items() if base.loaded else ():
            if item is not None and item.code < other.code:
                builder.add(item)
                item = None
            if other.code != code:
                builder.add(other)
            await asyncio.sleep(0)
        if item is not None:
            builder.add(item)
        for _ in builder.finish(base.version + 1, ui.unit.now()):
            await asyncio.sleep(0)


_TASKS = (
    (more.PUT, _put),
    (more.REMOVING, _remove),
)
