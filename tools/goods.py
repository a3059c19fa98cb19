"""The goods base: from a CSV file to the file that the unit loads, and back.

    python -m tools.goods build FILE.csv OUT.img [--report BAD.csv] [--version N] [--date DATE]
    python -m tools.goods show OUT.img CODE         a code, or a barcode
    python -m tools.goods export OUT.img FILE.csv
    python -m tools.goods check OUT.img

The CSV file is UTF-8 or CP1251, `;` or `,`, its first row names the columns: code, name, price,
and as wanted gtin, section, vat, marking, weighed (docs/goods.md). Bad rows are left out and
reported, one line for each thing that is wrong. Status: 0 all is well; 1 rows were left out, the
item is unknown or the base is damaged; 2 nothing could be done.
"""

import argparse
import csv
import re
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from bu.fiscal import dates, goods, marking, money
from bu.fiscal.document import NO_VAT
from bu.fiscal.goods import Item
from bu.fiscal.refusal import Refusal
from bu.storage import goods_layout as layout
from bu.storage.errors import Full, StorageError
from bu.storage.goods import Goods
from bu.storage.goods_image import Image
from bu.storage.layout import PAGE, SECTOR
from tools.said import said

COLUMNS: dict[str, Callable[[str], Any]] = dict(goods.COLUMNS)
REQUIRED = ("code", "name", "price")
DECIMAL = ("price", "vat")
KINDS = ("нет", "код маркировки", "УКЗ", "код маркировки и УКЗ")
REPORT = ("line", "column", "value", "reason")
DATE = "%d.%m.%Y %H:%M:%S"


class Unusable(Exception):
    """Nothing can be done with this file; the text says why, in Russian."""


class Bad(NamedTuple):
    """One thing wrong in the CSV file: line from 1, column name, what stood there, why."""

    line: int
    column: str
    value: str
    reason: str


class Memory:
    """A factory-new flash region in RAM, or one with these contents."""

    def __init__(self, size: int = 0, data: bytes = b"") -> None:
        self.cells = bytearray(data) or bytearray(b"\xff" * size)

    def readblocks(self, block: int, buf: bytearray | memoryview, off: int = 0) -> None:
        """As the hardware contract says; behind the end all is FFh."""
        start = block * SECTOR + off
        data = self.cells[start : start + len(buf)]
        buf[:] = data + b"\xff" * (len(buf) - len(data))

    def writeblocks(self, block: int, buf: bytes | bytearray | memoryview, off: int = 0) -> None:
        """Programs: clears bits."""
        start = block * SECTOR + off
        for at, value in enumerate(buf, start):
            self.cells[at] &= value

    def ioctl(self, op: int, arg: int = 0) -> int:
        """4: sectors, 5: their size, 6: erase."""
        if op == 6:
            self.cells[arg * SECTOR : (arg + 1) * SECTOR] = b"\xff" * SECTOR
        return {4: len(self.cells) // SECTOR, 5: SECTOR}.get(op, 0)


# --- reading CSV


def decode(data: bytes) -> str:
    """The text of a CSV file: UTF-8 where most lines with such letters are, else CP1251."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unusable("файл в UTF-16: сохраните его как CSV UTF-8 или CSV в кодировке 1251")
    data = data.removeprefix(b"\xef\xbb\xbf")
    letters = [line for line in re.split(rb"[\r\n]+", data) if not line.isascii()]
    good = sum(line.decode("utf-8", "ignore").encode() == line for line in letters)
    encoding = "utf-8" if 2 * good >= len(letters) else "cp1251"
    return data.decode(encoding, "replace")


def split(line: str, delimiter: str) -> list[str]:
    """The fields of one line, without the spaces around them; csv.Error."""
    return [field.strip() for field in next(csv.reader([line], delimiter=delimiter, strict=True))]


def columns(line: str) -> tuple[str, list[str]]:
    """(delimiter, column names) of the header row."""
    delimiter = ";" if ";" in line else ","
    try:
        names = [name.lower() for name in split(line, delimiter)]
    except csv.Error as error:
        raise Unusable(f"строка 1 не читается: {error}") from None
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise Unusable(f"в строке 1 нет столбцов {', '.join(missing)}; есть {', '.join(names)}")
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        raise Unusable(f"в строке 1 повторены столбцы {', '.join(twice)}")
    return delimiter, names


def gtin_reason(text: str) -> str:
    """What is wrong with a GTIN that was refused."""
    if not money.all_digits(text):
        return f"{text}: не только цифры"
    if len(text) not in (8, 12, 13, 14):
        return f"{text}: {len(text)} цифр вместо 8, 12, 13 или 14"
    for digit in "0123456789":
        try:
            marking.check_gtin(text[:-1] + digit)
        except Refusal:
            continue
        if digit != text[-1]:
            return f"{text}: контрольная цифра {text[-1]}, нужна {digit}"
    return f"{text}: из 14 цифр первая не 0" if len(text) == 14 and text[0] != "0" else text


def field(column: str, text: str) -> Any:
    """The value in a column; Refusal, or Unusable with what no refusal says."""
    try:
        return COLUMNS[column](text)
    except Refusal as refusal:
        if re.fullmatch(r"\d[.,]\d+[EeЕе]\+\d+", text):
            raise Unusable(f"{text}: цифры потеряны, сделайте столбец текстовым") from None
        if column == "gtin":
            raise Refusal("bad_gtin", gtin_reason(text)) from None
        if column == "weighed":
            raise Unusable(f"Признак весового товара ({text}): 0 или 1") from None
        raise refusal


class Table:
    """Items and bad rows of a CSV file."""

    def __init__(self) -> None:
        self.items: dict[int, Item] = {}
        self.bad: list[Bad] = []
        self.unknown: list[str] = []
        self._codes: dict[int, int] = {}
        self._gtins: dict[str, int] = {}

    def read(self, data: bytes) -> None:
        """Takes a whole file; Unusable."""
        lines = re.split(r"\r\n|\n|\r", decode(data))
        delimiter, names = columns(lines[0])
        self.unknown = [name for name in names if name and name not in COLUMNS]
        for number, line in enumerate(lines[1:], 2):
            if line.strip(delimiter + " \t"):
                self._line(number, line, delimiter, names)

    def _line(self, number: int, line: str, delimiter: str, names: list[str]) -> None:
        try:
            fields = split(line, delimiter)
        except csv.Error:
            self.bad.append(Bad(number, "", line, "Кавычка не закрыта или стоит не на месте"))
            return
        while len(fields) > len(names) and not fields[-1]:
            fields.pop()
        if len(fields) != len(names):
            reason = f"Столбцов {len(fields)}, нужно {len(names)}"
            self.bad.append(Bad(number, "", line, reason))
            return
        found = dict(zip(names, fields, strict=True))
        if delimiter == ";":
            for name in set(DECIMAL) & set(found):
                found[name] = found[name].replace(",", ".")
        self._row(number, found)

    def _row(self, number: int, found: dict[str, str]) -> None:
        """One row with all its columns."""
        before = len(self.bad)
        item = Item(0, "", 0)
        for name in COLUMNS:
            if name in found:
                try:
                    setattr(item, name, field(name, found[name]))
                except Refusal as refusal:
                    self.bad.append(Bad(number, name, found[name], refusal.text()))
                except Unusable as error:
                    self.bad.append(Bad(number, name, found[name], str(error)))
        if len(self.bad) == before:
            self._whole(number, found, item)

    def _whole(self, number: int, found: dict[str, str], item: Item) -> None:
        """What only a whole row, and the rows before it, can show."""
        column = "marking"
        try:
            goods.check(item)
            column = "code"
            if item.code in self._codes:
                place = f"{item.code}: уже в строке {self._codes[item.code]}"
                raise Refusal("bad_code", place)
            column = "gtin"
            if item.gtin in self._gtins:
                place = f"{item.gtin}: уже в строке {self._gtins[item.gtin]}"
                raise Refusal("goods_gtin_repeated", place)
        except Refusal as refusal:
            self.bad.append(Bad(number, column, found.get(column, ""), refusal.text()))
            return
        self._codes[item.code] = number
        if item.gtin:
            self._gtins[item.gtin] = number
        self.items[item.code] = item


# --- base files


def image(items: list[Item], version: int, time: tuple[int, ...]) -> bytes:
    """The base file with these items, made by the unit's own writer; Unusable."""
    barcodes = sum(bool(item.gtin) for item in items)
    most = layout.IMAGE + barcodes // layout.PER_BUCKET + len(items) * 2 + 8
    region = Memory(2 * -(-most * PAGE // SECTOR) * SECTOR)
    base = Goods(region)
    base.open()
    try:
        builder = base.build(barcodes)
        for item in sorted(items, key=lambda entry: entry.code):
            builder.add(item)
        for _ in builder.finish(version, time):
            pass
    except Full as error:
        raise Unusable(f"база не помещается: {error}") from None
    cells = region.cells
    header = layout.unpack_header(cells)
    assert header
    head = bytes(cells[: layout.HEADER])
    return head + b"\xff" * (PAGE - len(head)) + bytes(cells[PAGE : header.total() * PAGE])


def loaded(flash: Any, data: bytes) -> Goods:
    """The base of a region that has loaded this file; errors as the unit has them."""
    base = Goods(flash)
    base.open()
    loading = base.receive()
    loading.write(data)
    for _ in loading.finish():
        pass
    return base


def opened(data: bytes) -> Image:
    """A base file for reading; Unusable."""
    found = Image(Memory(data=data), 0, -(-len(data) // SECTOR), bytearray(PAGE))
    found.mount()
    if found.header is None or len(data) != found.header.total() * PAGE:
        raise Unusable("это не файл базы товаров, или он неполон")
    return found


def text_row(item: Item) -> dict[str, str]:
    """An item as a row of the CSV file."""
    return {
        "code": str(item.code),
        "name": item.name,
        "gtin": item.gtin,
        "price": money.text(item.price),
        "section": str(item.section),
        "vat": "" if item.vat == NO_VAT else money.short(item.vat, money.RATE_DIGITS),
        "marking": str(item.marking),
        "weighed": str(int(item.weighed)),
    }


# --- commands


def build(args: argparse.Namespace) -> int:
    """CSV -> base file."""
    data = args.csv.read_bytes()
    changed = datetime.fromtimestamp(args.csv.stat().st_mtime)
    time = (args.date or changed).timetuple()[:6]
    table = Table()
    table.read(data)
    if args.report:
        with args.report.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(REPORT)
            writer.writerows(table.bad)
    else:
        for bad in table.bad:
            print(f"строка {bad.line}: {bad.column}: {bad.reason}", file=sys.stderr)
    if table.unknown:
        print(f"столбцы без значения: {', '.join(table.unknown)}", file=sys.stderr)
    rows = len({bad.line for bad in table.bad})
    if not table.items:
        raise Unusable(f"нет ни одного годного товара, негодных строк {rows}")
    out = image(list(table.items.values()), args.version, time)
    args.image.write_bytes(out)
    print(f"{args.image}: товаров {len(table.items)}, пропущено строк {rows}, {len(out)} байт")
    return 1 if rows else 0


def show(args: argparse.Namespace) -> int:
    """One item of a base file."""
    found = opened(args.image.read_bytes())
    item = None
    if money.all_digits(args.code) and 0 < int(args.code) <= goods.MAX_CODE:
        item = found.find(int(args.code))
    if item is None:
        try:
            item = found.find_gtin(marking.check_gtin(args.code))
        except Refusal:
            pass
    if item is None:
        print(Refusal("goods_unknown", args.code).text())
        return 1
    row = text_row(item)
    row["marking"] += f" ({KINDS[item.marking]})"
    for name, value in row.items():
        print(f"{name + ':':10}{value}")
    return 0


def export(args: argparse.Namespace) -> int:
    """Base file -> CSV, by rising code."""
    found = opened(args.image.read_bytes())
    with args.csv.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(text_row(item) for item in found.items())
    return 0


def check(args: argparse.Namespace) -> int:
    """Every page of a base file."""
    found = opened(args.image.read_bytes())
    for _ in found.verify():
        pass
    header = found.header
    assert header
    print(f"версия {header.version} от {dates.text(header.time)}: товаров {header.count}, "
          f"со штриховым кодом {header.barcodes}, страниц {header.total()}")  # fmt: skip
    return 0


def moment(text: str) -> datetime:
    """The value of --date."""
    try:
        return datetime.strptime(text, DATE)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: ДД.ММ.ГГГГ ЧЧ:ММ:СС is expected") from None


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m tools.goods",
                                  description="The goods base as a file (docs/goods.md).")
    commands = top.add_subparsers(dest="command", required=True)
    made = commands.add_parser("build", help="CSV to a base file")
    made.add_argument("csv", type=Path, metavar="FILE.csv")
    made.add_argument("image", type=Path, metavar="OUT.img")
    made.add_argument("--report", type=Path, metavar="BAD.csv", help="bad rows go here")
    made.add_argument("--version", type=int, default=1, metavar="N", help="1 unless given")
    made.add_argument("--date", type=moment, metavar="DATE",
                      help="ДД.ММ.ГГГГ ЧЧ:ММ:СС, the CSV file's own time unless given")
    made.set_defaults(run=build)
    for name, run, text in (("show", show, "one item"), ("export", export, "base file to CSV"),
                            ("check", check, "is the file whole")):
        command = commands.add_parser(name, help=text)
        command.add_argument("image", type=Path, metavar="OUT.img")
        command.set_defaults(run=run)
        if name == "show":
            command.add_argument("code", metavar="CODE")
        if name == "export":
            command.add_argument("csv", type=Path, metavar="FILE.csv")
    return top


def main(argv: list[str] | None = None) -> int:
    """Runs a command; the exit status."""
    args = parser().parse_args(argv)
    try:
        return args.run(args)
    except StorageError as error:
        print(f"{args.image}: {Refusal('goods_damaged', str(error)).text()}", file=sys.stderr)
        return 1
    except (Unusable, OSError, ValueError) as error:
        print(said(error, args.csv if args.run is build else args.image), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
