"""Fields of the tables that are settings of the register itself, or are checked (`tables`).

`get_EFFECT(felix, field)` gives the value, None: what is kept of it, or the default.
`set_EFFECT(felix, field, value)` carries it out; True: it is to be kept as well.
"""

from bu.fiscal import money
from bu.host.felix import fields, modes, names, prices
from bu.host.felix.fields import Wrong

# Kinds of tax that print sums (table 2 field 11).
_SHOWN = (1, 2)
_TEXTS = ("ФЕЛИКС-80К", "*       СПАСИБО!      *")
_SECTIONS = 16
_VAT = "section.%d.vat"
_AGENT = (0x7E, 1, 12)


def reset(unit) -> None:
    """All settings below as the document of the 80K has them at first."""
    unit.configure("top", (_TEXTS[0],) + ("",) * 8 + (_TEXTS[1],))
    unit.configure("bottom", ())
    for name, value in (("vat", 0), ("sections", 0), ("feed", 0), ("columns", 42)):
        unit.configure(name, value)
    for number in range(1, _SECTIONS + 1):
        unit.configure("section.%d.name" % number, "")
        unit.configure(_VAT % number, "")


def _setting(felix, name):
    for known, value, _, _ in felix.unit.settings():
        if known == name:
            return value
    return None


def get_tax(felix, field):
    """The keypad may have changed whether VAT is printed."""
    kind = (felix.stored(2, 1, 11) or b"\x00")[0]
    if _setting(felix, "vat"):
        return kind if kind in _SHOWN else 1
    return 0 if kind in _SHOWN else kind


def set_tax(felix, field, value):
    """Table 2 field 11: kinds 1 and 2 print VAT; the kind itself is kept."""
    felix.unit.configure("vat", 1 if value in _SHOWN else 0)
    return True


def get_sections(felix, field):
    """Table 2 field 15: 1: the section's name is printed."""
    return _setting(felix, "sections")


def set_sections(felix, field, value):
    """Table 2 field 15."""
    felix.unit.configure("sections", value)


def get_feed(felix, field):
    """Table 2 field 7: lines fed before the header, 0-20."""
    return _setting(felix, "feed")


def set_feed(felix, field, value):
    """Table 2 field 7."""
    felix.unit.configure("feed", value)


def get_width(felix, field):
    """Table 2 field 37 of the 80K: 1: the narrow tape, 32 columns."""
    return 1 if _setting(felix, "columns") == 32 else 0


def set_width(felix, field, value):
    """Table 2 field 37: 32 columns, or the 48 of the wide tape."""
    felix.unit.configure("columns", 32 if value else 48)


def get_columns(felix, field):
    """Table 2 field 55 of the 80K: characters in a line, 48 or 40."""
    return 48 if _setting(felix, "columns") == 48 else 40


def set_columns(felix, field, value):
    """Table 2 field 55: 48 columns, or 42 for 40."""
    felix.unit.configure("columns", 48 if value == 48 else 42)


def set_agent(felix, field, value):
    """An agent of the receipt is one that the registration has (7Eh, requisite 12)."""
    if value & ~(felix.stored(*_AGENT) or b"\x00")[0]:
        raise Wrong(0xFC)
    return True


def get_person(felix, field):
    """Table 3 field 2: the name in this row, or its default."""
    return modes.name_of(felix, field.row)


def set_password(felix, field, value):
    """Passwords tell who comes: no two may be alike."""
    for row in range(1, 31):
        stored = felix.stored(3, row, 1)
        if row != field.row and (row if stored is None else fields.from_bcd(stored)) == value:
            raise Wrong(0xA4)
    return True


def _place(field):
    """Setting and place of a line of table 6."""
    return ("top", field.row - 1) if field.row < 11 else ("bottom", field.row - 11)


def get_lines(felix, field):
    """Table 6: a line of the header (rows 1-10) or of the footer."""
    name, at = _place(field)
    lines = _setting(felix, name)
    return lines[at] if at < len(lines) else ""


def set_lines(felix, field, value):
    """Table 6: what stands empty at the end is not kept."""
    name, at = _place(field)
    lines = list(_setting(felix, name))
    lines += [""] * (10 - len(lines))
    lines[at] = value
    while lines and not lines[-1]:
        lines.pop()
    felix.unit.configure(name, tuple(lines))


def get_section(felix, field):
    """The section's name as the keypad may have changed it."""
    return _setting(felix, "section.%d.name" % field.row) or None


def set_section(felix, field, value):
    """The section's name; its default is none of its own."""
    value = "" if value == field.value() else value
    felix.unit.configure("section.%d.name" % field.row, value)


def _set_vat(felix, section, rate):
    text = "" if rate is None else money.short(rate, money.RATE_DIGITS)
    felix.unit.configure(_VAT % section, text)


def set_section_tax(felix, field, value):
    """The section's VAT by the rates of table 8."""
    _set_vat(felix, field.row, None if value == prices.NO_TAX else prices.rate(felix, value))
    return True


def set_rate(felix, field, value):
    """Table 8 of the RMF: sections that have this tax follow."""
    for section in range(1, _SECTIONS + 1):
        tax = felix.stored(7, section, 3)
        if tax and prices.row(tax[0]) == field.row:
            _set_vat(felix, section, value)
    return True


def get_section_rate(felix, field):
    """Table 8 of the 80K: the section's VAT in hundredths of a percent, 0: none."""
    text = _setting(felix, _VAT % field.row)
    return money.parse(text, money.RATE_DIGITS, "bad_vat") if text else 0


def set_section_rate(felix, field, value):
    """Table 8 of the 80K: hundredths of a percent, 0: none."""
    _set_vat(felix, field.row, value or None)


def get_requisite(felix, field):
    """Table 9: what was programmed, or the default of `names`."""
    stored = felix.stored(9, field.row, 1)
    return names.requisite(field.row) if stored is None else fields.text(stored)
