"""What always holds, from outside (docs/design.md): three witnesses, who share no code.

    the СКНО     the documents it took, in their order, and its own sums of them
    the flash    journal and БЭП, read from their images
    the tape     what a person reads on it

`check` is for any bench at rest (`tools.bench.world.World`, `scene.Scene`): every document that
was taken stands on the paper, numbers have no gap, and the three agree. What a certain run must
have come to is the campaign's own business.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Protocol

from tools import inspect
from tools.bench.models.nor import Nor
from tools.bench.models.printer import Printer
from tools.bench.models.skno import Skno
from tools.torture import tape as paper

# docs/storage.md: bytes of a record of the БЭП, and the last byte of a shift's.
MEMORY_RECORD, MEMORY_SHIFT = 64, 0x1E


class Bench(Protocol):
    """What is looked at."""

    regions: dict[str, Nor]
    skno: Skno
    printer: Printer


def check(bench: Bench, report: inspect.Report | None = None) -> list[str]:
    """What does not hold; the shift is closed, and nothing is unfinished.

    `report` is that of `flash`, where the caller has it already.
    """
    documents = bench.skno.documents
    found = [f"СКНО: {line}" for line in bench.skno.violations]
    found += [f"printer: {line}" for line in bench.printer.finish()]
    found += _numbers(documents)
    found += _on_paper(documents, list(paper.prints(bench.printer.tape)))
    found += _totals(bench, documents)
    found += _findings(report or flash(bench))
    return found


def at_any_moment(bench: Bench) -> list[str]:
    """What holds even in the middle of something: СКНО, then БЭП, then paper (регл. 34)."""
    kinds = bytes(bench.regions["memory"].cells[MEMORY_RECORD - 1 :: MEMORY_RECORD])
    shifts = kinds.count(MEMORY_SHIFT)
    taken = bench.skno.state.last_z or 0
    lines = (paper.Z_NUMBER.match(line.strip()) for line in bench.printer.tape.text)
    printed = max((int(match[1]) for match in lines if match), default=0)
    if not printed <= shifts <= taken:
        return [f"Z-report {printed} is on paper, {shifts} in the БЭП, the СКНО has {taken}"]
    return []


def flash(bench: Bench) -> inspect.Report:
    """The images as the inspector reads them, beside the СКНО's documents."""
    state = bench.skno.state
    known = {name: value for name, value in vars(state).items() if name != "records"}
    known["documents"] = [asdict(record) for record in state.records]
    return inspect.read({name: bytes(nor.cells) for name, nor in bench.regions.items()}, known)


def _findings(report: inspect.Report) -> Iterator[str]:
    """What the inspector would not call normal after a loss of power."""
    for each in report.findings:
        if each.level != inspect.NORMAL:
            yield f"flash: {each.region} {each.address}: {each.code}: {each.text}"


def _numbers(documents: list[dict[str, Any]]) -> Iterator[str]:
    """Through numbers and Z-report numbers: no gap, no duplicate; no УИ twice."""
    through = [entry["number"] for entry in documents if entry["kind"] != "z_report"]
    closed = [entry["z_number"] for entry in documents if entry["kind"] == "z_report"]
    for name, numbers in (("through numbers", through), ("Z-reports", closed)):
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{name}: {numbers}"
    if len({entry["uid"] for entry in documents}) != len(documents):
        yield "a УИ was given twice"


def _on_paper(documents: list[dict[str, Any]], prints: list[paper.Print]) -> Iterator[str]:
    """Each document once, or more often if every later print says that it is one."""
    taken = {entry["uid"]: entry for entry in documents}
    seen: dict[str, int] = {}
    for each in prints:
        entry = taken.get(each.uid)
        if entry is None:
            yield f"tape: УИ {each.uid} is not the СКНО's"
            continue
        number = entry.get("number", entry.get("z_number"))
        if (each.kind, each.number) != (entry["kind"], number):
            yield f"tape: {each.kind} {each.number} has the УИ of {entry['kind']} {number}"
        if each.uid in seen and not (each.repeated or each.copy):
            yield f"tape: {each.kind} {each.number} stands there twice, unmarked"
        if each.uid not in seen and each.copy:
            yield f"tape: {each.kind} {each.number}: a copy before the document"
        seen.setdefault(each.uid, len(seen))
    for uid, entry in taken.items():
        if uid not in seen:
            yield f"tape: {entry['kind']} {entry.get('number', entry.get('z_number'))} is missing"
    order = [uid for uid in seen if uid in taken]
    if order != [uid for uid in taken if uid in seen]:
        yield "tape: documents are not in the order of their numbers"


def _totals(bench: Bench, documents: list[dict[str, Any]]) -> Iterator[str]:
    """Each Z-report on paper, against the СКНО's own sums of that shift's documents."""
    shifts = {entry["uid"]: entry["shift"] for entry in documents}
    for each in paper.prints(bench.printer.tape):
        if each.kind != "z_report" or each.uid not in shifts:
            continue
        sums = each.sums()
        for code, values in bench.skno.totals(shifts[each.uid])["currencies"].items():
            for words, name in (("ИТОГ ПРОДАЖ", "sales_sum"), ("Наличных в кассе", "drawer")):
                printed = sums.get((words, code))
                if printed != values[name]:
                    yield f"Z {each.number} {code} {name}: {printed}, СКНО {values[name]}"
