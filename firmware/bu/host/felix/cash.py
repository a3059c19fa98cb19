"""Mode 1 beside the receipt's lines: shift, money in and out, 59h, BFh. A late module."""

from bu.host.felix.fields import text
from bu.host.felix.sale import cashier, ready

_CARD = 7  # requisite: number of the payment card


async def open_shift(felix, values, last):
    """9Ah; repeated at once it confirms the clock that the СКНО gives no time for (регл. 8)."""
    check = values[0] & 1
    confirmed = last is not None and last == (0x9A, values)
    key = None if check else felix.key
    await felix.unit.open_shift(cashier(felix, check), key, confirmed)


async def deposit(felix, values, last):
    """49h."""
    await ready(felix, values[0] & 1)
    if felix.unit.shift_open():
        await felix.unit.deposit(values[1], "", None if values[0] & 1 else felix.key)


async def payout(felix, values, last):
    """4Fh."""
    await ready(felix, values[0] & 1)
    if felix.unit.shift_open():
        await felix.unit.withdraw(values[1], "", None if values[0] & 1 else felix.key)


async def cancel(felix, values, last):
    """59h: what was entered is cancelled (регл. 10.9); a void or an empty receipt is forgotten, as
    is one whose shift was closed at the keypad."""
    if felix.receipt is not None and felix.receipt.lines and felix.unit.shift_open():
        await felix.unit.cancel(felix.receipt, felix.key)
    felix.finish()
    felix.text = []


async def requisite(felix, values, last):
    """BFh: its name in table 9 and its value, on paper behind the receipt (регл. 32)."""
    number, value = values
    if felix.dialect and number == _CARD and felix.stored(2, 1, 47) != b"\x01":
        return  # table 2 forbids the number of a card on paper, at first
    stored = felix.stored(9, number, 1)
    title = felix.handler("names.requisite")(number) if stored is None else text(stored)
    felix.say((title + " " + value).rstrip())
