"""VAT on a payment document (регл. 38, прил. 1 раздел I, 4.8 и 5.4).

VAT is taken out of the price of one unit, after the line's own discount and surcharge and its
share of the receipt's, rounded half up to the kopeck; a line's VAT is that times the quantity.
Shares go by line totals, rounded down, the remainder to the last line. Corrected lines have no
part in it. Who prints the lines adds them up by rate.
"""

from bu.fiscal import document as d
from bu.fiscal import money


class Shares:
    """The lines' shares of the receipt's adjustment: `take` is called for each sold line in order.

    Reads the lines once when made, and only where there is something to share out.
    """

    def __init__(self, document: d.Document):
        self._document = document
        self._discount = document.discount
        self._surcharge = document.surcharge
        self._whole = 0
        self._count = 0
        if document.discount or document.surcharge:
            for line in document.sold():
                self._whole += line.total
                self._count += 1

    def take(self, line: d.Line) -> int:
        """Kopecks that the receipt's surcharge and discount add to the sum of `line`."""
        if not self._whole:
            return 0
        self._count -= 1
        discount, surcharge = self._discount, self._surcharge
        if self._count:
            discount = self._document.discount * line.total // self._whole
            surcharge = self._document.surcharge * line.total // self._whole
        self._discount -= discount
        self._surcharge -= surcharge
        return surcharge - discount


def unit_vat(line: d.Line, share: int) -> int:
    """Kopecks of VAT in one unit of `line`, whose part of the receipt's adjustment is `share`."""
    return money.vat_of_unit(max(line.net() + share, 0), line.quantity, line.vat)


def line_vat(line: d.Line, share: int) -> int:
    """Kopecks of VAT in the whole quantity of `line`."""
    return money.line_total(unit_vat(line, share), line.quantity)
