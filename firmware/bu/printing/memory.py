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
    # What each record says is looked up once.
    entry, counted, sales = words.ENTRY, words.PAYMENT_DOCUMENTS, words.SALES
    yield from unit.head(info)
    yield from items.left(words.REGISTRATIONS, columns)
    for ordinal, moment in registrations:
        yield from items.pair(entry % ordinal, dates.text(moment), columns)
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
            yield from items.pair(entry % ordinal, words.DAMAGED, columns, items.BOLD)
            continue
        yield from items.pair(entry % ordinal, dates.text(moment), columns)
        documents += count
        yield from items.pair(counted, str(count), columns)
        for code, amount in totals:
            sums[code] = sums.get(code, 0) + amount
            yield from items.pair(sales, "%s %s" % (money.text(amount), code), columns)
    named = False
    for ordinal, moment in restarts:
        if not named:
            named = True
            yield from items.left(words.RESTARTS, columns)
        yield from items.pair(entry % ordinal, dates.text(moment), columns)
    yield from items.rule(columns)
    yield from items.left(words.PERIOD_TOTAL, columns)
    yield from items.pair(counted, str(documents), columns)
    for code in sorted(sums):
        yield from items.pair(sales, "%s %s" % (money.text(sums[code]), code), columns)
    yield items.CUT, None
