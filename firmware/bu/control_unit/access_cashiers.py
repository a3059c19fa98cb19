"""The cashiers as one packed setting: codes, names and credentials (регл. 7).

    offset  size  entry, one behind the other, by code
         0     2  code, 1-9999, high byte first
         2    27  credential (see `passwords`)
        29     1  length of the name in bytes
        30     n  name in cp1251, as the electronic documents have it (прил. 2 табл. 1 поле 3)

Packed, because all settings together have 3584 bytes: 32 cashiers take 60 bytes each at most.
"""

import struct

from micropython import const

from bu.control_unit.passwords import SIZE
from bu.fiscal import cp1251
from bu.fiscal.refusal import Refusal

MOST_CASHIERS = const(32)
MOST_CODE = const(9999)
LONGEST_NAME = const(30)

_NAME_AT = const(29)


def check(code: int, name: str) -> None:
    """Refusal("bad_cashier") for a code outside 1-9999 or a name that no receipt can show."""
    if not isinstance(code, int) or not 0 < code <= MOST_CODE:
        raise Refusal("bad_cashier", str(code))
    if not 0 < len(name) <= LONGEST_NAME or name.strip() != name:
        raise Refusal("bad_cashier", name[:LONGEST_NAME])
    data = name.encode("utf-8", "replace")
    if min(data) < 0x20 or b"\x7f" in data or cp1251.decode(cp1251.encode(name)) != name:
        raise Refusal("bad_cashier", repr(name))


def entries(blob: bytes):
    """(start, end, code, name) of each entry."""
    start = 0
    while start < len(blob):
        end = start + _NAME_AT + 1 + blob[start + _NAME_AT]
        code = struct.unpack_from(">H", blob, start)[0]
        yield start, end, code, cp1251.decode(blob[start + _NAME_AT + 1 : end])
        start = end


def find(blob: bytes, code: int) -> "tuple[str, bytes] | None":
    """(name, credential) of a cashier, or None."""
    for start, _, found, name in entries(blob):
        if found == code:
            return name, blob[start + 2 : start + 2 + SIZE]
    return None


def added(blob: bytes, code: int, name: str, credential: bytes) -> bytes:
    """The table with one more cashier. Refusal: the code is taken, or the table is full."""
    place = count = 0
    for _, end, found, _ in entries(blob):
        count += 1
        if found == code:
            raise Refusal("user_exists", str(code))
        if found < code:
            place = end
    if count >= MOST_CASHIERS:
        raise Refusal("too_many_users", str(MOST_CASHIERS))
    text = cp1251.encode(name)
    entry = struct.pack(">H", code) + credential + bytes((len(text),)) + text
    return blob[:place] + entry + blob[place:]


def removed(blob: bytes, code: int) -> bytes:
    """The table without one cashier. Refusal("user_unknown")."""
    for start, end, found, _ in entries(blob):
        if found == code:
            return blob[:start] + blob[end:]
    raise Refusal("user_unknown", str(code))


def replaced(blob: bytes, code: int, credential: bytes) -> bytes:
    """The table with another credential for a cashier. Refusal("user_unknown")."""
    for start, _, found, _ in entries(blob):
        if found == code:
            return blob[: start + 2] + credential + blob[start + 2 + SIZE :]
    raise Refusal("user_unknown", str(code))
