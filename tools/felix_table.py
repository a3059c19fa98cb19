"""`python -m tools.felix_table`: the tables of docs/felix.md, from those that the firmware uses.

What they say in words stands in docs/felix/*.txt, a line «key | text» each; in codes.txt «code |
dialects | meaning | where it comes from beside refusals», or «- why it never does».
What stands between `<!-- table: NAME -->` and `<!-- end -->` is made anew; the rest of the page is
written by hand. `--check` writes nothing; the status is 1 when the page is out of date.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "felix.md"
NOTES = ROOT / "docs" / "felix"
sys.path += [str(ROOT / folder) for folder in ("firmware", "tools/host_shims")]

from bu.host.felix import codes, commands, names, registers, requisites, tables  # noqa: E402

BOTH = {"r": "RMF", "k": "80K", "rk": "both"}
_BLOCK = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.S)


def notes(name: str) -> dict[str, list[str]]:
    """The lines of docs/felix/NAME.txt by key."""
    lines = (NOTES / f"{name}.txt").read_text("utf-8").strip().split("\n")
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return {row[0]: row[1:] for row in rows}


def grid(head: str, rows: Iterator[list[str]]) -> str:
    names = head.split("|")
    lines = [f"| {' | '.join(names)} |", "|" + " --- |" * len(names)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def named(module: ModuleType) -> Iterator[list[str]]:
    """The rows of a module's table, each with its name: the comment behind it in the source."""
    lines = inspect.getsource(module).split("\n")
    begun = re.compile(r' {4}b"(?!\\n").*"  # (.+)')
    names = [found[1] for line in lines if (found := begun.fullmatch(line))]
    for row, name in zip(module.rows(), names, strict=True):
        yield [*row, name]


def command_rows() -> Iterator[list[str]]:
    said = notes("commands")
    for code, dialects, modes, receipts, target, layout, title in named(commands):
        marks = "".join(mark for mark in modes if mark in "jqi")
        digits = modes.strip("jqi").replace("*", "all")
        how = "7Ah: " if target == "-" else ""
        yield [f"{code}h", title, BOTH[dialects], digits, marks,
               receipts.replace("*", "any"), f"`{layout}`" if layout else "",
               how + " | ".join(said[code]).replace("|", "/")]  # fmt: skip


def register_rows() -> Iterator[list[str]]:
    said = notes("registers")
    for number, dialects, parameters, sizes, sources, title in named(registers):
        shown = sources.replace("_", "\\_").replace("+", "")
        yield [f"{number} ({int(number):02X}h)", title, BOTH[dialects], parameters, sizes, shown,
               " ".join(said.get(number, [""]))]  # fmt: skip


def field_rows() -> Iterator[list[str]]:
    said = notes("tables")
    for table, row, field, dialects, size, span, default, effect, title in named(tables):
        kept = "reserved: kept" if title == "Зарезервировано" else "kept"
        note = " ".join(said.get(f"{table}.{field}", [kept]))
        shown = names.default(default, 0).replace("00", "NN") if size[-1] == "c" else default
        shown = "" if default in ("lines", "requisite") else shown
        yield [table, row, field, title, BOTH[dialects], size, span, shown, effect, note]


def requisite_rows() -> Iterator[list[str]]:
    said = notes("requisites")
    for number, kind in enumerate(requisites.kinds(), 1):
        yield [f"{number:02}", said[f"{number:02}"][0], kind, said[f"{number:02}"][1]]


def refusals() -> dict[str, tuple[str, str]]:
    """Codes of each refusal, RMF and 80K."""
    rows = [row.split() for row in codes._REFUSALS.strip().split("\n")]
    return {name: (rmf, old) for name, rmf, old in rows}


def code_rows() -> Iterator[list[str]]:
    for code, (dialects, title, where) in notes("codes").items():
        named = []
        for name, (rmf, old) in refusals().items():
            if code in (rmf, old):
                only = "" if rmf == old else " (RMF)" if code == rmf else " (80K)"
                named.append(f"`{name}`{only}")
        never = where.startswith("-") and not named
        yield [f"{code}h", str(int(code, 16)), BOTH[dialects], title,
               "never" if never else ", ".join(named), where.lstrip("- ")]  # fmt: skip


TABLES = {
    "commands": (
        "code|command|dialect|modes|marks|receipt|layout|counterpart", command_rows),
    "registers": ("register|what|dialect|parameters|sizes|sources|remarks", register_rows),
    "fields": (
        "table|rows|field|what|dialect|size|range|default|setting|effect", field_rows),
    "requisites": ("requisite|what|size|effect", requisite_rows),
    "codes": ("code|dec|dialect|meaning|refusals|also, or why never", code_rows),
}  # fmt: skip


def page(text: str) -> str:
    """The page with its tables made anew."""

    def table(found: re.Match[str]) -> str:
        head, rows = TABLES[found.group(2)]
        return found.group(1) + grid(head, rows()) + found.group(3)

    return _BLOCK.sub(table, text)


def main(arguments: list[str]) -> int:
    text = PAGE.read_text("utf-8")
    made = page(text)
    if "--check" in arguments:
        print("docs/felix.md is", "up to date" if made == text else "out of date")
        return 0 if made == text else 1
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
