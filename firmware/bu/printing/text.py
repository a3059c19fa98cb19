"""Items as plain lines of text: the terminal, displays, electronic documents (регл. 12)."""

from bu.printing import items

CUT_LINE = "- - - - - - - -"


def lines(layout):
    """Lines of text; a QR code is named with what it says, a cut is a dashed line."""
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
