"""The parts of a cash document; `documents` and `tape` say which follow which.

A part is a generator of items over a `Sheet`. The parts that sum up (VAT, discounts) come after
`operations`, which adds as it goes: the lines are read once, and once more where a discount on the
whole must be shared out for the VAT.
"""

from bu.fiscal import dates, money, vat
from bu.fiscal import document as d
from bu.printing import items, unit


class Sheet:
    """One document on its way to paper."""

    def __init__(self, info: unit.UnitInfo, document: d.Document, copy: bool = False):
        self.info = info
        self.words = info.words
        self.document = document
        self.copy = copy
        self.vat_sums = {}
        self.discounts = document.discount
        self.surcharges = document.surcharge

    def pair(self, label: str, value: str, kind: int = items.TEXT):
        """A label and a value on the width of the paper."""
        return items.pair(label, value, self.info.columns, kind)


def not_payment(sheet: Sheet):
    """«Не является платежным документом»."""
    yield from unit.title(sheet.info, sheet.words.NOT_PAYMENT)


def title(sheet: Sheet):
    """The document's name."""
    yield from unit.title(sheet.info, getattr(sheet.words, "TITLE_%d" % sheet.document.kind))


def number(sheet: Sheet):
    """«№ док.» and the through number."""
    yield from sheet.pair(sheet.words.NUMBER, str(sheet.document.number))


def copy(sheet: Sheet):
    """«Копия документа» in front of the operations (регл. 21)."""
    if sheet.copy:
        yield from unit.title(sheet.info, sheet.words.COPY)


def rule(sheet: Sheet):
    """A line across the paper."""
    yield from items.rule(sheet.info.columns)


def operations(sheet: Sheet):
    """прил. 1 раздел I, 4, line by line."""
    document = sheet.document
    shown = sheet.info.vat and document.kind == d.SALE
    shares = vat.Shares(document) if shown else None
    for line in document.lines:
        yield from _goods(sheet, line)
        if line.corrected:
            yield from sheet.pair(sheet.words.CORRECTION, money.text(-line.net()))
            continue
        sheet.discounts += line.discount
        sheet.surcharges += line.surcharge
        if shares is not None:
            share = shares.take(line)
            if line.vat != d.NO_VAT:
                yield from _line_vat(sheet, line, share)


def _goods(sheet, line):
    words = sheet.words
    name = line.name
    if line.mark or line.uks:
        name = words.MARKED + " " + name
    if line.section and sheet.info.sections:
        label = words.SECTION % line.section
        # A line by hand is called after its section: that is said once.
        name = name if name == label else label + " " + name
    yield from items.left(name, sheet.info.columns)
    if sheet.info.gtin and line.gtin:
        yield from items.left(words.GTIN % line.gtin, sheet.info.columns)
    price = money.text(line.price)
    if line.quantity != money.ONE:
        price = "%s x %s" % (money.short(line.quantity, money.QUANTITY_DIGITS), price)
    yield from sheet.pair(price, money.text(line.total))
    if sheet.document.third_party:
        yield from sheet.pair(words.THIRD_PARTY, "%09d" % sheet.document.third_party)
    yield from _adjustment(sheet, "DISCOUNT", -line.discount, line.discount_rate)
    yield from _adjustment(sheet, "SURCHARGE", line.surcharge, line.surcharge_rate)
    if sheet.document.kind == d.REFUND and line.net() != line.total:
        yield from sheet.pair(words.RETURNED, money.text(line.net()))


def _adjustment(sheet, name, amount, rate):
    if amount:
        label = getattr(sheet.words, name)
        if rate:
            label = "%s %s%%" % (label, money.short(rate, money.RATE_DIGITS))
        yield from sheet.pair(label, money.text(amount))


def _line_vat(sheet, line, share):
    sums = sheet.vat_sums
    sums[line.vat] = sums.get(line.vat, 0) + vat.line_vat(line, share)
    label = sheet.words.UNIT_VAT % money.short(line.vat, money.RATE_DIGITS)
    yield from sheet.pair(label, money.text(vat.unit_vat(line, share)))


def subtotal(sheet: Sheet):
    """5.1-5.3; left out where nothing is taken off the whole or put on it, as 5.1 allows."""
    document, words = sheet.document, sheet.words
    if not (document.discount or document.surcharge):
        return
    yield from sheet.pair(words.SUBTOTAL, money.text(document.subtotal))
    yield from _adjustment(
        sheet, "TOTAL_DISCOUNT_ON", -document.discount, document.discount_rate
    )
    yield from _adjustment(
        sheet, "TOTAL_SURCHARGE_ON", document.surcharge, document.surcharge_rate
    )


def vat_totals(sheet: Sheet):
    """5.4: one line a rate."""
    for rate, amount in sorted(sheet.vat_sums.items()):
        label = sheet.words.TOTAL_VAT % money.short(rate, money.RATE_DIGITS)
        yield from sheet.pair(label, money.text(amount))


def total(sheet: Sheet):
    """5.5, or what the document comes to; a payment document names its currency here."""
    document = sheet.document
    label = getattr(sheet.words, "TOTAL_%d" % document.kind)
    if document.kind == d.SALE:
        label = "%s, %s" % (label, document.currency)
    yield from sheet.pair(label, money.text(document.total), items.BOLD)


def adjusted(sheet: Sheet):
    """5.6, 5.7: all discounts, all surcharges."""
    yield from _adjustment(sheet, "ALL_DISCOUNTS", sheet.discounts, 0)
    yield from _adjustment(sheet, "ALL_SURCHARGES", sheet.surcharges, 0)


def currency(sheet: Sheet):
    """The currency of the document."""
    yield from sheet.pair(sheet.words.CURRENCY, sheet.document.currency)


def tenders(sheet: Sheet):
    """5.8: each payment under its name."""
    for tender in sheet.document.tenders:
        yield from sheet.pair(_way(sheet, tender), money.text(tender.sum))


def ways(sheet: Sheet):
    """What a void takes back by each way of payment: cash without the change that was given."""
    document = sheet.document
    if document.cash:
        label = getattr(sheet.words, "TENDER_%d" % d.CASH)
        yield from sheet.pair(label, money.text(document.cash))
    for tender in document.tenders:
        if tender.kind != d.CASH:
            yield from sheet.pair(_way(sheet, tender), money.text(tender.sum))


def _way(sheet, tender):
    way = getattr(sheet.words, "TENDER_%d" % tender.kind)
    return "%s: %s" % (way, tender.name) if tender.name else way


def change(sheet: Sheet):
    """5.9."""
    if sheet.document.change:
        yield from sheet.pair(sheet.words.CHANGE, money.text(sheet.document.change))


def exchange(sheet: Sheet):
    """5.10, 5.11: payments and change in another currency, with the rate, each rate once.

    What was taken is what a refund and a void pay back, less the change.
    """
    document, words = sheet.document, sheet.words
    taken = "TAKEN_IN" if document.kind == d.SALE else "RETURNED_IN"
    shown = []
    for tender in document.tenders:
        if tender.currency:
            label = getattr(words, taken) % tender.currency
            yield from sheet.pair(label, money.text(tender.amount))
            yield from _rate(sheet, shown, tender.currency, tender.rate, tender.units)
    if document.change_currency:
        label = words.CHANGE_IN % document.change_currency
        yield from sheet.pair(label, money.text(document.change_amount))
        yield from _rate(
            sheet, shown, document.change_currency, document.change_rate, document.change_units
        )


def _rate(sheet, shown, code, rate, units):
    if rate and (code, rate, units) not in shown:
        shown.append((code, rate, units))
        text = "%s %s" % (money.text(rate, money.EXCHANGE_DIGITS), sheet.document.currency)
        yield from sheet.pair(sheet.words.RATE % (units, code), text)


def voided(sheet: Sheet):
    """The number of the payment document that is voided."""
    yield from sheet.pair(sheet.words.VOIDED, str(sheet.document.voided))


def cashier(sheet: Sheet):
    """6.1."""
    yield from sheet.pair(sheet.words.CASHIER, sheet.document.cashier)


def time(sheet: Sheet):
    """6.2."""
    yield from sheet.pair(sheet.words.TIME, dates.text(sheet.document.time))


def uid(sheet: Sheet):
    """6.3: text and QR code."""
    yield from unit.uid(sheet.info, sheet.document.uid)


def uid_line(sheet: Sheet):
    """The УИ as text only."""
    yield from unit.uid_line(sheet.info, sheet.document.uid)
