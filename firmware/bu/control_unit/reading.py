"""What can be read of journal and БЭП: control tape, БЭП report (регл. 14, 18.3, 18.4, 35.6)."""

from micropython import const

from bu import late
from bu.control_unit import papers
from bu.control_unit.core import JOURNAL, MEMORY, Guard
from bu.fiscal import dates
from bu.fiscal import document as d
from bu.fiscal.refusal import Refusal
from bu.storage import journal as j

# Kinds of the БЭП's records, as in `bu.storage.fiscal_records`.
_SHIFT = const(0x1E)
_REGISTRATION = const(0x1D)
_RESTART = const(0x27)
_DAMAGED = const(0)


def tape_records(unit, first: int = 0, last: int = 0):
    """Documents and cancelled receipts of the shift in the order written (регл. 14).

    `first` and `last` bound the through numbers; 0 is no bound. For `bu.printing.tape.record`.
    """
    core = unit._core
    stored = late.fetch(papers.STORED)
    after = 0
    with Guard(JOURNAL):
        for entry in core.journal.entries():
            if entry.record == j.OPENING or entry.kind == d.Z_REPORT:
                continue
            if entry.damaged:
                raise Refusal("journal_faulty", str(entry.number))
            after = entry.number if entry.record == j.PREPARED else after
            if after < first or (last and after > last):
                continue
            if entry.record == j.CANCELLED:
                yield late.fetch(papers.STORED_REPORTS).load_cancelled(core, entry)
            else:
                yield stored.load(core, entry)


async def control_tape(unit, first: int = 0, last: int = 0) -> None:
    """Контрольная лента of the open shift, or of these documents, on paper (регл. 18.4)."""
    tape = late.fetch("bu.printing.tape")
    core = unit._core
    core.require_shift()
    records = tape_records(unit, first, last)
    await unit._print(tape.control_tape(core.info(), core.board.rtc.now(), records))


async def memory_report(unit, first, last) -> None:
    """Отчет по данным из БЭП by Z numbers (ints) or dates (6-tuples), ends included."""
    core = unit._core
    core.require_idle()
    core.registration()
    if first > last:
        raise Refusal("bad_period")
    await unit._cycle.printer_ready()
    number = core.settings.get("memory.reports") + 1
    core.settings.set("memory.reports", number)
    with Guard(MEMORY):
        kept = core.memory.visit()
    span: list = []
    layout = late.fetch("bu.printing.memory").memory_report(
        core.info(),
        number,
        core.board.rtc.now(),
        _period(first, last),
        ((r.registration.ordinal, r.date_time) for r in kept.of_kind(_REGISTRATION)),
        _shifts(kept, first, last, span),
        _restarts(kept, span if isinstance(first, int) else (first, last)),
    )
    with Guard(MEMORY):
        await unit._print(layout)


def shifts(unit, first: int, last: int):
    """(Z number, date and time, payment documents, [(currency, sales)]) of the БЭП's records
    `first` to `last`; of a damaged one (number, None, 0, None)."""
    with Guard(MEMORY):
        yield from _shifts(unit._core.memory.visit(), first, last, [])


def _shifts(memory, first, last, span):
    """As `shifts`; `span` gets the times of the first and the last one that is whole."""
    chosen = memory.by_numbers if isinstance(first, int) else memory.by_dates
    for entry in chosen(first, last):
        if entry.kind == _DAMAGED:
            yield entry.number, None, 0, None
        elif entry.kind == _SHIFT:
            span[1:] = (entry.date_time,) if span else (entry.date_time, entry.date_time)
            yield entry.z, entry.date_time, entry.documents, entry.totals


def _restarts(memory, span):
    """(ordinal, time) of the restarts within `span`, which is known behind the shifts."""
    if not span:
        return
    for entry in memory.of_kind(_RESTART):
        if span[0] <= entry.date_time <= span[1]:
            yield entry.ordinal, entry.date_time


def _period(first, last) -> str:
    if isinstance(first, int):
        return "%d - %d" % (first, last)
    return "%s - %s" % (dates.text(first)[:10], dates.text(last)[:10])
