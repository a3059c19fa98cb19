"""What a layout yields, and the helpers that bring text to the width of the paper.

An item is a tuple (kind, value):

    kind      value
    TEXT      one line of text, at most `columns` characters
    BOLD      the same, emphasised
    QR        what the QR code says
    FEED      number of empty lines
    CUT       None: the end of a slip
    PICTURE   (bytes in a row, rows one behind the other, bytes to move it to the right)
    CODE      (EAN13, EAN8, CODE128, CODE39 or MATRIX, bytes)
    DRAWER    None: opens the money drawer

Text holds no control characters, so that nothing in a name can steer a printer. The helpers are
generators: a document is never built in RAM.
"""

from micropython import const

TEXT = const(0)
BOLD = const(1)
QR = const(2)
FEED = const(3)
CUT = const(4)
PICTURE = const(5)
CODE = const(6)
DRAWER = const(7)

# Symbols of a CODE. EAN without its check digit; a MATRIX is a QR code of what a host sends.
EAN13 = const(0)
EAN8 = const(1)
CODE128 = const(2)
CODE39 = const(3)
MATRIX = const(4)
# Bytes that a MATRIX holds: version 9, level M.
MOST_MATRIX = const(180)


def clean(text: str) -> str:
    """`text` with a space for every control character and line separator."""
    data = text.encode("utf-8", "replace")
    if not data or min(data) >= 0x20 and b"\x7f" not in data and b"\xe2\x80" not in data:
        at = data.find(b"\xc2")  # the lead of 80h-BFh
        while at >= 0 and data[at + 1] >= 0xA0:
            at = data.find(b"\xc2", at + 1)
        if at < 0:
            return text
    plain = ""
    for char in text:
        plain += " " if char < " " or "\x7f" <= char < "\xa0" or char in "\u2028\u2029" else char
    return plain


def wrap(text: str, width: int):
    """The words of `text` in lines of at most `width` characters; longer words are split."""
    text = clean(text)
    if "  " in text or text.startswith(" ") or text.endswith(" "):
        text = " ".join([word for word in text.split(" ") if word])
    while len(text) > width:
        end = text.rfind(" ", 0, width + 1)
        yield text[:width] if end < 0 else text[:end]
        text = text[width:] if end < 0 else text[end + 1 :]
    if text:
        yield text


def at_right(text: str, width: int) -> str:
    """`text` with spaces in front up to `width` characters."""
    return " " * (width - len(text)) + text


def left(text: str, width: int, kind: int = TEXT):
    """A paragraph."""
    for line in wrap(text, width):
        yield kind, line


def centred(text: str, width: int, kind: int = TEXT):
    """A paragraph, each line in the middle."""
    for line in wrap(text, width):
        yield kind, " " * ((width - len(line)) // 2) + line


def pair(label: str, value: str, width: int, kind: int = TEXT):
    """`label` at the left and `value` at the right of one line; of two where they do not fit."""
    last = ""
    for line in wrap(label, width):
        if last:
            yield kind, last
        last = line
    gap = width - len(last) - len(value)
    if gap >= (1 if last else 0):
        value = clean(value)
        if len(value.encode("utf-8", "replace")) == len(value):
            # One string instead of three; the width of a format counts bytes.
            yield kind, "%s%*s" % (last, gap + len(value), value)
        else:
            yield kind, last + " " * gap + value
        return
    if last:
        yield kind, last
    for line in wrap(value, width):
        yield kind, at_right(line, width)


def rule(width: int):
    """A line across the paper."""
    yield TEXT, "-" * width


def framed(text: str, width: int):
    """Free text: «#» at both ends of each line (регл. 32); what fits keeps its spaces."""
    text = clean(text).rstrip(" ")
    if len(text) <= width - 4:
        if text:
            yield TEXT, "# " + text + " #"
        return
    for line in wrap(text, width - 4):
        yield TEXT, "# " + line + " #"
