"""Openings, Z-reports and cancelled receipts of the journal, read back. Imported when asked."""

from bu.control_unit.packing import Section, Unpacker, check_version, get_effect
from bu.fiscal import counters, dates
from bu.fiscal.cancellation import Cancellation
from bu.fiscal.report import Report


def opening_cashier(core) -> str:
    """Who opened the shift that is open."""
    entry = core.entry(core.journal.state.shift_position)
    paper = Unpacker(Section(core.journal.paper(entry)), entry.paper_size)
    check_version(paper)
    return paper.string()


def load_report(core, entry) -> Report:
    """The Z-report of a journal entry."""
    paper = Unpacker(Section(core.journal.paper(entry)), entry.paper_size)
    check_version(paper)
    opened = dates.unpack(paper.raw(6))
    base = str(paper.raw(3), "ascii")
    cashier = paper.string()
    rates = []
    for _ in range(paper.number()):
        currency = str(paper.raw(3), "ascii")
        rate = paper.number()
        rates.append((currency, rate, paper.number()))
    paper.number()  # how many bytes the counters have
    totals = counters.unpack(paper.raw)
    report = Report(entry.number, opened, entry.date_time, totals, base)
    report.cashier, report.rates, report.uid = cashier, rates, entry.uid
    return report


def load_cancelled(core, entry) -> Cancellation:
    """The cancelled receipt of a journal entry."""
    paper = Unpacker(Section(core.journal.paper(entry)), entry.paper_size)
    check_version(paper)
    get_effect(paper)
    currency = str(paper.raw(3), "ascii")
    amount = paper.number()
    return Cancellation(entry.date_time, paper.string(), currency, amount)
