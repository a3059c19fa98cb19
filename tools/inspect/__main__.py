"""The service engineer's offline inspector of a register's flash images (docs/inspect.md).

It reads journal, fiscal memory (БЭП), settings and goods base, checks every CRC, MAC and number,
counts each shift anew, compares the regions with each other and with the СКНО's documents, and
says of everything that it finds what to do. It writes nothing.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

from . import sources, tables, text
from .model import SERVICE, Document, Report
from .reading import read
from .sknofile import SknoFileError, skno_of

_EPILOG = """\
a PATH is a folder with journal.nor, memory.nor, settings.nor, goods.nor (and skno.json), or an
image: [REGION=]FILE[@OFFSET[+SIZE]], REGION one of journal, memory, settings, goods; OFFSET and
SIZE in bytes, as 262144, 0x40000 or 256K.

examples:
  python -m tools.inspect build/flash
      the flash folder of `python -m tools.bench day ... --flash build/flash`
  python -m tools.inspect build/flash --document 17
      what was receipt 17; --document Z3 is the third Z-report
  python -m tools.inspect journal.nor settings.nor
      some images only; the region is told by the name of the file or its contents
  python -m tools.inspect journal=chip.bin@0+256K memory=chip.bin@256K+512K \\
                          settings=chip.bin@768K+16K
      regions of one chip as it was read back from a board
  python -m tools.inspect memory.nor --key 4f70656e2042552062656e63682e2e2e
      the БЭП alone: its key is needed to check the chain, settings.nor has it otherwise
  python -m tools.inspect build/flash --csv --table lines > lines.csv

exit status: 0 nothing that needs service, 1 something does, 2 wrong arguments
"""


def _number(words: str) -> int:
    try:
        return sources.number(words)
    except sources.SourceError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _key(words: str) -> bytes:
    try:
        key = bytes.fromhex(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{words!r} is not hex") from None
    if not key:
        raise argparse.ArgumentTypeError("the key is empty")
    return key


def _document(words: str) -> tuple[bool, int]:
    closes = words[:1] in ("Z", "z")
    if not words[closes:].isdecimal():
        raise argparse.ArgumentTypeError(f"{words!r} is neither a number nor Z and a number")
    return closes, int(words[closes:])


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, and the status of wrong arguments."""
        self.exit(2, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m tools.inspect", description=__doc__, epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False,
    )  # fmt: skip
    parser.add_argument("path", nargs="+", metavar="PATH", help="folder or image, see below")
    parser.add_argument("--skno", type=Path, metavar="FILE",
                        help="the СКНО's skno.json (with skno.json.documents beside it) or "
                             "documents.json; a folder's own is taken by default")  # fmt: skip
    parser.add_argument("--key", type=_key, metavar="HEX",
                        help="key of the БЭП's chain; by default that in the settings image")
    parser.add_argument("--offset", type=_number, default=0, metavar="N",
                        help="where the region begins in an image without its own @OFFSET")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="one table as CSV, see --table")
    form.add_argument("--json", action="store_true", help="everything as JSON")
    form.add_argument("--document", type=_document, metavar="N",
                      help="one document with its lines; Z3: a Z-report")  # fmt: skip
    parser.add_argument("--table", choices=tables.TABLES, metavar="NAME",
                        help="which table --csv writes: " + ", ".join(tables.TABLES))
    return parser


def _find(report: Report, wanted: tuple[bool, int]) -> list[Document]:
    """Documents with this number, those that do not stand too."""
    closes, number = wanted
    return [
        item for item in report.documents
        if item.number == number and (item.kind == "z_report" if closes else item.numbered)
    ]  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """The program; its exit status."""
    parser = _parser()
    args = parser.parse_args(arguments)
    if args.table and not args.csv:
        parser.error("--table goes with --csv")
    try:
        images, beside = sources.images(args.path, args.offset)
        path = args.skno or beside
        report = read(images, skno_of(path) if path else None, args.key)
    except (sources.SourceError, SknoFileError) as error:
        parser.error(str(error))
    if args.document:
        found = _find(report, args.document)
        if not found:
            parser.error(f"no document {'Z' * args.document[0]}{args.document[1]} in the journal")
        print("\n\n".join("\n".join(text.document(item)) for item in found))
    elif args.csv:
        print(tables.as_csv(report, args.table or "documents"), end="")
    elif args.json:
        print(tables.as_json(report))
    else:
        print("\n".join(text.lines(report)))
    return 1 if report.worst == SERVICE else 0


if __name__ == "__main__":
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)


