"""Items as plain lines of text: the terminal, displays, electronic documents (регл. 12)."""

from bu.printing import items

CUT_LINE = "- - - - - - - -"


def lines(layout):
    """Lines of text; codes are named with what they say, a cut is a dashed line."""
    for kind, value in layout:
        if kind in (items.TEXT, items.BOLD):
            yield value
        elif kind == items.QR:
            yield "[QR %s]" % value
        elif kind == items.FEED:
            for _ in range(value):
                yield ""
        elif kind == items.CUT:
            yield CUT_LINE
        elif kind == items.CODE:
            yield "[%s]" % "".join(chr(byte) if byte < 0x7F else "." for byte in value[1])
        elif kind == items.PICTURE:
            yield "[%d x %d]" % (8 * value[0], len(value[1]) // value[0])
