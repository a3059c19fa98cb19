"""Changes to a receipt: discount, surcharge, correction, cancelling, third party (регл. 10).

СКИДКА and НАДБАВКА take the digits as a sum, behind % as a percentage; they go to the last line,
and behind ПОДЫТОГ to the whole receipt. КОРР takes back one line that is chosen; ОТМЕНА the whole
receipt, after a question with another key and a sound of its own.
"""

from bu.fiscal import money
from bu.fiscal.receipt import adjust_line
from bu.fiscal.refusal import Refusal
from bu.ui import lines, words
from bu.ui.console import Back
from bu.ui.displays import SOUND_ALARM, SOUND_ERROR, pair
from bu.ui.prompts import ENTER, confirm, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.desk import Desk

_UNP_DIGITS = 9


async def take_percent(desk: "Desk") -> None:
    """%: the digits are a percentage."""
    money.parse(desk.entry.text, money.RATE_DIGITS, "bad_rate")
    desk.percent = True


async def discount(desk: "Desk") -> None:
    """СКИДКА."""
    line, off = _target(desk)
    if line is None:
        desk.receipt.set_discount(*off)
    else:
        adjust_line(line, off, _given(line.surcharge, line.surcharge_rate))
    taken = line.discount if line is not None else desk.receipt.whole()[0]
    lines.tell(desk, words.DISCOUNT, -taken)
    desk.clear_entry()


async def surcharge(desk: "Desk") -> None:
    """НАДБАВКА."""
    line, on = _target(desk)
    if line is None:
        desk.receipt.set_surcharge(*on)
    else:
        off = _given(line.discount, line.discount_rate)
        before = _given(line.surcharge, line.surcharge_rate)
        adjust_line(line, off, on)
        if desk.receipt.cancelled_sum() > money.MAX_SUM:
            adjust_line(line, off, before)
            raise Refusal("counter_overflow")
    put = line.surcharge if line is not None else desk.receipt.whole()[1]
    lines.tell(desk, words.SURCHARGE, put)
    desk.clear_entry()


def _target(desk: "Desk"):
    """(last line, or None for the whole; (kopecks, hundredths of a percent))."""
    if desk.receipt is None or not desk.receipt.lines:
        raise Refusal("receipt_empty")
    line = None if desk.whole else desk.receipt.lines[-1]
    if line is not None and line.corrected:
        raise Refusal("bad_line", str(len(desk.receipt.lines)))
    if desk.percent:
        return line, (0, desk.take(money.RATE_DIGITS, "bad_rate"))
    return line, (desk.take(money.SUM_DIGITS, "bad_sum"), 0)


def _given(amount, rate):
    return (0, rate) if rate else (amount, 0)


async def correct(desk: "Desk") -> None:
    """КОРР: ↑ ↓ choose a line, ВВОД takes it back; КОРР again takes the next one up."""
    at = await pick(desk, words.CORRECT, "correct")
    line = desk.receipt.lines[at]
    desk.receipt.correct(at)
    lines.tell(desk, words.CORRECT, -line.net())


async def pick(desk: "Desk", label: str, again: str) -> int:
    """The place of a line of the receipt; the key `again` goes up as ↑ does. Clears the entry."""
    ui, receipt = desk.ui, desk.receipt
    if receipt is None or not receipt.lines:
        raise Refusal("receipt_empty")
    desk.clear_entry()
    at = len(receipt.lines) - 1
    while True:
        line = receipt.lines[at]
        name, row = lines.rows_of(line, "%s %d: " % (label, at + 1))
        ui.show(name, row, words.CHOOSE)
        key = await ui.event()
        if key == ENTER:
            return at
        if key == "clear":
            raise Back()
        if key in ("up", again):
            at = (at - 1) % len(receipt.lines)
        elif key == "down":
            at = (at + 1) % len(receipt.lines)
        else:
            ui.sound(SOUND_ERROR)


async def cancel(desk: "Desk") -> None:
    """ОТМЕНА: the whole receipt, after a question."""
    if desk.receipt is None or not desk.receipt.lines:
        if desk.receipt is None:
            raise Refusal("receipt_empty")
        desk.finish(words.CANCELLED)
        return
    ui = desk.ui
    ui.sound(SOUND_ALARM)
    amount = desk.receipt.cancelled_sum()
    await confirm(ui, words.CANCEL_RECEIPT, pair(words.SUM, money.text(amount)))
    await desk.do(desk.unit.cancel, desk.receipt)
    desk.finish(words.CANCELLED, pair(words.SUM, money.text(amount)))
    ui.customer(words.CANCELLED)


async def third_party(desk: "Desk") -> None:
    """УНП: the receipt is a payment for a third party (прил. 1 раздел VIII); 0 takes it back."""
    typed = desk.entry.text
    unp = desk.take(0, "bad_unp") if typed else await number(desk.ui, words.ASK_UNP, "bad_unp", 0)
    if unp and len(str(unp)) != _UNP_DIGITS:
        raise Refusal("bad_unp", str(unp))
    desk.open().third_party = unp
