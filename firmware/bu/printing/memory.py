"""The report of what the fiscal memory (БЭП) holds (регл. 18.3, 35.6)."""

from bu.fiscal import dates, money
from bu.printing import items, unit


def memory_report(
    info: unit.UnitInfo, number: int, time: tuple, period: str, registrations, shifts, restarts
):
    """Items of the report `number`, printed at `time`, for `period` as it was asked for.

    `registrations` and `restarts` give (ordinal, time), `shifts` gives (ordinal, time, payment
    documents, [(currency, kopecks)]) with None for the list where the record is damaged: it is
    named and not summed. Each iterable is gone through once.
    """
    info.for_reports()
    words, columns = info.words, info.columns
    yield from unit.head(info)
    yield from items.left(words.REGISTRATIONS, columns)
    for ordinal, moment in registrations:
        yield from _entry(info, ordinal, moment)
    yield from items.pair(words.MEMORY_NUMBER, str(number), columns)
    yield from items.pair(words.TIME, dates.text(time), columns)
    yield from unit.title(info, words.MEMORY_TITLE)
    yield from items.pair(words.PERIOD, period, columns)
    yield from items.rule(columns)
    yield from items.left(words.SHIFTS, columns)
    sums = {}
    documents = 0
    for ordinal, moment, count, totals in shifts:
        if totals is None:
            yield from items.pair(words.ENTRY % ordinal, words.DAMAGED, columns, items.BOLD)
            continue
        yield from _entry(info, ordinal, moment)
        documents += count
        yield from items.pair(words.PAYMENT_DOCUMENTS, str(count), columns)
        for code, amount in totals:
            sums[code] = sums.get(code, 0) + amount
            yield from _sum(info, code, amount)
    yield from _restarts(info, restarts)
    yield from items.rule(columns)
    yield from items.left(words.PERIOD_TOTAL, columns)
    yield from items.pair(words.PAYMENT_DOCUMENTS, str(documents), columns)
    for code in sorted(sums):
        yield from _sum(info, code, sums[code])
    yield items.CUT, None


def _restarts(info, restarts):
    named = False
    for ordinal, moment in restarts:
        if not named:
            named = True
            yield from items.left(info.words.RESTARTS, info.columns)
        yield from _entry(info, ordinal, moment)


def _entry(info, ordinal, moment):
    yield from items.pair(info.words.ENTRY % ordinal, dates.text(moment), info.columns)


def _sum(info, code, amount):
    yield from items.pair(info.words.SALES, "%s %s" % (money.text(amount), code), info.columns)
