"""What only the modes behind the desk ask for: dates, times, new passwords (see `prompts`)."""

from micropython import const

from bu.fiscal import dates
from bu.fiscal.refusal import Refusal
from bu.ui import words_service as more
from bu.ui.entry import NumberEntry
from bu.ui.prompts import ask, confirm, password, until_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console

_DATE_MASK = const("__.__.____")
_TIME_MASK = const("__:__:__")


async def new_password(ui: "Console") -> str:
    """A new password, typed twice."""
    while True:
        typed = await password(ui, more.NEW_PASSWORD)
        if typed == await password(ui, more.AGAIN):
            return typed
        await ui.message(more.DIFFERENT)


async def _masked(ui: "Console", title, mask, start):
    """As many digits as the mask has places."""
    entry = NumberEntry("", limit=mask.count("_"), point=False)

    def shown(typed):
        out = ""
        place = 0
        for sign in mask:
            if sign == "_" and place < len(typed):
                sign = typed[place]
                place += 1
            out += sign
        return out

    hint = dates.text(start) if dates.valid(start) else ""
    await ask(ui, title, entry, shown=shown, hint=hint[:10] if mask == _DATE_MASK else hint[11:])
    return entry.text


async def date(ui: "Console", title: str, start: tuple) -> tuple:
    """A date as the 6-tuple of its first second; nothing typed: that of `start`."""

    async def once():
        typed = await _masked(ui, title, _DATE_MASK, start)
        found = tuple(start[:3]) + (0, 0, 0)
        if typed:
            found = _numbers(typed, (4, 2, 0), (8, 4, 2)) + (0, 0, 0)
        return _checked(found, typed)

    return await until_right(ui, once)


async def time(ui: "Console", title: str, start: tuple) -> tuple:
    """Hour, minute, second; nothing typed: those of `start`."""

    async def once():
        typed = await _masked(ui, title, _TIME_MASK, start)
        found = tuple(start[3:])
        if typed:
            found = _numbers(typed, (0, 2, 4), (2, 4, 6))
        return _checked((2000, 1, 1) + found, typed)[3:]

    return await until_right(ui, once)


async def clock(ui: "Console") -> None:
    """Asks for date and time, and sets the clock."""
    now = ui.unit.now()
    day = await date(ui, more.ASK_DATE, now)
    new = day[:3] + await time(ui, more.ASK_TIME, now)
    await confirm(ui, more.SET_CLOCK, dates.text(new))
    ui.unit.set_clock(new)


def _numbers(typed, starts, ends):
    return tuple(int(typed[starts[i] : ends[i]] or "0") for i in range(3))


def _checked(found, typed):
    if not dates.valid(found):
        raise Refusal("bad_time", typed)
    return found
