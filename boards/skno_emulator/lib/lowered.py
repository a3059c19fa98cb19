"""What tools/deploy/lower.py calls in place of what MicroPython lacks."""

_HIGH = (
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\0™љ›њќћџ\xa0ЎўЈ¤Ґ¦§Ё©Є«¬\xad®Ї°±Ііґµ¶·ё№є»јЅѕї"
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"
)


def merged(*parts) -> dict:
    """One dict of several; a later value wins."""
    out = {}
    for part in parts:
        out.update(part)
    return out


def decoded(data, codec: str) -> str:
    """cp1251 or latin-1; UnicodeError where cp1251 has no character."""
    if codec == "latin-1":
        return "".join(chr(byte) for byte in data)
    text = "".join(chr(byte) if byte < 0x80 else _HIGH[byte - 0x80] for byte in data)
    if 0x98 in data:
        raise UnicodeError("98h")
    return text


def replace(thing, **values):
    """A fresh object of the same class with these attributes."""
    made = type(thing)()
    for name, value in values.items():
        if not hasattr(made, name):
            raise TypeError(name)
        setattr(made, name, value)
    return made
