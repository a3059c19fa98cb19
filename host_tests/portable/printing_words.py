"""What a layout says, as words: for the tests of documents and reports; also on MicroPython."""

from bu.printing import items
from host_tests.portable import printing_samples as samples

HEAD = [
    "ООО «Ромашка и партнёры»",
    "Магазин «Продукты № 5»",
    "220030, г. Минск, пр-т Независимости, 12",
    "тел. +375 17 200-00-00",
    "Пн-Вс 8.00 - 22.00",
    "УНП 190000001",
    "ЗН КСА 0000000000017",
    "РН СККО 001000123",
]
UID = "УИ " + samples.UID + " [QR " + samples.UID + "]"


def pieces(layout):
    """What each item prints, the layout's spaces reduced to one."""
    for kind, value in layout:
        if kind in (items.TEXT, items.BOLD):
            yield " ".join(value.split())
        elif kind == items.QR:
            yield "[QR %s]" % value


def words(layout):
    """Everything printed as one string, with a space for each line end."""
    return " ".join(pieces(layout))


def check_order(layout, expected):
    """Every entry of `expected` is printed, in this order; line ends count as spaces."""
    printed = pieces(layout)
    seen = ""
    for entry in expected:
        place = seen.find(entry)
        while place < 0:
            piece = next(printed, None)
            assert piece is not None, (entry, seen)
            seen += " " + piece
            place = seen.find(entry)
        seen = seen[place + len(entry) :]


def texts(layout):
    """The lines of text alone."""
    return [value for kind, value in layout if kind in (items.TEXT, items.BOLD)]


def check_samples(expected):
    """Each sample says what it must, in this order, on paper of every width."""
    for columns in (32, 42, 48):
        for name in expected:
            layout = samples.SAMPLES[name](samples.info(columns))
            check_order(layout, expected[name])
