"""From what the command line names to images of regions: folders, files, parts of a chip."""

import re
from pathlib import Path
from zlib import crc32

from .memory import SLOT
from .reading import REGIONS

_NUMBER = re.compile(r"(0x[0-9a-f]+|\d+)([km]?)", re.IGNORECASE)
_PATH = re.compile(
    r"(?:(?P<region>\w+)=)?(?P<file>.+?)(?:@(?P<offset>[^@+]+)(?:\+(?P<size>.+))?)?"
)
_UNITS = {"": 1, "k": 1024, "m": 1024 * 1024}
_MARKS = {b"BUEJ": "journal", b"BUSE": "settings", b"BUGD": "goods"}
_SECTOR = 4096


class SourceError(Exception):
    """What was named cannot be read; the text is one line."""


def number(words: str) -> int:
    """«262144», «0x40000», «256K»; SourceError."""
    match = _NUMBER.fullmatch(words)
    if not match:
        raise SourceError(f"{words!r} is no number of bytes")
    return int(match[1], 0) * _UNITS[match[2].lower()]


def images(paths: list[str], offset: int = 0) -> tuple[dict[str, bytes], Path | None]:
    """Images by region, and the skno.json of a folder. `offset`: of files without their own."""
    found: dict[str, bytes] = {}
    skno = None
    for path in paths:
        if Path(path).is_dir():
            parts, state = _folder(Path(path))
            skno = skno or state
        else:
            parts = [_file(path, offset)]
        for region, image in parts:
            if region in found:
                raise SourceError(f"{path}: there is an image of {region} already")
            found[region] = image
    return found, skno


def _folder(folder: Path) -> tuple[list[tuple[str, bytes]], Path | None]:
    parts = []
    for region in REGIONS:
        file = folder / f"{region}.nor"
        if file.exists():
            parts.append((region, _bytes(file)))
    if not parts:
        raise SourceError(f"{folder}: no journal.nor, memory.nor, settings.nor or goods.nor here")
    state = folder / "skno.json"
    return parts, state if state.exists() else None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(f"{file}: {error.strerror}") from None


def _file(path: str, offset: int) -> tuple[str, bytes]:
    """[REGION=]FILE[@OFFSET[+SIZE]]; a file of just that name comes first."""
    region, file, start, size = None, path, offset, None
    match = _PATH.fullmatch(path)
    if match and not Path(path).exists():
        region, file = match["region"], match["file"]
        start = number(match["offset"]) if match["offset"] else offset
        size = number(match["size"]) if match["size"] else None
    if region is not None and region not in REGIONS:
        raise SourceError(f"{region}: no region; there are {', '.join(REGIONS)}")
    data = _bytes(Path(file))
    if start >= len(data):
        raise SourceError(f"{file}: has {len(data)} bytes, the offset is {start}")
    if size is not None and start + size > len(data):
        raise SourceError(f"{file}: has {len(data)} bytes, {start + size} are asked for")
    data = data[start : None if size is None else start + size]
    stem = Path(file).stem
    region = region or (stem if stem in REGIONS else guess(data))
    if region is None:
        raise SourceError(f"{file}: no region can be recognised; write journal={file}, say")
    return region, data


def guess(data: bytes) -> str | None:
    """What an image holds, by its contents; None where nothing is recognised."""
    for start in range(0, len(data), _SECTOR):
        mark = data[start : start + 4]
        if mark in _MARKS:
            return _MARKS[mark]
    first = data[:SLOT]
    known = len(first) == SLOT and first[63] == 0x17
    if known and crc32(first[63:], crc32(first[:59], crc32(b"\0\0"))) == int.from_bytes(
        first[59:63], "big"
    ):
        return "memory"
    return None
