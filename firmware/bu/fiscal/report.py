"""What an X- or Z-report says (регл. 18.1, 18.2, прил. 2 табл. 7): figures, not layout."""

from bu.fiscal import money
from bu.fiscal.counters import Counters
from bu.fiscal.document import Z_REPORT


class Report:
    """A shift's figures when the report was formed.

    `number` is the Z-report's ordinal (0: an X-report); `opened` and `formed` are 6-tuples;
    `rates` is [(currency, ten-thousandths of the base currency, per units)]; `uid` is the 12 bytes
    of a Z-report's УИ.
    """

    kind = Z_REPORT

    def __init__(self, number: int, opened: tuple, formed: tuple, counters: Counters, base: str):
        self.number = number
        self.opened = opened
        self.formed = formed
        self.counters = counters
        self.base = base
        self.rates = []
        self.cashier = ""
        self.uid = b""

    def currencies(self) -> list:
        """The currencies of the shift: the base always and first, then by code (табл. 7)."""
        return [self.base] + sorted(code for code in self.counters.currencies if code != self.base)

    def totals(self) -> dict:
        """The figures under their own names, sums as decimal strings: what tools compare."""
        from bu.fiscal.counters import FIELDS

        counters = self.counters
        listed = {}
        for currency in self.currencies():
            listed[currency] = {
                name: counters.get(currency, name)
                if name.endswith("_n")
                else money.text(counters.get(currency, name))
                for name in FIELDS
            }
        return {
            "documents": counters.documents,
            "payment_documents": counters.payment_documents,
            "first_payment_document": counters.first_payment,
            "last_payment_document": counters.last_payment,
            "z_number": self.number,
            "currencies": listed,
        }
