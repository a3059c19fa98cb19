"""Cash without goods: deposit, withdrawal, payout to a card holder, void (регл. 10.14-10.16).

The sum is typed before the key or asked for; the question that follows shows it, and ВАЛЮТА takes
the next programmed currency.
"""

from bu.fiscal import money
from bu.fiscal.refusal import Refusal
from bu.ui import words
from bu.ui import words_rare as rare
from bu.ui.console import Back
from bu.ui.displays import SOUND_ALARM, SOUND_ERROR, big, pair
from bu.ui.prompts import ENTER, confirm, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console
    from bu.ui.desk import Desk


async def deposit(desk: "Desk") -> None:
    """ВНЕСЕНИЕ."""
    await _move(desk, rare.DEPOSIT, desk.unit.deposit)


async def withdraw(desk: "Desk") -> None:
    """ИЗЪЯТИЕ."""
    await _move(desk, rare.WITHDRAWAL, desk.unit.withdraw)


async def payout(desk: "Desk") -> None:
    """ВЫДАЧА."""
    await _move(desk, rare.PAYOUT, desk.unit.card_payout)


async def _move(desk: "Desk", title, method):
    ui = desk.ui
    if desk.typed():
        amount = desk.take(money.SUM_DIGITS, "bad_sum")
    else:
        amount = await number(ui, title, "bad_sum")
    if not amount:
        raise Refusal("bad_sum")
    currency = await _agree(ui, title, amount)
    await ui.do(method, amount, currency)
    desk.say(title, big(currency, money.text(amount)))
    if desk.receipt is None:
        desk.draw()


async def _agree(ui: "Console", title, amount):
    """Shows the sum until it is agreed to; its currency."""
    listed = ui.unit.currencies()
    at = 0
    ui.sound(SOUND_ALARM)
    while True:
        row = pair(listed[at], money.text(amount))
        ui.show(title, row, words.YES_NO)
        key = await ui.event()
        if key == ENTER:
            return listed[at]
        if key == "clear":
            raise Back()
        if key == "currency":
            at = (at + 1) % len(listed)
        else:
            ui.sound(SOUND_ERROR)


async def void(desk: "Desk") -> None:
    """АННУЛ: the last sale of the shift, shown before the question."""
    ui = desk.ui
    sale = desk.unit.last_sale()
    if sale is None:
        raise Refusal("nothing_to_void")
    sold, row = sale.number, big(sale.currency, money.text(sale.total))
    notes = ""
    if sale.exchanged():
        given = ["%s %s" % (code, money.text(amount)) for code, amount in sale.drawer_moves()]
        notes = pair(words.GIVEN, " ".join(given))
    sale = None  # the void reads it anew: it is not needed twice
    ui.sound(SOUND_ALARM)
    await confirm(ui, rare.VOID % sold, row)
    await ui.do(desk.unit.void)
    desk.finish(rare.VOIDED % sold, row, notes)
    ui.customer(rare.VOIDED % sold, row)
