"""`python -m tools.coverage_table`: docs/coverage.md, from docs/coverage/*.txt and marks of tests.

A line of the data is one point of the regulation, in our own words:

    id | how | title          id | title: `how` is that of the last line «@ how»

    how                                    what it says
    module:name, module ...                what implements it, below `bu`; a test must show it
    doc: docs/page.md#heading              the page that says it, and a heading in it
    no: reason                             not a matter of the firmware
    planned: what                          a profile that is still to come (chapters 6-10)
    missing                                stands in missing.txt: id | what is missing
    :                                      a heading; the points below it count

«= title» begins a chapter, «# text» is a remark. A test names the points that it shows with
`pytest.mark.regl("14", "18.1/1-7", "табл.2.*")`: a point, a span of its last number, or all points
below one. Portable tests have a dict `REGL` instead (host_tests/regl.py).

`--check` writes nothing; the status is 1 when something is wrong or the page is out of date.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "docs" / "coverage"
PAGE = ROOT / "docs" / "coverage.md"
MISSING = "missing.txt"
KINDS = ("implemented", "documented", "not firmware", "planned", "missing")
_SPAN = re.compile(r"(.*[./])(\d+)-(\d+)")
_HEAD = """\
# Coverage of the regulation

Every point of № 29/99 of 14.10.2022, every field and line of its appendices: what implements it,
and the tests that show it. Made by `make coverage-table` from `docs/coverage/*.txt` and the tests'
marks; `make test` fails when a point has nothing, when a name does not exist, or when this page is
out of date.

`14/2` is the second unnumbered line of point 14, `10.доп.1` the first of its second list,
`табл.7.38` a field of appendix 2, `прил.1.I.5.8` a line of appendix 1. Modules stand below
`firmware/bu`; `portable/journal: power_cuts` is `test_power_cuts` of
`host_tests/portable/test_journal.py`. ″ is the same as above.
"""


@dataclass
class Point:
    """One point; `how` as in the data, `tests` by their short names."""

    id: str
    how: str
    title: str
    tests: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """One of KINDS, or "heading"."""
        words = {":": "heading", "missing": "missing", "doc:": "documented", "no:": "not firmware",
                 "planned:": "planned"}  # fmt: skip
        return words.get(self.how.split(" ")[0], "implemented")

    def names(self) -> list[str]:
        """What implements it, as «module» or «module:name»."""
        return self.how.split(", ") if self.kind == "implemented" else []


@dataclass
class Chapter:
    """A chapter or appendix."""

    title: str
    points: list[Point] = field(default_factory=list)


class DataError(Exception):
    """The data cannot be read: file, line and what is wrong with it."""


def read(folder: Path = DATA) -> list[Chapter]:
    """All chapters in the order of their files."""
    chapters = []
    for path in sorted(folder.glob("*.txt")):
        if path.name != MISSING:
            chapters.append(_chapter(path))
    return chapters


def _chapter(path: Path) -> Chapter:
    chapter = Chapter("")
    how = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("= "):
            chapter.title = line[2:]
        elif line.startswith("@ "):
            how = line[2:]
        elif line.strip() and not line.startswith("# "):
            cells = [cell.strip() for cell in line.split(" | ")]
            if len(cells) == 2 and how:
                cells.insert(1, how)
            if len(cells) != 3 or not all(cells):
                raise DataError(f"{path.name}:{number}: {line}")
            chapter.points.append(Point(cells[0], cells[1], cells[2]))
    return chapter


def read_missing(folder: Path = DATA) -> dict[str, str]:
    """{id: what is missing}: the list of what may be missing for now."""
    listed = {}
    for line in (folder / MISSING).read_text("utf-8").splitlines():
        if line.strip() and line[:2] not in ("= ", "# "):
            name, what = (cell.strip() for cell in line.split(" | "))
            listed[name] = what
    return listed


class Marks:
    """A pytest plugin: {test: the points it names} of what is collected."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def pytest_collection_finish(self, session) -> None:  # type: ignore[no-untyped-def]
        for item in session.items:
            for mark in item.iter_markers("regl"):
                named = self.found.setdefault(short(item.nodeid), [])
                named.extend(name for name in mark.args if name not in named)


def short(node: str) -> str:
    """host_tests/portable/test_journal.py::test_power_cuts[1] -> portable/journal: power_cuts."""
    path, _, name = node.partition("[")[0].partition("::")
    path = path.removeprefix("host_tests/").removesuffix(".py").replace("test_", "", 1)
    return f"{path}: {name.removeprefix('test_')}"


def collect() -> dict[str, list[str]]:
    """The marks of all tests; SystemExit with pytest's words where they cannot be collected."""
    import pytest

    marks = Marks()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = pytest.main(
            ["--collect-only", "-q", "-p", "no:cacheprovider",
             str(ROOT / "host_tests")], plugins=[marks])  # fmt: skip
    if status:
        raise SystemExit(f"the tests cannot be collected\n{said.getvalue()[-3000:]}")
    return marks.found


def spread(name: str, ids: list[str]) -> list[str]:
    """The points that a mark means: `name`, a span of its last number, or all below it."""
    span = _SPAN.fullmatch(name)
    if name.endswith("*"):
        return [each for each in ids if each.startswith(name[:-1])]
    if span:
        first, last = int(span[2]), int(span[3])
        wanted = [f"{span[1]}{number}" for number in range(first, last + 1)]
        return wanted if wanted and set(wanted) <= set(ids) else []
    return [name] if name in ids else []


def attach(chapters: list[Chapter], marks: dict[str, list[str]]) -> list[str]:
    """Gives each point its tests; what is wrong with the marks."""
    points = {point.id: point for chapter in chapters for point in chapter.points}
    wrong = []
    for test in sorted(marks):
        for name in marks[test]:
            meant = spread(name, list(points))
            if not meant:
                wrong.append(f"{test} names {name}: no such point")
            for each in meant:
                if points[each].kind in ("heading", "implemented"):
                    if test not in points[each].tests:
                        points[each].tests.append(test)
                elif not name.endswith("*"):
                    wrong.append(f"{test} shows {each}, which is {points[each].kind}")
    return wrong


def findings(chapters: list[Chapter], missing: dict[str, str]) -> list[str]:
    """What is wrong with the points themselves."""
    points = [point for chapter in chapters for point in chapter.points]
    ids = [point.id for point in points]
    wrong = [f"{name}: twice" for name in sorted(set(ids)) if ids.count(name) > 1]
    for point in points:
        wrong.extend(f"{point.id}: {what}" for what in _wrong(point, ids, missing))
    wrong.extend(
        f"{MISSING}: {name} is not missing"
        for name in missing
        if not any(point.id == name and point.kind == "missing" for point in points)
    )
    return wrong


def _wrong(point: Point, ids: list[str], missing: dict[str, str]) -> list[str]:
    rest = point.how.partition(" ")[2]
    if point.kind == "heading":
        starts = tuple(point.id + sign for sign in "./")
        below = any(name.startswith(starts) for name in ids)
        return [] if below else ["a heading over nothing"]
    if point.kind == "documented":
        return [] if _is_written(*rest.split("#")) else [f"not to be found: {rest}"]
    if point.kind == "missing":
        return [] if point.id in missing else [f"missing, and not listed in {MISSING}"]
    if point.kind != "implemented":
        return [] if rest else ["no reason"]
    wrong = [f"there is no {name}" for name in point.names() if not _exists(name)]
    return wrong if point.tests else [*wrong, "no test shows it"]


def _is_written(path: str, heading: str = "") -> bool:
    page = ROOT / path
    lines = page.read_text("utf-8").splitlines() if page.is_file() else []
    return any(line.startswith("#") and heading in line for line in lines)


def _exists(name: str) -> bool:
    module, _, path = name.partition(":")
    try:
        found = importlib.import_module("bu." + module)
        for part in path.split(".") if path else ():
            found = getattr(found, part)
    except (ImportError, AttributeError):
        return False
    return True


def page(chapters: list[Chapter], missing: dict[str, str]) -> str:
    """docs/coverage.md."""
    out = [
        _HEAD,
        "| | points | " + " | ".join(KINDS) + " |", "| --- |" + " ---: |" * (len(KINDS) + 1),
    ]  # fmt: skip
    every = [point for chapter in chapters for point in chapter.points]
    for title, points in [(each.title, each.points) for each in chapters] + [("All", every)]:
        counted = [sum(point.kind == kind for point in points) for kind in KINDS]
        cells = " | ".join(str(count or "") for count in counted)
        out.append(f"| {title} | {sum(counted)} | {cells} |")
    if missing:
        out += ["", "## Missing", "", "| point | what |", "| --- | --- |"]
        out += [f"| {name} | {what} |" for name, what in missing.items()]
    for chapter in chapters:
        out += ["", f"## {chapter.title}", ""]
        out += ["| point | what | by | shown by |", "| --- | --- | --- | --- |"]
        out += _rows(chapter.points)
    return "\n".join(out) + "\n"


def _rows(points: list[Point]) -> list[str]:
    rows = []
    before = ("", "")
    for point in points:
        if point.kind == "heading":
            cells = ("", "<br>".join(point.tests))
            point_id, title = f"**{point.id}**", f"**{point.title}**"
        else:
            by = ", ".join(f"`{name}`" for name in point.names()) or point.how
            cells = (by, "<br>".join(point.tests))
            point_id, title = point.id, point.title
        shown = [
            "″" if cell and cell == last else cell
            for cell, last in zip(cells, before, strict=True)
        ]
        rows.append(f"| {point_id} | {title} | {shown[0]} | {shown[1]} |")
        before = cells
    return rows


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.coverage_table", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--check", action="store_true", help="write nothing, say what is wrong")
    parser.add_argument("--marks", action="store_true", help="print the tests' marks as JSON")
    chosen = parser.parse_args(arguments)
    if chosen.marks:
        json.dump(collect(), sys.stdout, ensure_ascii=False)
        return 0
    chapters, missing = read(), read_missing()
    wrong = attach(chapters, collect()) + findings(chapters, missing)
    text = page(chapters, missing)
    if not chosen.check:
        PAGE.write_text(text, "utf-8")
    elif PAGE.read_text("utf-8") != text:
        wrong.append(f"{PAGE.name} is out of date: make coverage-table")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
