"""The report as CSV tables and as JSON, under names that stay (docs/inspect.md)."""

import csv
import dataclasses
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from .model import Report
from .text import hidden
from .words import money, quantity

# Of the JSON's own structure: a reader that finds another number looks into docs/inspect.md.
VERSION = 1
Row = dict[str, Any]

_DOCUMENT = (
    "number", "kind", "stage", "time", "currency", "total", "cash", "cashless", "other", "change",
    "discount", "surcharge", "voided", "third_party", "cashier", "uid", "shift", "damaged", "old",
    "key", "address",
)  # fmt: skip
_SUMS = ("total", "cash", "cashless", "other", "change", "discount", "surcharge", "price", "sum")


def _row(item: Any, names: tuple[str, ...]) -> Row:
    """Some fields of an object; sums as decimals."""
    row = {name: getattr(item, name) for name in names}
    return {name: money(value) if name in _SUMS else value for name, value in row.items()}


def _documents(report: Report) -> Iterator[Row]:
    for item in report.documents:
        yield _row(item, _DOCUMENT)


def _lines(report: Report) -> Iterator[Row]:
    for item in report.documents:
        for place, line in enumerate(item.lines, 1):
            yield {
                "document": item.number, "kind": item.kind, "line": place,
                **_row(line, ("name", "price")), "quantity": quantity(line.quantity),
                **_row(line, ("total", "discount", "surcharge", "section", "gtin")),
                "vat": "" if line.vat is None else money(line.vat),
                **_row(line, ("mark", "uks", "corrected")),
            }  # fmt: skip


def _tenders(report: Report) -> Iterator[Row]:
    for item in report.documents:
        for tender in item.tenders:
            yield {
                "document": item.number, "kind": item.kind,
                **_row(tender, ("by", "sum", "name", "currency")),
                "amount": money(tender.amount) if tender.currency else "",
                "rate": tender.rate, "units": tender.units,
            }  # fmt: skip


def _shifts(report: Report) -> Iterator[Row]:
    for shift in report.folds:
        for code, counters in shift.currencies.items():
            for name, value in counters.items():
                yield {
                    "shift": shift.number, "opened": shift.opened, "complete": shift.complete,
                    "z": shift.z.number if shift.z else "", "currency": code, "counter": name,
                    "value": value if name.endswith("_n") else money(value),
                }  # fmt: skip


def _memory(report: Report) -> Iterator[Row]:
    names = (
        "slot", "number", "kind", "state", "chain", "time", "shift", "restarts", "ordinal", "unp",
        "skko", "skno", "serial", "model", "documents",
    )  # fmt: skip
    for item in report.memory:
        sums = " ".join(f"{code} {money(total)}" for code, total in item.totals)
        yield {**_row(item, names), "totals": sums}


def _journal(report: Report) -> Iterator[Row]:
    for item in report.journal:
        yield _row(item, ("address", "position", "number", "kind", "name", "length", "state"))


def _settings(report: Report) -> Iterator[Row]:
    for name, value in report.settings.items():
        shown = hidden(name, value)
        yield {"name": name, "value": shown.hex() if isinstance(shown, bytes) else shown}


def _goods(report: Report) -> Iterator[Row]:
    for item in report.goods.items if report.goods else ():
        vat = "" if item.vat is None else money(item.vat)
        yield {
            **_row(item, ("code", "name", "gtin", "price", "section")), "vat": vat,
            **_row(item, ("marking", "weighed")),
        }  # fmt: skip


def _findings(report: Report) -> Iterator[Row]:
    for item in report.findings:
        yield _row(item, ("region", "address", "code", "level", "text", "remedy"))


def _regions(report: Report) -> Iterator[Row]:
    for region, extents in report.regions.items():
        for item in extents:
            yield {"region": region, **_row(item, ("start", "end", "what"))}


TABLES: dict[str, Callable[[Report], Iterator[Row]]] = {
    "documents": _documents, "lines": _lines, "tenders": _tenders, "shifts": _shifts,
    "memory": _memory, "journal": _journal, "settings": _settings, "goods": _goods,
    "findings": _findings, "regions": _regions,
}  # fmt: skip


def as_csv(report: Report, table: str) -> str:
    """One table; `;` between columns, the names in the first row. "" where it has no rows."""
    rows = list(TABLES[table](report))
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, rows[0], delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return out.getvalue()


def as_json(report: Report) -> str:
    """Everything, sums in kopecks, bytes in hex."""
    plain = dataclasses.asdict(report)
    plain["settings"] = {name: hidden(name, value) for name, value in report.settings.items()}
    plain = {"version": VERSION, "worst": report.worst, **plain}
    return json.dumps(plain, ensure_ascii=False, indent=1, default=bytes.hex)
