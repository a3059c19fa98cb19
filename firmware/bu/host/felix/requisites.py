"""Data of the registration: 7Eh programs, 69h reads (2.26, 2.27 of RMF).

1, 6 and 8 are the address, the owner and the outlet on paper (settings address, name, outlet); 5
is the СКНО's number for 62h; 12 says which agents table 2 field 33 may name, 22 is the УНП of a
third party while that one is set; 25 and 28 hold for the next operation only, else those of the
operator's row in table 3 are read. The others are kept and read back.
"""

from bu.fiscal import document as d
from bu.fiscal.refusal import Refusal
from bu.host.felix import fields
from bu.host.felix.fields import Wrong
from bu.host.felix.kept import store

TABLE = 0x7E
# Size and kind by number: c characters, d digits (exactly so many), p «+» and digits, n binary,
# b BCD.
_KINDS = (
    "128c 64c 32c 32c 12d 128c 2n 128c 32c 32c 32c 1n 20c 128c 12d 128c 48c 12p 12p 12p 12p 12d "
    "24c 8c 64c 2b 2b 12d 1n 64c"
)
_SETTINGS = {1: "address", 6: "name", 8: "outlet"}
_MOST = {26: 3600, 27: 99}
_CASHIER = 25
_CASHIER_NUMBER = 28
_THIRD = 22
_AGENT = 12
_TAXES = 29
_UNP = (100_000_000, 999_999_999)


def kinds() -> list:
    """Size and kind by number, from 1 on."""
    return _KINDS.split()


async def write(felix, values, last):
    """7Eh."""
    number, data = values
    kind = kinds()[number - 1]
    size, kind = int(kind[:-1]), kind[-1]
    if len(data) > size or not data or (kind != "c" and len(data) != size):
        raise Wrong(0x14)
    _check(felix, number, kind, data)
    if number in (_CASHIER, _CASHIER_NUMBER):
        name = fields.text(data)
        if number == _CASHIER and (not d.is_text(name) or len(name) > 60):
            raise Wrong(0x13)
        felix.held[number] = name
        return
    if felix.unit.shift_open():
        raise Refusal("shift_open")
    if number in _SETTINGS:
        felix.unit.configure(_SETTINGS[number], fields.text(data))
        return
    store(felix, TABLE, 1, number, data)


def _check(felix, number, kind, data):
    if kind in "cdp":
        text = fields.text(data)
        digits = text[1:] if kind == "p" else text
        if kind == "p" and text[:1] != "+":
            raise Wrong(0xF5)
        if kind != "c" and not all("0" <= sign <= "9" for sign in digits):
            raise Wrong(0x13)
        if number == _THIRD and int(text) and not _UNP[0] <= int(text) <= _UNP[1]:
            raise Wrong(0xA7)
    elif kind == "b" and fields.from_bcd(data) > _MOST[number]:
        raise Wrong(0x13)
    elif number == _TAXES and data[0] > 63:
        raise Wrong(0xF6)
    elif number == _AGENT and (felix.stored(2, 1, 33) or b"\x00")[0] & ~data[0]:
        raise Wrong(0xFC)


async def read(felix, values, last):
    """69h."""
    number = values[0]
    if number in _SETTINGS:
        for name, value, _, _ in felix.unit.settings():
            if name == _SETTINGS[number]:
                return fields.ok(fields.chars(value, len(value))[:128] + b"\x00")
    if number in (_CASHIER, _CASHIER_NUMBER):
        own = felix.cashier
        if number == _CASHIER_NUMBER:
            own = (felix.stored(3, felix.row, 3) or b"0" * 12).decode() if felix.row else ""
        name = felix.held.get(number, own)
        return fields.ok(fields.chars(name, len(name)) + b"\x00")
    kind = kinds()[number - 1]
    empty = bytes(int(kind[:-1])) if kind[-1] in "nb" else b""
    return fields.ok((felix.stored(TABLE, 1, number) or empty) + b"\x00")
