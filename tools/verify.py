"""The firmware that runs, beside a reference (регл. 30, 37).

    python -m tools.verify WHAT               its SHA-256, as «О кассе» shows it
    python -m tools.verify WHAT REFERENCE     the same, and whether they agree; which files differ

WHAT and REFERENCE are each `sources` (the simulated bench on CPython runs these), a ROMFS image as
it was read out of a board (MicroPython runs it), a folder with what was unpacked from one, or the
64 hex digits that a display shows. Status: 0 they agree, 1 they differ, 2 nothing to be read.

The digest covers the modules at the root, boards/ (of the bench boards/sim/ alone) and bu/: for
each its name in UTF-8, 00h, its contents, and their length in four bytes. Nothing here is shared
with the unit.
"""

import argparse
import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.said import said

ROOT = Path(__file__).resolve().parents[1]
SOURCES = {"": ROOT / "firmware", "boards/sim/": ROOT / "boards" / "sim"}
ON_BENCH = re.compile(r"(boards/sim/.+|bu/.+|[^/]+)\.m?py")
ON_BOARD = re.compile(r"(boards/.+|bu/.+|[^/]+)\.m?py")
_MAGIC = b"\xd2\xcd\x31"
_DATA, _FOLDER, _FILE = 2, 4, 5


class VerifyError(Exception):
    """What was named cannot be read; the text is for the person at the desk."""


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A ROMFS integer, seven bits a byte, high group first: (value, where it ends)."""
    value = 0
    while True:
        value = value << 7 | data[at] & 0x7F
        at += 1
        if not data[at - 1] & 0x80:
            return value, at


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, payload) of the records of a ROMFS folder or file."""
    at = 0
    while at < len(data):
        kind, at = _number(data, at)
        size, at = _number(data, at)
        if at + size > len(data):
            raise VerifyError("the image is cut short")
        yield kind, data[at : at + size]
        at += size


def _unpacked(data: bytes, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    """(name, contents) of every file below a ROMFS folder."""
    for kind, payload in _records(data):
        if kind not in (_FOLDER, _FILE):
            continue
        size, at = _number(payload, 0)
        name = prefix + payload[at : at + size].decode()
        rest = payload[at + size :]
        if kind == _FOLDER:
            yield from _unpacked(rest, name + "/")
            continue
        pieces = [piece for inner, piece in _records(rest) if inner == _DATA]
        if len(pieces) != 1:
            raise VerifyError(f"{name}: its contents do not stand in the image")
        yield name, pieces[0]


def image(data: bytes) -> dict[str, bytes]:
    """The files of a ROMFS image; what lies behind its end is left alone."""
    if data[:3] != _MAGIC:
        raise VerifyError("no ROMFS image")
    size, at = _number(data, 3)
    if at + size > len(data):
        raise VerifyError("the image is cut short")
    return dict(_unpacked(data[at : at + size]))


def folder(path: Path, prefix: str = "") -> dict[str, bytes]:
    """The files below a folder by their names."""
    found = (file for file in path.rglob("*") if file.suffix in (".py", ".mpy"))
    return {prefix + file.relative_to(path).as_posix(): file.read_bytes() for file in found}


def files(what: str) -> dict[str, bytes] | None:
    """The covered files of what was named; None for 64 hex digits. VerifyError."""
    if re.fullmatch("[0-9a-fA-F]{64}", what):
        return None
    if what == "sources":
        every = {name: data for prefix, path in SOURCES.items()
                 for name, data in folder(path, prefix).items()}  # fmt: skip
    elif Path(what).is_dir():
        every = folder(Path(what))
    else:
        try:
            every = image(Path(what).read_bytes())
        except IndexError:
            raise VerifyError(f"{what}: the image is cut short") from None
        except (OSError, UnicodeDecodeError, VerifyError) as error:
            raise VerifyError(said(error, what)) from error
    rule = ON_BOARD if {"board.py", "board.mpy"} & set(every) else ON_BENCH
    covered = {name: data for name, data in every.items() if rule.fullmatch(name)}
    if not covered:
        raise VerifyError(f"{what}: no firmware in it")
    return covered


def digest(covered: dict[str, bytes]) -> str:
    """The SHA-256 in hex."""
    whole = hashlib.sha256()
    for name in sorted(covered, key=lambda name: ("/" in name, name.split("/"))):
        data = covered[name]
        whole.update(name.encode() + b"\0" + data + len(data).to_bytes(4, "big"))
    return whole.hexdigest()


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Names of the files that are not the same in both."""
    return [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]


def main(arguments: list[str]) -> int:
    """Runs one comparison; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.verify", description="SHA-256 of a "
                                     "firmware, and whether two agree (регл. 30, docs/verify.md).")
    parser.add_argument("what", metavar="WHAT", help="sources, IMAGE.romfs, FOLDER or SHA-256")
    parser.add_argument("reference", metavar="REFERENCE", nargs="?", help="the same")
    options = parser.parse_args(arguments)
    named = [options.what] + ([options.reference] if options.reference else [])
    try:
        found = [files(what) for what in named]
    except VerifyError as error:
        print(error, file=sys.stderr)
        return 2
    pairs = zip(named, found, strict=True)
    digests = [what.lower() if covered is None else digest(covered) for what, covered in pairs]
    for what, covered, text in zip(named, found, digests, strict=True):
        count = "" if covered is None else f"  {len(covered)} files  {what}"
        print(f"{text}{count}")
    if len(named) == 1:
        return 0
    if digests[0] == digests[1]:
        print("the same")
        return 0
    print("different")
    if found[0] is not None and found[1] is not None:
        print(*differences(found[0], found[1]), sep="\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
