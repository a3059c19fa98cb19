"""Reports and copies: X, Z, copy of a document, control tape (регл. 10.10-10.12, 14, 18, 34)."""

from bu import late
from bu.fiscal import money
from bu.fiscal.refusal import Refusal
from bu.ui import words_rare as rare
from bu.ui.console import VIEW_ROWS, Back
from bu.ui.displays import COLUMNS, SOUND_ALARM, SOUND_ERROR, pair
from bu.ui.prompts import ENTER, choose, confirm, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bu.ui.console import Console
    from bu.ui.desk import Desk

# Fewer free records of the БЭП than this are shown (регл. 35.3).
_FEW = 30


async def x_report(desk: "Desk") -> None:
    """X."""
    await desk.ui.do(desk.unit.x_report)
    desk.finish(rare.X_REPORT, *_figures(desk.unit))


async def z_report(desk: "Desk") -> None:
    """Z: asks first, with the figures; while the shift is closed, a copy of the last one."""
    ui, unit = desk.ui, desk.unit
    if not unit.shift_open():
        await confirm(ui, rare.COPY_Z)
        await ui.do(unit.copy_z)
        desk.finish(rare.COPY_PRINTED)
        return
    rows = await close(ui)
    left = unit.free_records()
    row = pair(rare.FREE_RECORDS, str(left)) if left < _FEW else rows[1]
    desk.finish(rare.Z_REPORT, rows[0], row)
    desk.draw()


async def close(ui: "Console") -> tuple:
    """Closes the shift after a question; its figures as rows."""
    rows = _figures(ui.unit)
    ui.sound(SOUND_ALARM)
    await confirm(ui, rare.CLOSE_SHIFT, rows[0])
    await ui.do(ui.unit.z_report)
    return rows


def _figures(unit):
    """Sales and cash of the base currency."""
    report = unit.figures()
    sales = report.counters.get(report.base, "sales_sum")
    drawer = report.counters.get(report.base, "drawer")
    return pair(rare.SALES, money.text(sales)), pair(rare.DRAWER, money.text(drawer))


async def copy(desk: "Desk") -> None:
    """КОПИЯ: of the last payment document, or of the document whose number was typed."""
    wanted = desk.take(0, "nothing_to_copy") if desk.typed() else 0
    await desk.ui.do(desk.unit.copy, wanted)
    desk.finish(rare.COPY_PRINTED)


async def tape(desk: "Desk") -> None:
    """ЛЕНТА: the journal of the shift on paper or on the display."""
    ui, unit = desk.ui, desk.unit
    chosen = await choose(ui, rare.TAPE, rare.TAPE_WAYS)
    if chosen == 0:
        await ui.do(unit.control_tape)
    elif chosen == 1:
        first = await number(ui, rare.FIRST_NUMBER, "nothing_to_copy", 0)
        last = await number(ui, rare.LAST_NUMBER, "nothing_to_copy", 0, text=str(first))
        await ui.do(unit.control_tape, first, last)
    else:
        wanted = await number(ui, rare.ASK_NUMBER, "nothing_to_copy", 0) if chosen == 3 else 0
        await _view(ui, unit, wanted)


async def _view(ui: "Console", unit, wanted):
    """The journal in the order written, or the document `wanted`: ВВОД or ↓ goes on, C leaves."""
    info = unit.info(COLUMNS)
    text = late.fetch("bu.printing.text")
    layout = late.fetch("bu.printing.tape")
    found = not wanted
    for entry in unit.tape_records(wanted, wanted):
        if wanted and (not entry.kind or entry.number != wanted):
            continue  # a receipt that was cancelled behind it
        found = True
        rows = []
        for line in text.lines(layout.record(info, entry)):
            rows.append(line)
            if len(rows) == VIEW_ROWS:
                await _page(ui, rows)
                rows = []
        if rows:
            await _page(ui, rows)
    if not found:
        raise Refusal("nothing_to_copy", str(wanted))
    await ui.message(rare.END)


async def _page(ui: "Console", rows):
    while True:
        ui.show(*rows)
        key = await ui.event()
        if key in (ENTER, "down"):
            return
        if key == "clear":
            raise Back()
        ui.sound(SOUND_ERROR)
