"""What the СКНО adds up from the documents it took: its own fold of a shift.

Nothing is copied from the Z-report: the counters below come from the documents of 10h alone, and
the Z-report is compared with them. The names are those of table 7 in `skno_tables` (and of the
`*.expect.json` of the scripted days). Unknown to the СКНО, because no document speaks of it:
cancels, corrections and orders.
"""

from typing import NamedTuple

from tools.bench.models.skno_tables import Document

Moment = tuple[int, ...]
Counters = dict[str, int]

MARK_FLAG, UKS_FLAG = 1, 2
COUNTED = ("sales", "refunds", "deposits", "withdrawals", "payouts", "voids", "third",
           "third_voids")
MARKED = ("mark_sold_n", "mark_sold_sum", "uks_sold_n", "uks_sold_sum", "mark_refunded_n",
          "uks_refunded_n", "mark_voided_n", "uks_voided_n")


def empty() -> Counters:
    """All counters of one currency at zero. `drawer` is the cash that the СКНО knows of."""
    names = [name + end for name in COUNTED for end in ("_n", "_sum")]
    return dict.fromkeys([*names, "cashless", "cash", "other", *MARKED, "drawer"], 0)


def line_net(line: Document) -> int:
    """A sold line after its own discount and surcharge, kopecks."""
    return int(line["sum"] + line["discount"] + line["surcharge"])


class Shift:
    """The fold of one shift; `apply` takes documents that have passed the rules."""

    def __init__(self) -> None:
        self.documents = 0
        self.currencies: dict[str, Counters] = {}
        self.first_payment = 0
        self.last_payment = 0
        self.payments = 0
        self.last_sale: Document | None = None
        self.last_sale_voided = False
        self.first_at: Moment | None = None
        self.z_report: Document | None = None

    def counters(self, currency: str) -> Counters:
        """The counters of a currency, zeros where the shift has none."""
        return self.currencies.get(currency) or empty()

    def apply(self, document: Document) -> None:
        """Adds one document of any kind."""
        if document["kind"] == "z_report":
            self.z_report = document
            return
        self.documents += 1
        self.first_at = self.first_at or document["at"]
        counters = self.currencies.setdefault(document["currency"], empty())
        APPLY[document["kind"]](self, document, counters)

    def _sale(self, document: Document, counters: Counters) -> None:
        _count(counters, "sales", document["to_pay"])
        for name in ("cashless", "cash", "other"):
            counters[name] += document[name]
        counters["drawer"] += document["cash"]
        if document["third_party_unp"]:
            _count(counters, "third", document["to_pay"])
        for line in document["lines"]:
            for flag, name in ((MARK_FLAG, "mark_sold"), (UKS_FLAG, "uks_sold")):
                if line["marking"] & flag:
                    _count(counters, name, line_net(line))
        self.payments += 1
        self.first_payment = self.first_payment or document["number"]
        self.last_payment = document["number"]
        self.last_sale, self.last_sale_voided = document, False

    def _refund(self, document: Document, counters: Counters) -> None:
        _count(counters, "refunds", document["sum"])
        counters["drawer"] -= document["cash"]
        _count_marked(counters, document, "refunded")

    def _void(self, document: Document, counters: Counters) -> None:
        assert self.last_sale is not None
        _count(counters, "voids", document["sum"])
        counters["drawer"] -= self.last_sale["cash"]
        if self.last_sale["third_party_unp"]:
            _count(counters, "third_voids", document["sum"])
        _count_marked(counters, document, "voided")
        self.last_sale_voided = True

    def _deposit(self, document: Document, counters: Counters) -> None:
        _count(counters, "deposits", document["sum"])
        counters["drawer"] += document["sum"]

    def _withdrawal(self, document: Document, counters: Counters) -> None:
        _count(counters, "withdrawals", document["sum"])
        counters["drawer"] -= document["sum"]

    def _card_payout(self, document: Document, counters: Counters) -> None:
        _count(counters, "payouts", -document["sum"])
        counters["drawer"] += document["sum"]


APPLY = {
    "sale": Shift._sale, "refund": Shift._refund, "void": Shift._void,
    "deposit": Shift._deposit, "withdrawal": Shift._withdrawal,
    "card_payout": Shift._card_payout,
}


def _count(counters: Counters, name: str, kopecks: int) -> None:
    counters[name + "_n"] += 1
    counters[name + "_sum"] += kopecks


def _count_marked(counters: Counters, document: Document, end: str) -> None:
    for line in document["lines"]:
        for flag, name in ((MARK_FLAG, "mark_"), (UKS_FLAG, "uks_")):
            if line["marking"] & flag:
                counters[f"{name}{end}_n"] += 1


class Ledger:
    """The whole history as the rules need it: last numbers and dates, and the last shift."""

    def __init__(self) -> None:
        self.last_number: int | None = None
        self.last_z: int | None = None
        self.last_at: Moment | None = None
        self.last_z_at: Moment | None = None
        self.shift = Shift()

    def open_shift(self) -> None:
        """40h: a new shift begins; its drawer is empty."""
        self.shift = Shift()

    def apply(self, document: Document) -> None:
        """Adds a document that has passed the rules."""
        self.shift.apply(document)
        self.last_at = document["at"]
        if document["kind"] == "z_report":
            self.last_z, self.last_z_at = document["z_number"], document["at"]
        else:
            self.last_number = document["number"]


class Facts(NamedTuple):
    """What a document is held against: the history, the packet's sender, the СКНО's settings.

    `first_number` and `first_z` are what a СКНО without a history expects (None: anything);
    `strict_cash` refuses more cash out of a drawer than the documents put into it.
    """

    ledger: Ledger
    sender: int
    unp: int
    base: str
    first_number: int | None
    first_z: int | None
    strict_cash: bool
