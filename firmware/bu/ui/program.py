"""The mode «Программирование»: settings, cashiers, passwords, rates, clock, prices (регл. 7)."""

from micropython import const

from bu import late
from bu.fiscal import money
from bu.fiscal.goods import parse_code
from bu.ui import users, words
from bu.ui import words_service as more
from bu.ui.displays import pair
from bu.ui.prompts import DIGITS_ONLY, LATIN, choose, confirm, number, text
from bu.ui.prompts_rare import clock
from bu.ui.tasks import serve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console

_LONGEST_TEXT = const(255)
_EDITOR = const("bu.ui.settings")


async def run(ui: "Console") -> None:
    """The menu of the mode, until C."""
    await serve(ui, more.PROGRAM, _TASKS)


async def _settings(ui: "Console"):
    await late.visit(_EDITOR, "run", ui)


async def _sections(ui: "Console"):
    await late.visit(_EDITOR, "section", ui)


async def _rates(ui: "Console"):
    """The programmed currencies: one is changed or removed, or a new one is added."""
    unit = ui.unit
    listed = unit.rates()
    names = ["%s %s/%d" % (code, money.text(rate, money.EXCHANGE_DIGITS), units)
             for code, rate, units in listed]  # fmt: skip
    at = await choose(ui, more.RATES, names + [more.ADD])
    if at < len(listed):
        code = listed[at][0]
        if await choose(ui, code, (more.CHANGE, more.REMOVING)):
            await confirm(ui, more.REMOVE, code)
            unit.remove_rate(code)
            return
    else:
        code = await text(ui, more.ASK_CODE, limit=3, letters=LATIN)
    units = await number(ui, more.ASK_UNITS, "bad_rate", 0, text="1")
    rate = await number(ui, more.ASK_RATE, "bad_rate", money.EXCHANGE_DIGITS)
    unit.set_rate(code, rate, units)


async def _price(ui: "Console"):
    """A new price of one item of the goods base."""
    code = parse_code(await text(ui, words.ASK_CODE, limit=14, letters=DIGITS_ONLY))
    item = ui.unit.goods_item(str(code))
    hint = pair(more.NOW, money.text(item.price))
    price = await number(ui, item.name, "bad_price", hint=hint)
    ui.unit.goods_price(item.code, price)


async def _goods(ui: "Console"):
    from bu.ui import goods

    await goods.run(ui)


async def _print_text(ui: "Console"):
    """Text that is no document; paper says so (регл. 32)."""
    typed = await text(ui, more.ASK_TEXT, limit=_LONGEST_TEXT)
    await ui.do(ui.unit.print_text, [typed])


_TASKS = (
    (more.SETTINGS, _settings),
    (more.SECTIONS, _sections),
    (more.CASHIERS, users.run),
    (more.PASSWORDS, users.passwords),
    (more.RATES, _rates),
    (more.CLOCK, clock),
    (more.PRICES, _price),
    (more.PRINT_TEXT, _print_text),
    (more.GOODS, _goods),
)
