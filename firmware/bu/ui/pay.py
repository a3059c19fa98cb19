"""Subtotal, total and payment of a receipt (регл. 10.2-10.5, 25, прил. 1 раздел I, 5.8-5.11).

    ИТОГ or НАЛ alone          exact cash for what is left to pay
    digits, ИТОГ or НАЛ        so much cash was handed over; change is shown
    КАРТА, ИНОЕ                what is left, or the digits, by card or otherwise
    digits, ВАЛЮТА             cash in the currency that is chosen
    ВАЛЮТА                     before the first line: the receipt's currency; later: the change's

The receipt is registered as soon as nothing is left to pay. A refund asks first.
"""

from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.refusal import Refusal
from bu.ui import lines, prompts, words
from bu.ui.displays import SOUND_ALARM, big, pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.desk import Desk

_TENDERS = {d.CASH: words.CASH, d.CARD: words.CARD, d.OTHER: words.OTHER}


def _receipt(desk: "Desk"):
    if desk.receipt is None or all(line.corrected for line in desk.receipt.lines):
        raise Refusal("receipt_empty")
    return desk.receipt


async def subtotal(desk: "Desk") -> None:
    """ПОДЫТОГ: what it comes to; discounts behind it go to the whole."""
    _receipt(desk)
    desk.whole = True
    desk.ui.customer(words.SUBTOTAL, lines.total_row(desk))


async def cash(desk: "Desk") -> None:
    """ИТОГ and НАЛ."""
    await _tender(desk, d.CASH)


async def card(desk: "Desk") -> None:
    """КАРТА."""
    await _tender(desk, d.CARD)


async def other(desk: "Desk") -> None:
    """ИНОЕ."""
    await _tender(desk, d.OTHER)


async def _tender(desk: "Desk", kind):
    receipt = _receipt(desk)
    if desk.percent or desk.quantity is not None:
        raise Refusal("bad_sum", desk.entry.text)
    if desk.typed():
        amount = desk.take(money.SUM_DIGITS, "bad_sum")
    else:
        amount = desk.unit.to_pay(receipt, desk.tenders)
    if amount or desk.typed():
        await _pay(desk, d.Tender(kind, amount))
    else:
        await _close(desk)


async def currency(desk: "Desk") -> None:
    """ВАЛЮТА."""
    if desk.typed():
        amount = desk.take(money.SUM_DIGITS, "bad_sum")
        receipt = _receipt(desk)
        code = await prompts.currency(desk.ui, words.ASK_TENDER_CURRENCY)
        own = code == receipt.currency
        await _pay(desk, d.Tender(d.CASH, amount) if own else desk.unit.foreign(code, amount))
        return
    if desk.receipt is not None and desk.receipt.lines:
        chosen = desk.change_currency
        desk.change_currency = await prompts.currency(desk.ui, words.ASK_CHANGE, chosen)
        return
    desk.currency = await prompts.currency(desk.ui, words.ASK_CURRENCY, desk.currency)
    third = desk.receipt.third_party if desk.receipt is not None else 0
    desk.receipt = None
    desk.open().third_party = third


async def _pay(desk: "Desk", tender):
    """One payment more; registers the receipt where nothing is left."""
    tenders = desk.tenders + [tender]
    left = desk.unit.to_pay(desk.receipt, tenders)
    desk.tenders = tenders
    if left <= 0:
        await _close(desk)
    else:
        desk.ui.customer(
            pair(_TENDERS[tender.kind], money.text(tender.sum)),
            pair(words.LEFT, money.text(left)),
        )


async def _close(desk: "Desk"):
    """Registers the receipt with its payments; they are taken back where it is not done."""
    given, desk.tenders = desk.tenders, []
    total = desk.receipt.total()
    change = -desk.unit.to_pay(desk.receipt, given)
    taken = sum(tender.sum for tender in given)
    if desk.kind == d.REFUND:
        await _close_refund(desk, given, total)
        return
    first = pair(lines.named(desk, words.TOTAL), money.text(total))
    await desk.do(desk.unit.sell, desk.receipt, given, b"", desk.change_currency)
    _paid(desk, first, taken, change)


def _paid(desk: "Desk", first, taken, change):
    """What the displays say behind a sale; change in another currency as it was registered."""
    if not change:
        row = pair(words.PAID, money.text(taken))
        desk.finish(first, row, words.NO_CHANGE)
        desk.ui.customer(first, row)
        return
    row = big(words.CHANGE, money.text(change))
    if desk.change_currency not in ("", desk.unit.base()):
        sale = desk.unit.last_sale()
        assert sale is not None  # it was registered just now
        row = big("%s %s" % (words.CHANGE, sale.change_currency), money.text(sale.change_amount))
    desk.finish(first, pair(words.TAKEN, money.text(taken)), row)
    desk.ui.customer(first, row)


async def _close_refund(desk: "Desk", given, total):
    ui = desk.ui
    ui.sound(SOUND_ALARM)
    ways = ", ".join([_TENDERS[tender.kind] for tender in given])
    title = lines.named(desk, words.REFUND)
    await prompts.confirm(ui, pair(title, money.text(total)), ways)
    await desk.do(desk.unit.refund, desk.receipt, given)
    row = big(words.GIVEN, money.text(total))
    desk.finish(title, row)
    ui.customer(title, row)
