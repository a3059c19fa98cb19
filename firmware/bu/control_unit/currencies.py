"""Payment and change in another currency (прил. 1 5.10, 5.11). Imported when asked; functions of
the unit."""

from bu.fiscal import document as d
from bu.fiscal import money
from bu.fiscal.refusal import Refusal


def foreign(unit, currency: str, amount: int, kind: int = d.CASH) -> d.Tender:
    """A payment of `amount` in a programmed currency other than the base one (5.10, 5.11)."""
    rate, units = _rate(unit, currency)
    tender = d.Tender(kind, money.convert(amount, rate, units))
    tender.currency, tender.amount = currency, amount
    tender.rate, tender.units = rate, units
    return tender


def check(unit, receipt, tenders) -> None:
    """Refusal for a payment in another currency that is not converted as it is programmed."""
    for tender in tenders:
        if not tender.currency:
            continue
        if receipt.currency != unit.base():
            raise Refusal("bad_currency", tender.currency)
        rate, units = _rate(unit, tender.currency)
        if tender.sum != money.convert(tender.amount, rate, units):
            raise Refusal("bad_sum", money.text(tender.sum))


def change_in(unit, document, currency: str) -> None:
    """Change of a base currency document in `currency`, rounded down to its coins."""
    if document.currency != unit.base():
        raise Refusal("bad_currency", currency)
    rate, units = _rate(unit, currency)
    document.change_currency = currency
    document.change_amount = document.change * 10000 * units // rate
    document.change_rate, document.change_units = rate, units


def _rate(unit, currency):
    for code, rate, units in unit.rates():
        if code == currency:
            return rate, units
    raise Refusal("bad_currency", currency)
