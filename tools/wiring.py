"""docs/boards/: wiring table, parts list and drawing of each board, from boards/NAME/board.py.

    python -m tools.wiring          writes NAME.md and NAME.svg
    python -m tools.wiring --check  status 1 where they are not those of board.py
"""

import argparse
import sys
from pathlib import Path
from types import ModuleType

from bu.ui import layout
from tools.deploy import bundle, manifest, partitions
from tools.wiring_drawing import drawing
from tools.wiring_parts import NAMES, TITLES, parts, pin

DOCS = manifest.ROOT / "docs" / "boards"
BOARDS = ("pico", "pico_w", "pico2_w", "esp32", "esp32s3")


def page(name: str, table: ModuleType) -> str:
    """The Markdown page."""
    out = [f"# {TITLES[name]}: wiring", "",
           f"Made by `python -m tools.wiring` from `boards/{name}/board.py`; how to go on: "
           "[boards.md](../boards.md).", "", f"![Wiring]({name}.svg)", "",
           "| pin of the board | goes to | pin there | bus |", "| --- | --- | --- | --- |"]
    found = list(parts(table))
    for part in found:
        out += [f"| {pin(table, wire.pin)} | {NAMES[part.name]} | {wire.to} | {wire.bus} |"
                for wire in part.wires]
    out += ["| GND | all parts | GND | |", "", "## Parts", "",
            "| part | what | setting | supply | mind |", "| --- | --- | --- | --- | --- |"]
    out += [f"| {NAMES[part.name]} | {part.kind.what} | {part.detail} | {part.kind.supply} | "
            f"{part.kind.note} |" for part in found]
    out += ["", "Keypad, row 1 above, column 1 on the left; ВВОД is two places high and has a "
            "contact in either:", "", f"| | {' | '.join('12345678')} |", "| --- " * 9 + "|"]
    out += [f"| {number} | {' | '.join(legend for _, legend in keys)} |"
            for number, keys in enumerate(layout.LAYOUT, 1)]
    out += ["", "The two flash chips are for `STORAGE=nor`; with `STORAGE=partitions` the memories"
            " lie in the board's own flash:", "", "| region | KB |", "| --- | --- |"]
    regions = table.STORAGES["partitions"][1]
    out += [f"| {region} | {blocks * 4} |" for region, (_, _, blocks) in regions.items()]
    path = manifest.BOARDS / name / "partitions.csv"
    if path.exists():
        out += ["", "| partition | at | KB |", "| --- | --- | --- |"]
        out += [f"| {row.label} | {row.offset:X}h | {row.size // 1024} |"
                for row in partitions.read(path)]
    return "\n".join(out) + "\n"


def files() -> dict[Path, str]:
    """What docs/boards/ should hold."""
    out = {}
    for name in BOARDS:
        table = bundle.facts(name)
        out[DOCS / f"{name}.md"] = page(name, table)
        out[DOCS / f"{name}.svg"] = drawing(name, table)
    return out


def main(arguments: list[str] | None = None) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(
        "python -m tools.wiring", description="Makes docs/boards/ from boards/NAME/board.py."
    )
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args(arguments).check
    stale = [path for path, text in files().items()
             if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        print(f"{'not of board.py' if check else 'written'}: {path.relative_to(manifest.ROOT)}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files()[path], encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
