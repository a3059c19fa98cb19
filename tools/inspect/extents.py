"""What every byte of an image is: pieces are claimed, the rest is blank or named by its place."""

from collections.abc import Callable

from .model import Extent

BLANK = "blank"
_BLANK_SECTOR = b"\xff" * 4096


def used(image: bytes) -> int:
    """Bytes up to the last one that is not FFh."""
    end = len(image)
    while end and image[max(0, end - 4096) : end] == _BLANK_SECTOR[: min(4096, end)]:
        end -= min(4096, end)
    start = max(0, end - 4096)
    return start + len(image[start:end].rstrip(b"\xff"))


def tile(
    image: bytes, claims: list[tuple[int, int, str]], name: Callable[[int], str]
) -> list[Extent]:
    """Extents that cover `image` without gap or overlap.

    `claims` are (start, end, what); of two that overlap, the one that starts first keeps what it
    has. What is not claimed and not FFh is called `name(address)`; such runs end at sectors' ends.
    """
    out: list[Extent] = []
    at = 0
    for start, end, what in [*sorted(claims), (len(image), len(image), "")]:
        _fill(out, image, at, min(max(start, at), len(image)), name)
        at = max(at, min(start, len(image)))
        if min(end, len(image)) > at:
            _put(out, at, min(end, len(image)), what)
            at = out[-1].end
    return out


def _put(out: list[Extent], start: int, end: int, what: str) -> None:
    if out and out[-1].what == what == BLANK:
        start = out.pop().start
    out.append(Extent(start, end, what))


def _fill(
    out: list[Extent], image: bytes, start: int, end: int, name: Callable[[int], str]
) -> None:
    while start < end:
        stop = min(end, (start // 4096 + 1) * 4096)
        piece = image[start:stop]
        if piece == _BLANK_SECTOR[: len(piece)]:
            _put(out, start, stop, BLANK)
            start = stop
            continue
        rest = piece.lstrip(b"\xff")
        first = stop - len(rest)
        last = start + len(piece.rstrip(b"\xff")) if rest else first
        if first > start:
            _put(out, start, first, BLANK)
        if last > first:
            _put(out, first, last, name(first))
        if stop > last >= first and rest:
            _put(out, last, stop, BLANK)
        start = stop
