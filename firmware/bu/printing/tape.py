"""The control tape: the journal on paper or display, in the order written (регл. 14, 18.4).

`_PARTS` names what 18.4 asks of each kind of document; the УИ is given as text. The records are
any iterable of `Document` and `Cancellation`, so that the journal is read while it is printed.
"""

from bu.fiscal import dates
from bu.fiscal import document as d
from bu.printing import items, parts, slips, unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SALE = (
    parts.number, parts.time, parts.title, parts.operations,
    parts.subtotal, parts.vat_totals, parts.total, parts.adjusted, parts.cashier,
    parts.tenders, parts.change, parts.exchange, parts.uid_line,
)  # fmt: skip
_REFUND = (
    parts.number, parts.time, parts.title, parts.operations,
    parts.subtotal, parts.total, parts.cashier,
    parts.tenders, parts.currency, parts.exchange, parts.uid_line,
)  # fmt: skip
_MOVE = (
    parts.title, parts.number, parts.time, parts.total, parts.currency, parts.cashier,
    parts.uid_line,
)  # fmt: skip
_VOID = (
    parts.title, parts.number, parts.time, parts.voided, parts.total, parts.ways, parts.currency,
    parts.exchange, parts.cashier, parts.uid_line,
)  # fmt: skip
_PARTS = {
    d.SALE: _SALE,
    d.REFUND: _REFUND,
    d.VOID: _VOID,
    d.DEPOSIT: _MOVE,
    d.WITHDRAWAL: _MOVE,
    d.CARD_PAYOUT: _MOVE,
}


def control_tape(info: unit.UnitInfo, time: tuple, records):
    """Items of the control tape of `records`, printed at `time`."""
    info.for_reports()
    yield from unit.head(info)
    yield from unit.title(info, info.words.TAPE_TITLE)
    yield from items.pair(info.words.TIME, dates.text(time), info.columns)
    for entry in records:
        yield from items.rule(info.columns)
        yield from record(info, entry)
    yield items.CUT, None


def record(info: unit.UnitInfo, entry: "Any"):
    """Items of one record (Document or Cancellation), also for the display."""
    if not entry.kind:
        yield from slips.cancelled_body(parts.Sheet(info, entry.document()))
        return
    sheet = parts.Sheet(info, entry)
    for part in _PARTS[entry.kind]:
        yield from part(sheet)
