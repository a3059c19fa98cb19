"""Barcodes and QR codes of the printer model, from their data to bars and dots.

A barcode is a list of widths in dots: bar, space, bar ... A QR code is a list of rows of 0 and 1,
one a module. `CodeError` says why a printer would not print it.
"""

from functools import lru_cache

import segno

EAN_LEFT = (
    ("0001101", "0100111"),
    ("0011001", "0110011"),
    ("0010011", "0011011"),
    ("0111101", "0100001"),
    ("0100011", "0011101"),
    ("0110001", "0111001"),
    ("0101111", "0000101"),
    ("0111011", "0010001"),
    ("0110111", "0001001"),
    ("0001011", "0010111"),
)
# which of the two left patterns each digit takes, by the first digit of EAN13
EAN_PARITY = (
    "000000",
    "001011",
    "001101",
    "001110",
    "010011",
    "011001",
    "011100",
    "010101",
    "010110",
    "011010",
)
CODE39_CHARS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*"
# nine elements a character, bar first; 1 is a wide one
CODE39 = (
    "000110100 100100001 001100001 101100000 000110001 100110000 001110000 000100101 100100100 "
    "001100100 100001001 001001001 101001000 000011001 100011000 001011000 000001101 100001100 "
    "001001100 000011100 100000011 001000011 101000010 000010011 100010010 001010010 000000111 "
    "100000110 001000110 000010110 110000001 011000001 111000000 010010001 110010000 011010000 "
    "010000101 110000100 011000100 010101000 010100010 010001010 000101010 010010100"
).split()
# six widths a symbol, bar first, symbols 0-105; the stop symbol has seven
CODE128 = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232"
).split()
CODE128_STOP = "2331112"
CODE128_START = {"A": 103, "B": 104, "C": 105}
CODE128_SWITCH = {"A": 101, "B": 100, "C": 99}
CODE128_SHIFT = 98
CODE128_FNC = {
    "A": {"1": 102, "2": 97, "3": 96, "4": 101},
    "B": {"1": 102, "2": 97, "3": 96, "4": 100},
    "C": {"1": 102},
}
QR_ALPHANUMERIC = set(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


class CodeError(Exception):
    """The data cannot become such a code."""


def ean(data: bytes, digits: int, module: int) -> tuple[str, list[int]]:
    """EAN13 or EAN8 (`digits`), check digit given or not: full number and bars."""
    name = f"EAN{digits}"
    if not data.isdigit() or len(data) not in (digits - 1, digits):
        raise CodeError(f"{name} wants {digits - 1} or {digits} digits, not {data!r}")
    number = data.decode()
    body = [int(digit) for digit in number[: digits - 1]]
    weighted = sum(digit * (3 if n % 2 == 0 else 1) for n, digit in enumerate(reversed(body)))
    check = str(-weighted % 10)
    if len(number) == digits and number[-1] != check:
        raise CodeError(f"{name} {number}: the check digit is {check}")
    number = number[: digits - 1] + check
    if digits == 13:
        parity, left, right = EAN_PARITY[int(number[0])], number[1:7], number[7:]
    else:
        parity, left, right = "0000", number[:4], number[4:]
    bits = "101" + "".join(
        EAN_LEFT[int(digit)][int(kind)] for digit, kind in zip(left, parity, strict=True)
    )
    bits += "01010"
    for digit in right:
        bits += EAN_LEFT[int(digit)][0].translate({48: "1", 49: "0"})
    return number, _widths(bits + "101", module)


def _widths(bits: str, module: int) -> list[int]:
    widths: list[int] = []
    last = ""
    for bit in bits:
        if bit == last:
            widths[-1] += module
        else:
            widths.append(module)
        last = bit
    return widths


def code39(data: bytes, module: int) -> tuple[str, list[int]]:
    """CODE39 without a check character; the stars at both ends are added."""
    text = data.decode("latin-1")
    if not text or not set(text) <= set(CODE39_CHARS[:-1]):
        raise CodeError(f"CODE39 cannot hold {data!r}")
    wide = (5 * module + 1) // 2
    widths: list[int] = []
    for char in f"*{text}*":
        for element in CODE39[CODE39_CHARS.index(char)]:
            widths.append(wide if element == "1" else module)
        widths.append(module)
    return text, widths[:-1]


def code128(data: bytes, module: int) -> tuple[str, list[int]]:
    """CODE128 as `GS k 73` has it: `{A`, `{B`, `{C` choose the set, `{{` is a brace."""
    if data[:1] != b"{" or chr(data[1] if len(data) > 1 else 0) not in CODE128_START:
        raise CodeError("CODE128 must begin with {A, {B or {C")
    current = chr(data[1])
    symbols = [CODE128_START[current]]
    text, place, shifted = "", 2, ""
    while place < len(data):
        byte = data[place]
        place += 1
        if byte == 0x7B:
            letter = chr(data[place]) if place < len(data) else ""
            place += 1
            if letter in CODE128_SWITCH and letter != current:
                current = letter
                symbols.append(CODE128_SWITCH[letter])
                continue
            if letter in CODE128_FNC[current]:
                symbols.append(CODE128_FNC[current][letter])
                continue
            if letter == "S" and current != "C" and not shifted:
                shifted = "A" if current == "B" else "B"
                symbols.append(CODE128_SHIFT)
                continue
            if letter != "{":
                raise CodeError(f"CODE128: {{{letter} in set {current}")
        value, shown = _code128_value(byte, shifted or current)
        symbols.append(value)
        text += shown
        shifted = ""
    if shifted or not text:
        raise CodeError("CODE128 ends too early")
    check = symbols[0] + sum(n * value for n, value in enumerate(symbols[1:], 1))
    symbols.append(check % 103)
    patterns = "".join(CODE128[value] for value in symbols) + CODE128_STOP
    return text, [int(width) * module for width in patterns]


def _code128_value(byte: int, current: str) -> tuple[int, str]:
    if current == "C" and byte < 100:
        return byte, f"{byte:02d}"
    if current == "A" and byte < 0x60:
        return (byte - 32) % 96, chr(byte)
    if current == "B" and 0x20 <= byte < 0x80:
        return byte - 32, chr(byte)
    raise CodeError(f"CODE128: {byte:02X}h is not in set {current}")


def qr(data: bytes, level: str) -> list[list[int]]:
    """QR code model 2 of the smallest version that holds the data; `level` L, M, Q or H."""
    if not data:
        raise CodeError("QR without data")
    mode = "byte"
    if data.isdigit():
        mode = "numeric"
    elif set(data) <= QR_ALPHANUMERIC:
        mode = "alphanumeric"
    return [list(row) for row in _matrix(data, level, mode)]


@lru_cache(maxsize=4096)
def _matrix(data: bytes, level: str, mode: str) -> tuple[bytearray, ...]:
    """Kept, because a fault is tried from the same state, with the same codes, many times."""
    content = data.decode("ascii") if mode != "byte" else data
    try:
        return segno.make_qr(content, error=level, mode=mode, boost_error=False).matrix
    except ValueError as error:
        raise CodeError(f"QR: {error}") from error
