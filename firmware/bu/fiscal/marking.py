"""Marking codes, УКЗ sequences and GTINs (регл. 64, прил. 2 табл. 1 поля 10-12)."""

from micropython import const

from bu.fiscal.money import all_digits
from bu.fiscal.refusal import Refusal

MARK_SIZE = const(256)
UKS_SIZE = const(64)
GTIN_DIGITS = const(13)


def check_gtin(text: str) -> str:
    """A GTIN of 8, 12, 13 or 14 digits as 13 digits, zeros in front.

    Refusal("bad_gtin") for other lengths, a wrong check digit, or a 14-digit code that does not
    begin with 0 (the field holds 13).
    """
    if len(text) not in (8, 12, 13, 14) or not all_digits(text):
        raise Refusal("bad_gtin", text)
    total = 0
    for place in range(len(text)):
        weight = 3 if (len(text) - place) % 2 == 0 else 1
        total += weight * int(text[place])
    if total % 10 or (len(text) == 14 and text[0] != "0"):
        raise Refusal("bad_gtin", text)
    if len(text) == 14:
        return text[1:]
    return "0" * (GTIN_DIGITS - len(text)) + text


def check_mark(mark: bytes) -> str:
    """The GTIN in a marking code (13 digits), "" where the code has no AI 01 in front.

    Refusal("bad_mark") for an empty or overlong code, or bytes a DataMatrix reader cannot give
    (anything but printable ASCII and the group separator 1Dh).
    """
    if not 1 <= len(mark) <= MARK_SIZE:
        raise Refusal("bad_mark", str(len(mark)))
    for byte in mark:
        if byte != 0x1D and not 0x20 < byte < 0x7F:
            raise Refusal("bad_mark", "%02Xh" % byte)
    if mark[:2] != b"01" or len(mark) < 16:
        return ""
    try:
        return check_gtin(str(mark[2:16], "ascii"))
    except Refusal as refusal:
        raise Refusal("bad_mark", refusal.detail)


def check_uks(uks: bytes) -> None:
    """Refusal("bad_uks") for an empty, overlong or unprintable УКЗ sequence."""
    if not 1 <= len(uks) <= UKS_SIZE:
        raise Refusal("bad_uks", str(len(uks)))
    for byte in uks:
        if byte != 0x1D and not 0x20 <= byte < 0x7F:
            raise Refusal("bad_uks", "%02Xh" % byte)
