"""A cancelled receipt (отмена, регл. 10.9, 20): no document of прил. 2."""

from bu.fiscal import document as d


class Cancellation:
    """A receipt that was cancelled before it was paid; `total` is what the отмена counts."""

    kind = 0  # none of прил. 2

    def __init__(self, time: tuple, cashier: str, currency: str, total: int, lines=()):
        self.time = time
        self.cashier = cashier
        self.currency = currency
        self.total = total
        self.lines = lines

    def document(self) -> d.Document:
        """As the unnumbered document that the parts of a layout read."""
        document = d.Document(d.SALE, self.currency, self.cashier)
        document.time = self.time
        document.total = self.total
        document.lines = self.lines
        return document
