"""What dialogues ask with: a number, text, a password, a choice, yes or no.

Each is a coroutine of the console. C takes back what was typed, and with nothing left to take back
raises `Back`. A refused value is shown with its remedy and can be mended.
"""

from micropython import const

from bu.fiscal import money
from bu.fiscal.refusal import Refusal
from bu.ui import words
from bu.ui.console import Back
from bu.ui.displays import COLUMNS, SOUND_ERROR, right
from bu.ui.entry import NumberEntry, TextEntry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console

# What an answer was ended with, beside ВВОД, when a dialogue asks for more.
ENTER = "enter"
# Places in `letters.LETTERS`.
LATIN = const(2)
DIGITS_ONLY = const(4)
_SECRET_LIMIT = const(16)


async def ask(ui: "Console", title: str, entry, also=(), shown=None, hint: str = "") -> str:
    """Has `entry` filled; the key that ended it: ВВОД or one of `also`.

    Scanned text that fits fills it, unless what is typed is not shown.
    """
    shown = shown or _tail
    ui.mode = entry.mode
    try:
        while True:
            ui.show(title, hint, right(shown(entry.text)))
            key = await ui.event()
            if key == ENTER or key in also:
                return key
            if key == "clear":
                if not entry.erase():
                    raise Back()
            elif key == "scan" and shown is _tail and entry.paste(ui.scanned):
                return ENTER
            elif not entry.press(key, ui.clock.now_ms()):
                ui.sound(SOUND_ERROR)
            ui.mode = entry.mode
    finally:
        ui.mode = ""


def _tail(text):
    """The end of what is typed, with a cursor."""
    return text[-(COLUMNS - 1) :] + "_"


async def until_right(ui: "Console", ask_once):
    """Asks again until the answer is not refused; what `ask_once` returns."""
    while True:
        try:
            return await ask_once()
        except Refusal as refusal:
            await ui.refuse(refusal)


async def number(
    ui: "Console", title: str, code: str, digits: int = money.SUM_DIGITS, text: str = "",
    hint: str = "",
) -> int:
    """An integer of 10 ** -digits; `code` is the refusal of a wrong one."""
    entry = NumberEntry(text, point=bool(digits))

    async def once():
        await ask(ui, title, entry, hint=hint)
        return money.parse(entry.text, digits, code)

    return await until_right(ui, once)


async def text(
    ui: "Console", title: str, value: str = "", limit: int = 255, letters: int = 0
) -> str:
    """Text of at most `limit` characters; `letters`: where in `letters.LETTERS` to begin."""
    entry = TextEntry(value, limit, letters)
    await ask(ui, title, entry)
    return entry.text


async def password(ui: "Console", title: str) -> str:
    """A password, of which only the length is shown."""
    entry = TextEntry("", _SECRET_LIMIT, DIGITS_ONLY)
    await ask(ui, title, entry, shown=lambda text: "*" * len(text) + "_")
    return entry.text


async def choose(ui: "Console", title: str, items, at: int = 0) -> int:
    """The place of one of `items`: by its number 1-9, or with ↑ ↓ and ВВОД."""
    while True:
        rows = [title]
        first = max(0, min(at, len(items) - 2))
        for place in range(first, min(first + 2, len(items))):
            mark = ">" if place == at else " "
            rows.append("%s%d %s" % (mark, place + 1, items[place]))
        ui.show(*rows)
        key = await ui.event()
        if key == ENTER:
            return at
        if key == "clear":
            raise Back()
        if key == "down":
            at = min(at + 1, len(items) - 1)
        elif key == "up":
            at = max(at - 1, 0)
        elif len(key) == 1 and key in "123456789" and int(key) <= len(items):
            return int(key) - 1
        else:
            ui.sound(SOUND_ERROR)


async def confirm(ui: "Console", *lines: str) -> None:
    """Up to two lines and «ВВОД - да, C - нет»; Back for a no."""
    rows = list(lines) + [""] * (2 - len(lines))
    while True:
        ui.show(*(rows + [words.YES_NO]))
        key = await ui.event()
        if key == ENTER:
            return
        if key == "clear":
            raise Back()
        ui.sound(SOUND_ERROR)


async def currency(ui: "Console", title: str, at: str = "") -> str:
    """One of the programmed currencies, the base one first."""
    listed = ui.unit.currencies()
    if len(listed) == 1:
        return listed[0]
    return listed[await choose(ui, title, listed, listed.index(at) if at in listed else 0)]
