"""Journal entries as documents and as paper. What knows them is imported when asked."""

from bu import late
from bu.fiscal import document as d
from bu.storage import journal as j

STORED = "bu.control_unit.stored"
STORED_REPORTS = "bu.control_unit.stored_reports"
RECORD = "bu.control_unit.record"
PREPARING = "bu.control_unit.preparing"
IMAGES = "bu.skno.documents"
LAYOUT = "bu.printing.documents"
REPORTS = "bu.printing.reports"
SLIPS = "bu.printing.slips"


def load(core, entry) -> d.Document:
    """The document of a journal entry; its lines are read from flash as they are asked for."""
    return late.fetch(STORED).load(core, entry)


def items(core, entry):
    """The layout of a document, a Z-report or a cancelled receipt; nothing for an opening."""
    if entry.record == j.OPENING:
        return iter(())
    if entry.record == j.CANCELLED:
        cancelled = late.fetch(STORED_REPORTS).load_cancelled(core, entry)
        return late.fetch(SLIPS).cancelled(core.info(), cancelled)
    if entry.kind == d.Z_REPORT:
        report = late.fetch(STORED_REPORTS).load_report(core, entry)
        return late.fetch(REPORTS).z_report(core.info(), report, core.memory.state.free_shifts)
    layout = late.fetch(LAYOUT)
    return layout.lay_out(core.info(layout.words), load(core, entry))


def repeated(core, laid_out):
    """The same layout, behind words that tell of the print that was cut (регл. 27)."""
    return late.fetch(SLIPS).repeated(core.info(), laid_out)
