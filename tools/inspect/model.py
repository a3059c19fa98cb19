"""What the inspector finds in flash images: plain data, the same names in JSON (docs/inspect.md).

Sums are kopecks, quantities thousandths, rates hundredths of a percent, addresses bytes from the
start of the region. Times are ISO strings without a zone, which sort as they follow; bytes that
are no date come out as the digits they hold.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

NORMAL, WARNING, SERVICE = "normal", "warning", "service"

# Kinds of document by the type byte of прил. 2; 0 is the journal's own for a shift opening.
KINDS = {
    0: "opening", 10: "sale", 11: "deposit", 12: "withdrawal", 13: "refund", 14: "void",
    15: "z_report", 16: "card_payout",
}  # fmt: skip
# A receipt cancelled before payment: it has the type byte of the receipt, and no number.
CANCEL = "cancel"
# Documents with a through number.
NUMBERED = ("sale", "deposit", "withdrawal", "refund", "void", "card_payout")


def moment(year: int, month: int, day: int, hour: int, minute: int, second: int) -> str:
    """A time as ISO text, of any bytes."""
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"


def moment_of(data: bytes) -> str:
    """Six bytes as the journal has them: year - 2000, month, day, hour, minute, second."""
    return moment(2000 + data[0], *data[1:6])


def is_moment(text: str) -> bool:
    """True for a time that exists."""
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Finding:
    """Something to know: `address` is None where it is about no single place.

    `level`: "normal" after a power cut or by design; "warning": something could not be checked or
    wants a look; "service": something is lost, wrong or foreign.
    """

    region: str
    address: int | None
    code: str
    level: str
    text: str
    remedy: str


@dataclass(frozen=True)
class Extent:
    """Bytes `start` to `end` (excluded) of a region, and what they are; they tile the image."""

    start: int
    end: int
    what: str


@dataclass
class LogRecord:
    """A record of a log (journal, settings).

    `state`: "good"; "torn" (cut off while written), "replaced" (written again elsewhere): neither
    counts; "damaged": whole once, its contents cannot be trusted; "lost": `length` records that
    cannot be found at all should stand before `address`.
    """

    address: int
    position: int
    number: int
    kind: int
    length: int
    state: str
    name: str = ""
    payload: bytes = field(default=b"", repr=False)


@dataclass
class Line:
    """A line of a document; a `corrected` one is on paper and in the counters only.

    `total` is before `discount` and `surcharge`. `vat` is None without VAT. `mark` and `uks` are
    text (Latin-1).
    """

    name: str = ""
    price: int = 0
    quantity: int = 1000
    total: int = 0
    section: int = 0
    gtin: str = ""
    vat: int | None = None
    discount: int = 0
    discount_rate: int = 0
    surcharge: int = 0
    surcharge_rate: int = 0
    mark: str = ""
    uks: str = ""
    corrected: bool = False

    @property
    def net(self) -> int:
        """What the line costs after its own discount and surcharge."""
        return self.total + self.surcharge - self.discount


@dataclass
class Tender:
    """A payment in the document's currency; in another one, `amount` of `currency` at `rate`.

    `by`: "cash", "card" or "other". `rate`: ten-thousandths of the base currency per `units`.
    """

    by: str
    sum: int
    name: str = ""
    currency: str = ""
    amount: int = 0
    rate: int = 0
    units: int = 1


@dataclass
class ZReport:
    """The figures that a Z-report carries: `currencies` by code, counters by name (прил. 2
    табл. 7); `counters` the same from its paper section, which holds all of them."""

    opened: str = ""
    unp: int = 0
    base: str = ""
    payment_documents: int = 0
    first_payment_document: int = 0
    last_payment_document: int = 0
    currencies: dict[str, dict[str, int]] = field(default_factory=dict)
    counters: dict[str, dict[str, int]] = field(default_factory=dict)
    documents: int = 0


@dataclass
class Document:
    """A document, a shift opening or a cancelled receipt of the journal.

    `number`: through number; of a Z-report its own, of an opening the shift's, of a cancelled
    receipt 0. `stage`: "prepared", of an opening "opening" (the СКНО did not answer yet);
    "opened"; "committed" (registered, not known to be on paper), "printed"; "withdrawn" (its
    number is free again); "cancelled". `uid` is upper-case hex, "" where there is none. `shift`
    is the number of the shift's opening, 0 where the journal does not have it. A `damaged` one
    has number, kind and УИ at most. An `old` one stands in a sector that is being erased: it may
    lack its later stages, and no check looks at it.
    """

    number: int
    kind: str
    stage: str
    address: int
    position: int
    uid: str = ""
    time: str = ""
    currency: str = ""
    cashier: str = ""
    skko: int = 0
    key: str = ""
    shift: int = 0
    damaged: bool = False
    old: bool = False
    total: int = 0
    subtotal: int = 0
    discount: int = 0
    discount_rate: int = 0
    surcharge: int = 0
    surcharge_rate: int = 0
    cash: int = 0
    cashless: int = 0
    other: int = 0
    change: int = 0
    change_currency: str = ""
    change_amount: int = 0
    voided: int = 0
    third_party: int = 0
    lines: list[Line] = field(default_factory=list)
    tenders: list[Tender] = field(default_factory=list)
    z: ZReport | None = None
    effect: list[tuple[str, str, int]] = field(default_factory=list)
    image: bytes = field(default=b"", repr=False)
    paper: bytes = field(default=b"", repr=False)

    @property
    def numbered(self) -> bool:
        """True for what takes a through number."""
        return self.kind in NUMBERED

    @property
    def registered(self) -> bool:
        """True once it counts: the СКНО has taken it; never of an `old` one."""
        done = self.stage in ("committed", "printed") and not self.old
        return done and self.kind not in ("opening", CANCEL)


@dataclass
class MemoryRecord:
    """A record of the БЭП. `kind`: "manufactured", "paired", "registration", "shift", "restart",
    "continuation"; `state`: "good", "torn" (cut off, does not count), "damaged".

    `chain`: True or False as the MAC fits, None where the key is not known or the record is not
    good. `totals`: sales by currency, the base currency first.
    """

    slot: int
    number: int
    kind: str
    state: str
    chain: bool | None = None
    time: str = ""
    shift: int = 0
    registered: int = 0
    restarts: int = 0
    documents: int = 0
    totals: list[tuple[str, int]] = field(default_factory=list)
    ordinal: int = 0
    unp: int = 0
    skko: int = 0
    skno: int = 0
    serial: str = ""
    model: str = ""
    unit_id: str = ""

    @property
    def address(self) -> int:
        """Where it lies in the region."""
        return self.slot * 64


@dataclass
class Item:
    """An item of the goods base; `price` as it was changed after the load."""

    code: int
    name: str
    price: int
    gtin: str = ""
    section: int = 0
    vat: int | None = None
    marking: int = 0
    weighed: bool = False


@dataclass
class Goods:
    """The goods base in force; `half` 0 or 1 of the region."""

    half: int
    version: int
    time: str
    load: int
    items: list[Item] = field(default_factory=list)
    changes: int = 0


@dataclass
class Shift:
    """What the inspector's own fold of a shift's documents comes to; counters by name.

    `complete` is False where documents of the shift are damaged or overwritten. `z` is the
    Z-report that closed it.
    """

    number: int
    opened: str = ""
    complete: bool = True
    documents: int = 0
    payment_documents: int = 0
    first_payment_document: int = 0
    last_payment_document: int = 0
    currencies: dict[str, dict[str, int]] = field(default_factory=dict)
    z: Document | None = None


@dataclass
class Report:
    """Everything that was read.

    `journal` has the log's records in the order of writing, `documents` what they say; `memory`
    all records of the БЭП, `shifts` and `registrations` the good ones of those kinds; `folds` the
    inspector's own figures by shift. `skno_documents`: how many documents of the СКНО were
    compared, None if none were given. `regions` tells for every byte of each image what it is.
    """

    journal: list[LogRecord] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    folds: list[Shift] = field(default_factory=list)
    skno_documents: int | None = None
    memory: list[MemoryRecord] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    goods: Goods | None = None
    regions: dict[str, list[Extent]] = field(default_factory=dict)
    wear: dict[str, tuple[int, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def _memory(self, kind: str) -> list[MemoryRecord]:
        return [item for item in self.memory if item.kind == kind and item.state == "good"]

    @property
    def shifts(self) -> list[MemoryRecord]:
        """The БЭП's shift records."""
        return self._memory("shift")

    @property
    def registrations(self) -> list[MemoryRecord]:
        """The БЭП's registrations, the one in force last."""
        return self._memory("registration")

    @property
    def worst(self) -> str:
        """The highest level of all findings."""
        levels = [finding.level for finding in self.findings]
        return next((level for level in (SERVICE, WARNING) if level in levels), NORMAL)

    def of_level(self, level: str) -> list[Finding]:
        """The findings of one level."""
        return [finding for finding in self.findings if finding.level == level]
