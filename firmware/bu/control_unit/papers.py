"""Journal entries as documents, and documents as paper.

Every print, the first one too, is made from what the journal holds: a reprint or a copy needs
nothing else (design, invariant 2).
"""

from bu.control_unit import record
from bu.control_unit.core import JOURNAL, Guard
from bu.control_unit.fold import Section
from bu.control_unit.packing import Packer, Unpacker
from bu.fiscal import counters, dates
from bu.fiscal import document as d
from bu.fiscal.report import Report
from bu.printing import documents as layout
from bu.printing import reports, slips
from bu.skno import documents as images
from bu.storage import journal as j


def load(core, entry) -> d.Document:
    """The document of a journal entry; its lines are read from flash as they are asked for."""
    journal = core.journal
    with Guard(JOURNAL):
        document = images.decode(Section(journal.image(entry)), entry.image_size)
        if not isinstance(document, d.Document):
            raise ValueError("no cash document: %d" % entry.kind)
        record.merge(document, Section(journal.paper(entry)), entry.paper_size)
    document.number, document.time = entry.number, entry.date_time
    document.uid, document.key = entry.uid, entry.key
    return document


def pack_opening(cashier: str) -> bytes:
    """The paper section of a shift opening: version, cashier."""
    out = Packer()
    out.byte(record.VERSION)
    out.string(cashier)
    return out.take()


def opening_cashier(core) -> str:
    """Who opened the shift that is open."""
    entry = core.entry(core.journal.state.shift_position)
    paper = Unpacker(Section(core.journal.paper(entry)), entry.paper_size)
    record.check_version(paper)
    return paper.string()


def pack_report(report: Report) -> bytes:
    """The paper section of a Z-report: what табл. 7 has not.

    version byte, opened (6 bytes), base currency (3 letters), cashier (string), rates (number of
    them; each: 3 letters, rate, units), counters (blob of `Counters.pack`).
    """
    out = Packer()
    out.byte(record.VERSION)
    out.raw(dates.pack(report.opened))
    out.raw(report.base.encode())
    out.string(report.cashier)
    out.number(len(report.rates))
    for currency, rate, units in report.rates:
        out.raw(currency.encode())
        out.number(rate)
        out.number(units)
    out.blob(report.counters.pack())
    return out.take()


def load_report(core, entry) -> Report:
    """The Z-report of a journal entry."""
    paper = Unpacker(Section(core.journal.paper(entry)), entry.paper_size)
    record.check_version(paper)
    opened = dates.unpack(paper.raw(6))
    base = str(paper.raw(3), "ascii")
    cashier = paper.string()
    rates = []
    for _ in range(paper.number()):
        currency = str(paper.raw(3), "ascii")
        rate = paper.number()
        rates.append((currency, rate, paper.number()))
    totals = counters.unpack(paper.blob())
    report = Report(entry.number, opened, entry.date_time, totals, base)
    report.cashier, report.rates, report.uid = cashier, rates, entry.uid
    return report


def pack_cancelled(cashier: str, currency: str, amount: int) -> bytes:
    """The paper section of a cancelled receipt: version, effect, currency, sum, cashier."""
    out = Packer()
    out.byte(record.VERSION)
    record.put_effect(out, counters.cancel_effect(currency, amount))
    out.raw(currency.encode())
    out.number(amount)
    out.string(cashier)
    return out.take()


def load_cancelled(core, entry) -> slips.Cancellation:
    """The cancelled receipt of a journal entry."""
    paper = Unpacker(Section(core.journal.paper(entry)), entry.paper_size)
    record.check_version(paper)
    record.get_effect(paper)
    currency = str(paper.raw(3), "ascii")
    amount = paper.number()
    return slips.Cancellation(entry.date_time, paper.string(), currency, amount)


def items(core, entry):
    """The layout of a document, a Z-report or a cancelled receipt; nothing for an opening."""
    info = core.info()
    if entry.record == j.OPENING:
        return iter(())
    if entry.record == j.CANCELLED:
        return slips.cancelled(info, load_cancelled(core, entry))
    if entry.kind == d.Z_REPORT:
        return reports.z_report(info, load_report(core, entry), core.memory.state.free_shifts)
    return layout.lay_out(info, load(core, entry))


def repeated(core, laid_out):
    """The same layout, behind words that tell of the print that was cut (регл. 27)."""
    return slips.repeated(core.info(), laid_out)
