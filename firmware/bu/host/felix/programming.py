"""Tables are read and programmed: 46h, 50h, 71h (2.22 of RMF, 2.50 of 80K)."""

from bu.fiscal.refusal import Refusal
from bu.host.felix import effects, fields
from bu.host.felix.fields import Wrong
from bu.host.felix.kept import keep, store
from bu.host.felix.tables import find

_PICTURES = 7
_WIDE = 48
_PICTURE = b"\n"


def _field(felix, values):
    """Texts of the 80K that are as long as a line (table 2 field 55) have 40 or 48 characters."""
    field = find(values[0], values[1], values[2], felix.dialect)
    if field.kind == "c" and field.size == _WIDE:
        field.size = effects.get_columns(felix, field)
    return field


async def read(felix, values, last):
    """46h."""
    field = _field(felix, values)
    getter = getattr(effects, "get_" + field.effect, None)
    value = getter(felix, field) if getter else None
    if value is None:
        value = _stored(felix, field)
    if field.effect == "lines" and value[:1] == "\n":
        data = bytes([ord(sign) for sign in value])
    else:
        data = _pack(field, value)
    if field.effect == "requisite" or data[:1] == _PICTURE:
        data = (data.rstrip(b" ") + bytes(field.size))[: field.size]
    return fields.ok(data)


def _stored(felix, field):
    stored = felix.stored(field.table, field.row, field.field)
    return field.value() if stored is None else _unpack(field, stored)


async def write(felix, values, last):
    """50h, while the shift is closed."""
    field = _field(felix, values)
    data = values[3]
    if len(data) > field.size or (len(data) < field.size and field.kind != "c") or not data:
        raise Wrong(0x14)
    if field.effect == "requisite":
        # Its name ends with a zero byte, which is not kept.
        data, zero, rest = data.partition(b"\x00")
        if not zero or rest.strip(b"\x00"):
            raise Wrong(0x13)
    if field.effect == "lines" and felix.dialect and data[:1] == _PICTURE:
        value = _picture(data)
    else:
        value = _unpack(field, data)
    if field.kind in "bn" and not field.takes(value):
        raise Wrong(field.code)
    if field.kind == "d" and not all("0" <= sign <= "9" for sign in value):
        raise Wrong(0x13)
    if felix.unit.shift_open():
        raise Refusal("shift_open")
    setter = getattr(effects, "set_" + field.effect, None)
    if setter is None or setter(felix, field, value):
        data = b""
        if value != field.value():
            data = fields.chars(value, len(value)) if field.kind == "c" else _pack(field, value)
            data = data or b" "
        store(felix, field.table, field.row, field.field, data)


def _picture(data):
    """A line that is a picture: 0Ah, number, place (2 bytes); the rest is not looked at."""
    if len(data) < 4:
        raise Wrong(0x14)
    if not 1 <= data[1] <= _PICTURES:
        raise Wrong(0x13)
    return "".join([chr(byte) for byte in data[:4]])


def _pack(field, value):
    if field.kind in "cd":
        return fields.chars(value, field.size)
    return fields.bcd(value, field.size) if field.kind == "b" else bytes((value,))


def _unpack(field, data):
    if field.kind in "cd":
        return fields.text(data)
    return fields.from_bcd(data) if field.kind == "b" else data[0]


async def reset(felix, values, last):
    """71h: every field of every table back to its default."""
    if felix.unit.shift_open():
        raise Refusal("shift_open")
    effects.reset(felix.unit)
    keep(felix, b"")
