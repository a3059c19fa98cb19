"""Every setting of the register, one after the other (регл. 7, 17, 24, 29).

`unit.settings()` says what there is: (name, value, kind, limits), the kinds as in
`bu.storage.settings_table`. `_EDITORS` has what asks for a new value of each kind; a setting whose
kind stands not there has a dialogue of its own, or belongs to the unit itself.
"""

from bu.fiscal.refusal import Refusal
from bu.storage import settings_table as table
from bu.ui import titles, words
from bu.ui import words_service as more
from bu.ui.console import Back
from bu.ui.displays import SOUND_ERROR, right
from bu.ui.prompts import ENTER, LATIN, choose, number, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console


async def run(ui: "Console") -> None:
    """All but those of the sections."""
    await _browse(ui, lambda name: not name.startswith(_SECTION))


async def section(ui: "Console") -> None:
    """Name and VAT of one section (регл. 13)."""
    wanted = await number(ui, words.ASK_SECTION, "bad_section", 0)
    if wanted > table.SECTIONS:
        raise Refusal("bad_section", str(wanted))
    start = "%s%d." % (_SECTION, wanted)
    await _browse(ui, lambda name: name.startswith(start))


async def _browse(ui: "Console", chosen):
    """↑ ↓ go from one to the next, ВВОД changes it, until C."""
    at = 0
    while True:
        listed = [e for e in ui.unit.settings() if e[2] in _EDITORS and chosen(e[0])]
        name, value, kind, limits = listed[at]
        ui.show(titles.of(name), right(shown(name, value, kind)), more.BROWSE)
        key = await ui.event()
        if key == "clear":
            return
        if key == "down":
            at = (at + 1) % len(listed)
        elif key == "up":
            at = (at - 1) % len(listed)
        elif key == ENTER:
            await _change(ui, name, value, kind, limits)
        else:
            ui.sound(SOUND_ERROR)


_SECTION = "section."


async def _change(ui: "Console", name, value, kind, limits):
    try:
        fresh = await _EDITORS[kind](ui, name, value, limits)
    except Back:
        return
    if fresh != value:
        try:
            ui.unit.configure(name, fresh)
        except Refusal as refusal:
            if refusal.detail == name:
                refusal.detail = titles.of(name)
            raise


def shown(name: str, value, kind: int) -> str:
    """A value as the display has it."""
    if kind == table.TEXTS:
        return more.LINES % len(value)
    return titles.choice(name, value) if kind == table.CHOICE else str(value)


async def _integer(ui: "Console", name, value, limits):
    hint = "%d - %d" % limits
    return await number(ui, titles.of(name), "bad_setting", 0, text=str(value), hint=hint)


async def _choice(ui: "Console", name, value, limits):
    names = [titles.choice(name, one) for one in limits]
    return limits[await choose(ui, titles.of(name), names, limits.index(value))]


async def _text(ui: "Console", name, value, limits):
    return await text(ui, titles.of(name), value, limits[0])


async def _code(ui: "Console", name, value, limits):
    return await text(ui, titles.of(name), value, 3, LATIN)


async def _texts(ui: "Console", name, value, limits):
    """Lines of text: one is chosen and typed anew; an empty one is taken out."""
    lines = list(value)
    offered = lines + [more.ADD] if len(lines) < limits[0] else lines
    at = await choose(ui, titles.of(name), offered)
    typed = await text(ui, titles.of(name), lines[at] if at < len(lines) else "", limits[1])
    lines[at : at + 1] = [typed] if typed else []
    return tuple(lines)


_EDITORS = {
    table.INT: _integer,
    table.CHOICE: _choice,
    table.TEXT: _text,
    table.TEXTS: _texts,
    table.CODE: _code,
}
