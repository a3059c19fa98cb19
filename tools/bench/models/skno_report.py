"""What the СКНО can tell about the documents it took: for tests, and as a witness of a run."""

import json
import os
import pathlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tools.bench.models.skno_decoder import decode
from tools.bench.models.skno_fields import money_text
from tools.bench.models.skno_ledger import Shift, empty
from tools.bench.models.skno_rules_z import UNKNOWN
from tools.bench.models.skno_state import Record
from tools.bench.models.skno_tables import plain

if TYPE_CHECKING:
    from tools.bench.models.skno import Skno

NAMES = ("sales_n", "sales_sum", "cashless", "cash", "other", "refunds_n", "refunds_sum",
         "deposits_n", "deposits_sum", "withdrawals_n", "withdrawals_sum", "payouts_n",
         "payouts_sum", "cancels_n", "cancels_sum", "voids_n", "voids_sum", "corrections_n",
         "corrections_sum", "mark_sold_n", "mark_sold_sum", "uks_sold_n", "uks_sold_sum",
         "mark_refunded_n", "uks_refunded_n", "mark_voided_n", "uks_voided_n", "drawer")


def documents(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Decoded documents in the order of taking, each with `uid` (24 hex digits) and `shift`."""
    return [{**plain(decode(bytes.fromhex(record.hex))), "uid": record.uid,
             "shift": record.shift} for record in records]


def totals(records: Sequence[Record], shifts: int, shift: int = -1) -> dict[str, Any]:
    """A shift (1 is the first, -1 the last) as `*.expect.json` has it.

    From the documents alone: everything but cancels and corrections, which come from the
    Z-report and are left out while there is none, as is `z_number`. `drawer` moves in the
    document's own currency: notes of another currency taken as payment are not known here.
    IndexError for a shift that never was.
    """
    number = shift if shift > 0 else shifts + 1 + shift
    if not 1 <= number <= shifts:
        raise IndexError(f"shift {shift} of {shifts}")
    fold = Shift()
    for record in records:
        if record.shift == number:
            fold.apply(decode(bytes.fromhex(record.hex)))
    report = fold.z_report
    blocks = {block["currency"]: block for block in report["currencies"]} if report else {}
    out: dict[str, Any] = {
        "documents": fold.documents, "payment_documents": fold.payments,
        "first_payment_document": fold.first_payment,
        "last_payment_document": fold.last_payment,
        "z_number": report["z_number"] if report else None, "currencies": {}}
    if report is None:
        del out["z_number"]
    for code in dict.fromkeys([*blocks, *fold.currencies]):
        known = {**fold.currencies.get(code, empty()),
                 **{name: blocks[code][name] for name in UNKNOWN if code in blocks}}
        out["currencies"][code] = {
            name: known[name] if name.endswith("_n") else money_text(known[name])
            for name in NAMES if name in known}
    return out


def dump(device: "Skno", path: str | os.PathLike[str]) -> None:
    """Documents, totals by shift and violations as JSON, written as a whole."""
    state = device.state
    shifts = [totals(state.records, state.shifts, number + 1) for number in range(state.shifts)]
    content = {"serial": device.serial, "skko": state.skko, "register": state.register,
               "documents": documents(state.records), "shifts": shifts,
               "violations": device.violations}
    target = pathlib.Path(path)
    temporary = target.with_name(target.name + ".new")
    temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n",
                         encoding="utf-8")
    temporary.replace(target)
