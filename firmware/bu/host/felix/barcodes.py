"""Barcodes: C2h (2.23 of RMF, 2.57 of 80K).

    low digit of the type   0 EAN-13, 12 digits; 1 EAN-8, 7 digits; 2, 4 CODE-39; 3 EAN-128; 5 QR
    high digit              EAN: 1 with 5 more digits, 2 with 2; QR: block 1-8 to keep, 0: print

Behind the digits of EAN comes a sign (space, <, >), then the additional digits and their sign; the
signs may be left out at the end. Printers have no additional codes: their digits are printed.
"""

from bu.host.felix.fields import Wrong
from bu.printing import items

_EAN = ((items.EAN13, 12), (items.EAN8, 7))
_CODE39 = (2, 4)
_CODE128 = 3
_QR = 5
_MORE = (0, 5, 2)
_SIGNS = b" <>"
_LONGEST = 32
_BLOCKS = 8
_CODE39_SIGNS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"


async def show(felix, values, last):
    """C2h."""
    kind, data = values
    high, low = kind >> 4, kind & 15
    if low < len(_EAN):
        await _ean(felix, high, low, data)
    elif low == _QR:
        await _matrix(felix, high, data)
    elif high or low not in _CODE39 + (_CODE128,):
        raise Wrong(0x13)
    else:
        await _line(felix, low, data)


async def _ean(felix, high, low, data):
    symbol, size = _EAN[low]
    if high >= len(_MORE):
        raise Wrong(0x13)
    more = _MORE[high]
    longest = size + 1 + (more + 1 if more else 0)
    if not (size + 1 + more if more else size) <= len(data) <= longest:
        raise Wrong(0x14)
    digits, extra = data[:size], data[size + 1 : size + 1 + more]
    signs = data[size : size + 1] + data[size + 1 + more :]
    if not _all_in(digits + extra, b"0123456789") or not _all_in(signs, _SIGNS):
        raise Wrong(0x13)
    lines = [extra.decode()] if extra else []
    await felix.flush((items.CODE, (symbol, digits)), *lines)


async def _line(felix, low, data):
    data = data.rstrip(b"\x00 ")
    if not 0 < len(data) <= _LONGEST:
        raise Wrong(0x14)
    symbol = items.CODE128 if low == _CODE128 else items.CODE39
    signs = bytes(range(0x20, 0x7F)) if low == _CODE128 else _CODE39_SIGNS
    if not _all_in(data, signs):
        raise Wrong(0x13)
    # Dots of two a module: 29 a character of CODE-39 with its stars, 22 of EAN-128.
    wide = 29 * (len(data) + 2) if symbol == items.CODE39 else 22 * (len(data) + 4)
    if wide > felix.unit.dots():
        raise Wrong(0x84)
    await felix.flush((items.CODE, (symbol, data)))


async def _matrix(felix, high, data):
    blocks = felix.held.get("qr", {})
    if high > _BLOCKS:
        raise Wrong(0x13)
    if not high:
        whole = b"".join([blocks[number] for number in sorted(blocks)])
        if data:
            raise Wrong(0x14)
        if not whole:
            raise Wrong(0x13)
        if len(whole) > items.MOST_MATRIX:
            raise Wrong(0x84)
        await felix.flush((items.CODE, (items.MATRIX, whole)))
        del felix.held["qr"]
        return
    if not 0 < len(data) <= _LONGEST:
        raise Wrong(0x14)
    # The document's table has D0 01 for «Ё», which is D0 81.
    block = data.rstrip(b"\x00").replace(b"\xd0\x01", b"\xd0\x81")
    if not block or any(byte < 0x20 or byte == 0x7F for byte in block):
        raise Wrong(0x13)
    blocks[high] = block
    felix.held["qr"] = blocks


def _all_in(data, known):
    return all(byte in known for byte in data)
