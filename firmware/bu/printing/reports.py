"""X-report, Z-report and the copy of a Z-report (регл. 18.1, 18.2, 34).

Every line of the regulation is printed in its order, per currency, also where it is zero; «при
наличии» and «в случае» lines where there is something to say. What is more than the regulation
asks (drawer, cashier, model and version, free БЭП records) follows behind it, before the УИ.
"""

from micropython import const

from bu.fiscal import dates, money
from bu.fiscal.report import Report
from bu.printing import items, unit

_COUNT_WIDTH = const(5)
_SUM_WIDTH = const(13)
_CODE_WIDTH = const(4)
FEW_RECORDS = 30

# (word, count field, sum field, field to take off the sum); "" where there is none
_MOVES = const((
    ("DEPOSITS", "deposits_n", "deposits_sum", ""),
    ("WITHDRAWALS", "withdrawals_n", "withdrawals_sum", ""),
    ("PAYOUTS", "payouts_n", "payouts_sum", ""),
    ("REFUNDS", "refunds_n", "refunds_sum", ""),
    ("VOIDS", "voids_n", "voids_sum", ""),
    ("CANCELS", "cancels_n", "cancels_sum", ""),
    ("CORRECTIONS", "corrections_n", "corrections_sum", ""),
))
_TENDERS = const((
    ("SALES_CASH", "", "cash", ""),
    ("SALES_CARD", "", "cashless", "other"),
    ("SALES_OTHER", "", "other", ""),
))
_THIRD_PARTIES = const((
    ("THIRD_PARTIES", "third_n", "third_sum", ""),
    ("THIRD_PARTIES_VOIDED", "third_voided_n", "third_voided_sum", ""),
))
_GOODS = const((
    ("MARK_SOLD", "mark_sold_n", "mark_sold_sum", ""),
    ("UKS_SOLD", "uks_sold_n", "uks_sold_sum", ""),
    ("MARK_REFUNDED", "mark_refunded_n", "", ""),
    ("UKS_REFUNDED", "uks_refunded_n", "", ""),
    ("MARK_VOIDED", "mark_voided_n", "", ""),
    ("UKS_VOIDED", "uks_voided_n", "", ""),
))
_SALES = const((("SALES", "", "sales_sum", ""),))
_TURNOVER = const((("TURNOVER", "", "turnover", ""),))
_PAYMENTS = const((("PAYMENT_DOCUMENTS", "sales_n", "", ""),))
_DRAWER = const((("DRAWER", "", "drawer", ""),))


def x_report(info: unit.UnitInfo, report: Report):
    """Items of an X-report."""
    info.for_reports()
    yield from unit.head(info)
    yield from unit.title(info, info.words.X_TITLE)
    yield from _times(info, report, info.words.FORMED)
    yield from _table(info, report, _MOVES)
    yield from _table(info, report, _TENDERS)
    yield from _third_parties(info, report)
    yield from _results(info, report)
    yield items.CUT, None


def z_report(
    info: unit.UnitInfo, report: Report, free_records: int = -1, copied: "tuple | None" = None
):
    """Items of a Z-report; with the time `copied`, of its copy made then.

    `free_records` of the БЭП are named when fewer than 30 are left (регл. 35.3).
    """
    info.for_reports()
    words, columns = info.words, info.columns
    yield from unit.head(info)
    if copied:
        yield from unit.title(info, words.Z_COPY)
        yield from items.pair(words.Z_COPY_TIME, dates.text(copied), columns)
    yield from unit.title(info, words.Z_TITLE)
    yield from items.pair(words.Z_NUMBER, "%04d" % report.number, columns)
    yield from _times(info, report, words.Z_FORMED)
    yield from _table(info, report, _MOVES)
    yield from _third_parties(info, report)
    yield from _table(info, report, _TENDERS)
    yield from _results(info, report)
    if 0 <= free_records < FEW_RECORDS:
        yield from items.pair(words.FREE_RECORDS, str(free_records), columns)
    yield from unit.uid(info, report.uid)
    yield items.CUT, None


def _times(info, report, formed):
    words, columns = info.words, info.columns
    yield from items.pair(words.OPENED, dates.text(report.opened), columns)
    yield from items.pair(formed, dates.text(report.formed), columns)
    yield from _rates(info, report)
    yield from items.rule(columns)
    label = words.COUNT + " " + items.at_right(words.SUM, _SUM_WIDTH)
    yield items.TEXT, items.at_right(label, columns - _CODE_WIDTH)


def _rates(info, report):
    used = report.currencies()
    if len(used) == 1:
        return
    words, columns = info.words, info.columns
    yield from items.pair(words.CURRENCIES, str(len(used)), columns)
    yield from items.pair(report.base, words.BASE, columns)
    for code, rate, units in report.rates:
        if code in used:
            text = "%s %s" % (money.text(rate, money.EXCHANGE_DIGITS), report.base)
            yield from items.pair(words.RATE % (units, code), text, columns)


def _third_parties(info, report):
    counters = report.counters
    for code in report.currencies():
        if counters.get(code, "third_n") or counters.get(code, "third_voided_n"):
            yield from _table(info, report, _THIRD_PARTIES)
            return


def _results(info, report):
    words, columns, counters = info.words, info.columns, report.counters
    yield from _table(info, report, _GOODS)
    yield from items.rule(columns)
    yield from _table(info, report, _SALES, items.BOLD)
    yield from _in_base(info, report)
    if any(counters.get(code, "exchange_n") for code in report.currencies()):
        yield from _table(info, report, _TURNOVER)
    yield from _table(info, report, _PAYMENTS)
    yield from items.pair(words.ALL_PAYMENT_DOCUMENTS, str(counters.payment_documents), columns)
    yield from items.pair(words.FIRST_DOCUMENT, str(counters.first_payment), columns)
    yield from items.pair(words.LAST_DOCUMENT, str(counters.last_payment), columns)
    yield from items.rule(columns)
    yield from _table(info, report, _DRAWER)
    yield from items.pair(words.CASHIER, report.cashier, columns)
    yield from items.pair(words.MODEL, info.model, columns)
    yield from items.pair(words.VERSION, info.version, columns)


def _in_base(info, report):
    """The sales of all currencies in the base one, at the programmed rates (регл. 18.1, 18.2)."""
    total = report.counters.get(report.base, "sales_sum")
    if len(report.currencies()) == 1:
        return
    for code, rate, units in report.rates:
        total += money.convert(report.counters.get(code, "sales_sum"), rate, units)
    yield from _row(info, info.words.SALES_IN_BASE, "%s %s" % (money.text(total), report.base))


def _table(info, report, rows, kind=items.TEXT):
    for word, count, amount, less in rows:
        label = getattr(info.words, word)
        for code in report.currencies():
            yield from _row(info, label, _cell(report.counters, code, count, amount, less), kind)
            label = ""


def _cell(counters, code, count, amount, less):
    number = str(counters.get(code, count)) if count else ""
    value = ""
    if amount:
        value = money.text(counters.get(code, amount) - (counters.get(code, less) if less else 0))
    return "%s %s %s" % (
        items.at_right(number, _COUNT_WIDTH), items.at_right(value, _SUM_WIDTH), code,
    )  # fmt: skip


def _row(info, label, cell, kind=items.TEXT):
    columns = info.columns
    if len(label) + 1 + len(cell) > columns:
        yield from items.left(label, columns, kind)
        label = ""
    yield kind, label + items.at_right(cell, columns - len(label))
