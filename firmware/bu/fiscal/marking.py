"""Marking codes, УКЗ sequences and GTINs (регл. 64, прил. 2 табл. 1 поля 10-12).

A marking code is a GS1 element string: an application identifier (AI), its value, the next AI. A
value of variable length ends at the separator 1Dh; a scanner that drops it makes one long value of
all that follows, so what is too long, or goes on with an AI that is none, is refused as
"mark_separator". Serial numbers that stay within their 20 characters with the tail of the code
cannot be told from right ones.

    AI       value                             AI       value
    01       14 digits, the GTIN; first        10 21 22 1-20 characters
    21       serial number; must be there      30 37    1-8
    00       18 characters                     23-25 39 40 42 43 70-72 80-82: 1-90, with
    02 03    14                                         the rest of the AI
    04       16                                90-99    1-90
    11-19    6                                 31-36    8 with the rest of the AI
    20       2                                 41       14 with the rest of the AI

A code that does not begin with 01 and 14 digits (tobacco of the first issues) has no structure
that is looked at; its GTIN is read from the package.
"""

from micropython import const

from bu.fiscal.money import all_digits
from bu.fiscal.refusal import Refusal

MARK_SIZE = const(256)
UKS_SIZE = const(64)
GTIN_DIGITS = const(13)
_SEPARATOR = const(0x1D)
# AI 01 and its 14 digits.
_HEAD = const(16)
# First and last of a run of AIs by their first two digits, fixed size or 0, most characters.
_ELEMENTS = const((
    (0, 0, 18, 18), (1, 3, 14, 14), (4, 4, 16, 16), (10, 10, 0, 20), (11, 19, 6, 6),
    (20, 20, 2, 2), (21, 22, 0, 20), (23, 25, 0, 90), (30, 30, 0, 8), (31, 36, 8, 8),
    (37, 37, 0, 8), (39, 40, 0, 90), (41, 41, 14, 14), (42, 43, 0, 90), (70, 72, 0, 90),
    (80, 82, 0, 90), (90, 99, 0, 90),
))  # fmt: skip


def check_gtin(text: str) -> str:
    """A GTIN of 8, 12, 13 or 14 digits as 13 digits, zeros in front.

    Refusal("bad_gtin") for other lengths, a wrong check digit, or a 14-digit code that does not
    begin with 0 (the field holds 13).
    """
    if len(text) not in (8, 12, 13, 14) or not all_digits(text):
        raise Refusal("bad_gtin", text)
    total = 0
    weight = 1 if len(text) % 2 else 3
    for digit in text.encode():
        total += weight * (digit - 0x30)
        weight = 4 - weight
    if total % 10 or (len(text) == 14 and not text.startswith("0")):
        raise Refusal("bad_gtin", text)
    if len(text) == 14:
        return text[1:]
    return "0" * (GTIN_DIGITS - len(text)) + text


def bare(mark: bytes) -> bytes:
    """A code without what a scanner puts in front: its announcement (]d2), the first separator."""
    if mark[:1] == b"]" and len(mark) > 3:
        mark = mark[3:]
    return mark[1:] if mark[:1] == b"\x1d" else mark


def check_mark(mark: bytes) -> str:
    """The GTIN in a marking code (13 digits), "" where the code has no AI 01 in front.

    Refusal("bad_mark") for an empty or overlong code, bytes a DataMatrix reader cannot give
    (anything but printable ASCII and the group separator 1Dh), a wrong GTIN, no serial number;
    "mark_separator" where the scanner dropped a separator.
    """
    if not 1 <= len(mark) <= MARK_SIZE:
        raise Refusal("bad_mark", str(len(mark)))
    for byte in mark:
        if byte != _SEPARATOR and not 0x20 < byte < 0x7F:
            raise Refusal("bad_mark", "%02Xh" % byte)
    if mark[:2] != b"01" or len(mark) < _HEAD:
        return ""
    try:
        gtin = check_gtin(str(mark[2:_HEAD], "ascii"))
    except Refusal as refusal:
        raise Refusal("bad_mark", refusal.detail)
    if not _serial_end(mark):
        raise Refusal("bad_mark", "нет AI 21")
    return gtin


def unit_of(mark: bytes) -> bytes:
    """What names the unit in a checked code: GTIN and serial number, else the whole code."""
    if mark[:2] != b"01" or len(mark) < _HEAD or mark[_HEAD : _HEAD + 2] != b"21":
        return mark
    end = mark.find(b"\x1d", _HEAD)
    return mark if end < 0 else mark[:end]


def _serial_end(mark):
    """Goes through the elements behind the GTIN; where AI 21 ends, 0 if it is not there."""
    found = 0
    place = _HEAD
    while place < len(mark):
        label = str(mark[place : place + 2], "ascii")
        if len(label) < 2 or "\x1d" in label:
            raise Refusal("bad_mark", "1Dh")
        fixed, most = _limits(label)
        end = mark.find(b"\x1d", place)
        stop = len(mark) if end < 0 else end
        if not most or (not fixed and stop - place - 2 > most):
            raise Refusal("mark_separator", label)
        if fixed:
            stop = place + 2 + fixed
        if stop > len(mark) or stop == place + 2 or mark.find(b"\x1d", place, stop) >= 0:
            raise Refusal("bad_mark", label)
        if label == "21":
            found = stop
        place = stop + 1 if mark[stop : stop + 1] == b"\x1d" else stop
        if place == len(mark) and place > stop:
            raise Refusal("bad_mark", "1Dh")
    return found


def _limits(label):
    """(fixed size of the value or 0, most characters; 0: no such AI)."""
    if not all_digits(label):
        return 0, 0
    number = int(label)
    for first, last, fixed, most in _ELEMENTS:
        if first <= number <= last:
            return fixed, most
    return 0, 0


def check_uks(uks: bytes) -> None:
    """Refusal("bad_uks") for an empty, overlong or unprintable УКЗ sequence."""
    if not 1 <= len(uks) <= UKS_SIZE:
        raise Refusal("bad_uks", str(len(uks)))
    for byte in uks:
        if byte != 0x1D and not 0x20 <= byte < 0x7F:
            raise Refusal("bad_uks", "%02Xh" % byte)
