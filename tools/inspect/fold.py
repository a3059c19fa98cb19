"""The inspector's own count of a shift, from what the documents say (docs/design.md, Money)."""

from collections import defaultdict

from .model import CANCEL, Document, Shift

Move = dict[tuple[str, str], int]

# Kind of document -> its pair of counters.
_PAIRS = {
    "sale": "sales", "refund": "refunds", "deposit": "deposits", "withdrawal": "withdrawals",
    "card_payout": "payouts", "void": "voids", CANCEL: "cancels",
}  # fmt: skip
_THIRD = {"sale": "third", "void": "third_voided"}
_MARKED = {"sale": "sold", "refund": "refunded", "void": "voided"}
_SIGNS = {"deposit": 1, "sale": 1, "withdrawal": -1, "card_payout": -1, "refund": -1, "void": -1}


def moves(document: Document) -> Move:
    """(currency, counter) -> what registering the document adds; without zeros."""
    out: Move = defaultdict(int)
    kind, currency = document.kind, document.currency

    def add(name: str, amount: int) -> None:
        out[currency, name] += amount

    if kind not in _PAIRS:
        return {}
    add(_PAIRS[kind] + "_n", 1)
    add(_PAIRS[kind] + "_sum", document.total)
    if kind == "sale":
        add("cash", document.cash)
        add("cashless", document.cashless)
        add("other", document.other)
        foreign = any(tender.currency for tender in document.tenders) or document.change_currency
        add("exchange_n", 1 if foreign else 0)
    if document.third_party and kind in _THIRD:
        add(_THIRD[kind] + "_n", 1)
        add(_THIRD[kind] + "_sum", document.total)
    for line in document.lines:
        if line.corrected:
            add("corrections_n", 1)
            add("corrections_sum", line.net)
            continue
        for mark, code in (("mark", line.mark), ("uks", line.uks)):
            if code and kind in _MARKED:
                add(f"{mark}_{_MARKED[kind]}_n", 1)
                if kind == "sale":
                    add(f"{mark}_sold_sum", line.net)
    for notes, amount in _notes(document).items():
        out[notes, "drawer"] += amount
        if kind == "sale":
            out[notes, "turnover"] += amount
    return {key: amount for key, amount in out.items() if amount}


def _notes(document: Document) -> dict[str, int]:
    """How each currency's drawer moves: taken less given."""
    sign = _SIGNS.get(document.kind, 0)
    out: dict[str, int] = defaultdict(int)
    if document.kind in ("deposit", "withdrawal", "card_payout"):
        out[document.currency] = sign * document.total
    elif sign:
        for tender in document.tenders:
            if tender.by == "cash":
                taken = tender.amount if tender.currency else tender.sum
                out[tender.currency or document.currency] += sign * taken
        given = document.change_amount if document.change_currency else document.change
        out[document.change_currency or document.currency] -= sign * given
    return out


def add(shift: Shift, document: Document) -> None:
    """Counts a registered document or a cancelled receipt into its shift."""
    for (currency, name), amount in moves(document).items():
        counters = shift.currencies.setdefault(currency, {})
        counters[name] = counters.get(name, 0) + amount
    if document.kind == CANCEL:
        return
    shift.documents += 1
    if document.kind == "sale":
        shift.payment_documents += 1
        shift.first_payment_document = shift.first_payment_document or document.number
        shift.last_payment_document = document.number


def differences(
    ours: dict[str, dict[str, int]], theirs: dict[str, dict[str, int]], only_theirs: bool = False
) -> list[str]:
    """Where two sets of counters differ, as words; a counter that is not there is zero.

    `only_theirs`: the others are not looked at.
    """
    out = []
    for currency in sorted({*ours, *theirs}):
        one, other = ours.get(currency, {}), theirs.get(currency, {})
        names = other if only_theirs and currency in theirs else {**one, **other}
        for name in names:
            if one.get(name, 0) != other.get(name, 0):
                out.append(f"{currency} {name} {one.get(name, 0)} ≠ {other.get(name, 0)}")
    return out


def totals(shift: Shift, names: tuple[str, ...]) -> dict:
    """A shift under the names of the bench's `*.expect.json`, sums as decimal strings."""

    def shown(name: str, value: int) -> int | str:
        if name.endswith("_n"):
            return value
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"

    codes = list(shift.z.z.currencies) if shift.z and shift.z.z else []
    return {
        "documents": shift.documents,
        "payment_documents": shift.payment_documents,
        "first_payment_document": shift.first_payment_document,
        "last_payment_document": shift.last_payment_document,
        "z_number": shift.z.number if shift.z else 0,
        "currencies": {
            code: {
                name: shown(name, shift.currencies.get(code, {}).get(name, 0)) for name in names
            }
            for code in dict.fromkeys([*codes, *shift.currencies])
        },
    }
