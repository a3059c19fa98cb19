"""What every document says of the register: its head and its УИ (прил. 1 раздел I, 1-2, 6.3).

Names are wrapped, never cut, so the programmable head holds far more than 100 characters.
"""

import binascii

from bu import late
from bu.printing import items


class UnitInfo:
    """The register as paper shows it; the owner sets the attributes.

    `name`, `outlet`, `address` and the lines of `extra` are прил. 1 1.1-1.4; `unp` and
    `skko_number` are printed with nine digits; `serial` is the ЗН КСА. `vat` prints VAT (глава
    5), `gtin` the GTINs, `sections` the sections; `feed` empty lines stand in front. `top` and
    `bottom` are lines of free text for payment documents (регл. 24); one of them that begins with
    a line feed is one of `pictures` (`graphics.kept`). `words` is the text catalogue.
    """

    def __init__(self, columns: int = 48, words=None):
        self.columns = columns
        self.name = ""
        self.outlet = ""
        self.address = ""
        self.extra = []
        self.unp = 0
        self.skko_number = 0
        self.serial = ""
        self.model = ""
        self.version = ""
        self.base = "BYN"
        self.vat = False
        self.gtin = False
        self.sections = True
        self.feed = 0
        self.top = []
        self.bottom = []
        self.pictures = b""
        self.words = words or late.fetch("bu.printing.words")

    def for_reports(self) -> None:
        """Takes the words of reports, too."""
        self.words = late.fetch("bu.printing.words_reports")



def uid_text(uid: bytes) -> str:
    """The УИ as 24 upper-case hex digits."""
    return str(binascii.hexlify(uid), "ascii").upper()


def head(info: UnitInfo):
    """The seller and his numbers."""
    columns = info.columns
    for text in (info.name, info.outlet, info.address):
        yield from items.centred(text, columns)
    for text in info.extra:
        yield from items.centred(text, columns)
    yield from items.pair(info.words.UNP, "%09d" % info.unp, columns)
    yield from items.pair(info.words.SERIAL, info.serial, columns)
    yield from items.pair(info.words.SKKO_NUMBER, "%09d" % info.skko_number, columns)


def free_text(info: UnitInfo, lines):
    """Lines of text between «#», and the pictures among them (регл. 24, 32)."""
    for text in lines:
        if len(text) == 4 and text[0] == "\n":
            yield from late.fetch("bu.printing.graphics").kept(info, text)
        else:
            yield from items.framed(text, info.columns)


def title(info: UnitInfo, text: str):
    """The name of a document."""
    yield from items.centred(text, info.columns, items.BOLD)


def uid(info: UnitInfo, value: bytes):
    """«УИ» with its 24 digits, and the QR code of them; a Z-report may lack them."""
    yield from uid_line(info, value)
    if value:
        yield items.QR, uid_text(value)


def uid_line(info: UnitInfo, value: bytes):
    """«УИ» with its 24 digits."""
    text = uid_text(value) or info.words.NO_UID
    yield from items.centred(info.words.UID + " " + text, info.columns)
