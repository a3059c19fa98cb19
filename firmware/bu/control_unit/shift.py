"""Shift and reports: opening, X, Z, copies, figures (регл. 8, 10.10-10.12, 18, 21, 34)."""

from micropython import const

from bu import late
from bu.control_unit import fold, papers
from bu.control_unit.core import JOURNAL, MEMORY, Guard
from bu.control_unit.operations import check_key
from bu.fiscal import dates
from bu.fiscal import document as d
from bu.fiscal.refusal import Refusal
from bu.fiscal.report import Report
from bu.printing import items
from bu.skno.client import OPEN_SHIFT, Z_REPORT

_CASHIER_SIZE = const(60)


async def open_shift(
    unit, cashier: str, key: "bytes | None" = b"", confirmed: bool = False
) -> None:
    """Opens the shift (40h) in the cashier's name.

    The clock is set from the СКНО (55h) where that gives a time; else the cashier must have
    `confirmed` the register's own (регл. 8).
    """
    core = unit._core
    core.registration()
    core.require_closed()
    check_cashier(cashier)
    check_key(key)
    await unit._cycle.gate.mend_clock()
    unit._blockings.require("open_shift")
    status = await unit._cycle.gate.ready(OPEN_SHIFT)
    if status.shift_open:
        raise Refusal("skno_shift")
    if key is None:
        return
    await _set_clock(unit, confirmed)
    now = core.now()
    number = core.memory.state.z_number + 1
    with Guard(MEMORY):
        core.memory.check_shift(number, now)
    paper = late.fetch(papers.RECORD).pack_opening(cashier)
    with Guard(JOURNAL):
        core.journal.opening(number, now, b"", paper, key)
    core.latest = now
    await unit._cycle.run()


async def confirm_clock_needed(unit) -> bool:
    """True where `open_shift` wants `confirmed`, because the СКНО gives no time (регл. 8)."""
    return await _skno_time(unit) is None


async def _set_clock(unit, confirmed):
    rtc = unit._core.board.rtc
    time = await _skno_time(unit)
    if time is not None:
        rtc.set(time)
    elif not confirmed:
        raise Refusal("clock_unconfirmed", dates.text(rtc.now()))


async def _skno_time(unit):
    """The СКНО's date and time; None where it gives none, or one before the last record."""
    try:
        time = await unit._cycle.gate.time()
    except Refusal:
        return None
    latest = unit._core.latest
    return time if latest is None or time >= latest else None


async def x_report(unit) -> Report:
    """Prints the X-report; the fold is repeated and compared first (регл. 18.1)."""
    unit._core.require_shift()
    report = _report(unit, 0)
    await unit._print(late.fetch(papers.REPORTS).x_report(unit._core.info(), report))
    return report


async def z_report(unit, key: "bytes | None" = b"") -> int:
    """Closes the shift: СКНО, БЭП, paper (регл. 18.2, 34); the Z-report's number."""
    core = unit._core
    core.require_shift()
    check_key(key)
    number = core.memory.state.z_number + 1
    await unit._cycle.gate.mend_clock()
    unit._blockings.require("z_report")
    await unit._cycle.printer_ready()
    await unit._cycle.gate.ready(Z_REPORT)
    if not _prepared(unit, number, key):
        return 0
    await unit._cycle.run()
    return number


def _prepared(unit, number, key):
    """Journals the Z-report (see `Operations._prepare`); False where the key says: a trial."""
    core = unit._core
    report = _report(unit, number)
    with Guard(MEMORY):
        core.memory.check_shift(number, report.formed)
    if key is None:
        return False
    made = late.fetch(papers.PREPARING)
    image = made.image(core, report)
    paper = made.record.pack_report(report)
    late.tidy()
    with Guard(JOURNAL):
        core.journal.prepare(d.Z_REPORT, number, report.formed, image, paper, key)
    core.latest = report.formed
    return True


async def copy(unit, number: int = 0) -> None:
    """Копия of a document in the journal; by default the last payment document (регл. 21)."""
    core = unit._core
    core.require_idle()
    wanted = number or core.journal.state.payment_number
    entry = core.find(number=wanted) if wanted else None
    if entry is None:
        raise Refusal("nothing_to_copy", str(wanted or ""))
    document = papers.load(core, entry)
    await unit._print(late.fetch(papers.LAYOUT).lay_out(core.info(), document, copy=True))


async def copy_z(unit) -> None:
    """«Копия Z-отчета» of the last Z-report, with the copy's own date and time (регл. 34)."""
    core = unit._core
    core.require_idle()
    entry = core.find(kind=d.Z_REPORT)
    if entry is None:
        raise Refusal("nothing_to_copy", "Z")
    report = late.fetch(papers.STORED_REPORTS).load_report(core, entry)
    now = core.board.rtc.now()
    await unit._print(late.fetch(papers.REPORTS).z_report(core.info(), report, copied=now))


async def print_text(unit, lines: list) -> None:
    """Text (str), pictures and codes (items) that are no document, marked so (регл. 32)."""
    unit._core.require_idle()
    await unit._print(late.fetch(papers.SLIPS).foreign_text(unit._core.info(), lines))


async def printer_act(unit, kind: int) -> None:
    """The printer's cutter (`printing.items.CUT`) or the money drawer (DRAWER): on the board's own
    pin where it has one, else the printer's."""
    drawer = getattr(unit._core.board, "drawer", None)
    if kind == items.DRAWER and drawer is not None:
        await drawer.open()
    else:
        await unit._print(((kind, None),))


def figures(unit) -> Report:
    """The shift's figures as they stand; of the last Z-report while the shift is closed."""
    core = unit._core
    state = core.journal.state
    if state.shift_open or not state.z_number:
        return _figures(unit, 0, state.shift_date_time, core.board.rtc.now())
    entry = core.find(number=state.z_number, kind=d.Z_REPORT)
    if entry is None:
        raise Refusal("journal_faulty", "Z %d" % state.z_number)
    return late.fetch(papers.STORED_REPORTS).load_report(core, entry)


def _report(unit, number: int) -> Report:
    """Figures of the open shift, after the full fold agreed (docs/design.md, promise 3)."""
    core = unit._core
    with Guard(JOURNAL):
        whole = fold.in_full(core.journal)
    if not core.fold.same(whole):
        raise Refusal("counters_differ")
    return _figures(unit, number, core.journal.state.shift_date_time, core.now())


def _figures(unit, number: int, opened: tuple, formed: tuple) -> Report:
    """A report of the counters as they stand."""
    core = unit._core
    report = Report(number, opened, formed, core.fold.counters, core.settings.get("base"))
    report.cashier = core.cashier
    report.rates = core.rates()
    return report


def check_cashier(name: str) -> None:
    """Refusal("bad_cashier") for a name that no document can show."""
    if not d.is_text(name) or len(name) > _CASHIER_SIZE:
        raise Refusal("bad_cashier", name[:_CASHIER_SIZE])
