"""Printers as data: what a model's ESC/POS differs in. A new model is a row here.

    dots, dpi       printable width and resolution; columns x 12 dots (font A) fit into `dots`
    page, number    code page and the number this printer gives it (`ESC t`)
    native_qr       `GS ( k` is there; otherwise the QR code is sent as a picture (`GS v 0`)
    module          dots of a QR module: 25 modules (version 2) are at least 10 mm (регл. 19)
    cutter          `GS V` is there; otherwise paper is fed to the tear bar, `tail` lines
    status          "dle_eot": `DLE EOT` is answered; None: nothing ever answers (a file)
    barrier         `GS r 1` is answered when all before it is on paper
    speed           mm of paper a second, rather too slow than too fast: it stands for «printed»
    line_dots       paper of one text line
    ahead_ms        how much unprinted paper the printer's buffer may hold, in time; 0: no pacing

Font A is used throughout: its capitals are 2.1 mm and more at 203 dpi, 2.4 mm at 180 (регл. 19).
"""

from micropython import const

_DEFAULTS = const(
    "dots=576 dpi=203 columns=48 page=cp866 number=17 native_qr=1 module=5 cutter=1 tail=4 "
    "status=dle_eot barrier=0 speed=80 line_dots=34 ahead_ms=800"
)
# One string, which stays in flash: name, then what differs from the defaults.
_MODELS = const("""
generic-80
generic-80-raster    native_qr=0
generic-80-cp1251    page=cp1251 number=46
generic-58           dots=384 columns=32 native_qr=0 cutter=0 speed=40
generic-58-qr        dots=384 columns=32 cutter=0 speed=40
generic-80-cp1251-73 page=cp1251 number=73
rongta-80            number=7
rongta-58            dots=384 columns=32 number=7 native_qr=0 cutter=0 speed=40
star-80              number=10
ocd-80               number=11
epson-42             dots=512 dpi=180 columns=42 barrier=1 line_dots=30
generic-42           dots=512 columns=42
file-32              dots=384 columns=32 status= ahead_ms=0
file-42              dots=512 columns=42 status= ahead_ms=0
file-80              status= ahead_ms=0
""")
DEFAULT = "generic-80"


class Profile:
    """One printer; the attributes are those of the table above."""

    def __init__(self, name: str, values: dict):
        self.name = name
        self.dots = int(values["dots"])
        self.dpi = int(values["dpi"])
        self.columns = int(values["columns"])
        self.page: str = values["page"]
        self.number = int(values["number"])
        self.native_qr = bool(int(values["native_qr"]))
        self.module = int(values["module"])
        self.cutter = bool(int(values["cutter"]))
        self.tail = int(values["tail"])
        self.status: "str | None" = values["status"] or None
        self.barrier = bool(int(values["barrier"]))
        self.speed = int(values["speed"])
        self.line_dots = int(values["line_dots"])
        self.ahead_ms = int(values["ahead_ms"])

    def paper_ms(self, dots: int) -> int:
        """Milliseconds in which `dots` of paper pass."""
        return dots * 25400 // (self.dpi * self.speed)


def get(name: str = DEFAULT, **changes) -> Profile:
    """The profile `name`, with `changes` to its attributes; KeyError for an unknown one."""
    values = _pairs(_DEFAULTS)
    for row in _MODELS.split("\n"):
        model, _, differences = row.partition(" ")
        if model and model == name:
            values.update(_pairs(differences))
            break
    else:
        raise KeyError(name)
    for change in changes:
        if change not in values:
            raise KeyError(change)
    values.update(changes)
    return Profile(name, values)


def _pairs(text: str) -> dict:
    return dict(word.split("=") for word in text.split())


def names() -> list:
    """The names of all profiles, sorted."""
    return sorted(row.split()[0] for row in _MODELS.split("\n") if row)
