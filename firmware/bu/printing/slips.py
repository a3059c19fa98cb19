"""Slips: отмена, registration in the БЭП, text of others, repeats (регл. 20, 27, 32, 35.3)."""

from bu.fiscal import dates, money
from bu.fiscal.cancellation import Cancellation
from bu.printing import items, parts, unit


def cancelled(info: unit.UnitInfo, cancellation: Cancellation):
    """The slip of an отмена (регл. 20)."""
    yield from unit.head(info)
    sheet = parts.Sheet(info, cancellation.document())
    yield from parts.not_payment(sheet)
    yield from cancelled_body(sheet)
    yield items.CUT, None


def cancelled_body(sheet: parts.Sheet):
    """What a slip and the control tape say of an отмена."""
    words = sheet.words
    yield from unit.title(sheet.info, words.CANCELLED)
    yield from parts.operations(sheet)
    yield from sheet.pair(words.CANCELLED_SUM, money.text(sheet.document.total))
    yield from parts.currency(sheet)
    yield from parts.cashier(sheet)
    yield from parts.time(sheet)


def foreign_text(info: unit.UnitInfo, lines):
    """What the firmware did not make: announced, each line of text between «#» (регл. 32).

    `lines` are strings, and items of the kinds PICTURE and CODE, which stand between lines of «#».
    """
    yield from unit.title(info, info.words.FOREIGN_TEXT)
    yield from unit.title(info, info.words.NOT_PAYMENT)
    for text in lines:
        if isinstance(text, str):
            yield from unit.free_text(info, (text,))
        else:
            yield items.TEXT, "#" * info.columns
            yield text
            yield items.TEXT, "#" * info.columns
    yield items.CUT, None


def repeated(info: unit.UnitInfo, layout):
    """`layout` once more after its print broke off; the paper says where (регл. 27, 28)."""
    yield from items.framed(info.words.INTERRUPTED, info.columns)
    yield items.CUT, None
    yield from items.framed(info.words.REPEATED, info.columns)
    yield from layout


def registration(info: unit.UnitInfo, ordinal: int, time: tuple, skno_serial: int):
    """The report of a registration in the БЭП: all that was registered (регл. 35.1, 35.3)."""
    info.for_reports()
    words, columns = info.words, info.columns
    yield from unit.head(info)
    yield from unit.title(info, words.REGISTRATION)
    yield from items.pair(words.REGISTRATION_NUMBER, str(ordinal), columns)
    yield from items.pair(words.REGISTRATION_TIME, dates.text(time), columns)
    yield from items.pair(words.MODEL, info.model, columns)
    yield from items.pair(words.UNP, "%09d" % info.unp, columns)
    yield from items.pair(words.SKKO_NUMBER, "%09d" % info.skko_number, columns)
    yield from items.pair(words.SKNO_SERIAL, "%09d" % skno_serial, columns)
    yield items.CUT, None
