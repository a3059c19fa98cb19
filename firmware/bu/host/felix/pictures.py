"""Pictures of the 80K: 8Ah-8Eh, 90h, 9Eh (2.52-2.56).

The setting host.pictures holds those that are closed, one behind the other: bytes in a row (1),
rows (2, high byte first), data. One that is being sent is in RAM until 9Eh closes it.
"""

from bu.host.felix.fields import Wrong, ok
from bu.printing import items

_NAME = "host.pictures"
_ROOM = 1536
_HEAD = 3
_MOST = 7
_WIDEST = 72


def _pictures(felix):
    """[(bytes in a row, data)] of the closed pictures."""
    blob = felix.unit.kept(_NAME)
    found = []
    place = 0
    while place < len(blob):
        width = blob[place]
        end = place + _HEAD + width * int.from_bytes(blob[place + 1 : place + _HEAD], "big")
        found.append((width, blob[place + _HEAD : end]))
        place = end
    return found


def _keep(felix, pictures):
    parts = []
    for width, data in pictures:
        parts.append(bytes((width,)) + (len(data) // width).to_bytes(2, "big") + data)
    felix.unit.keep(_NAME, b"".join(parts))


def _free(felix):
    begun = felix.held.get("picture")
    used = len(felix.unit.kept(_NAME)) + (_HEAD + len(begun[1]) if begun else 0)
    return max(0, _ROOM - used)


async def clear(felix, values, last):
    """8Ah: one, or all; those behind it move up."""
    pictures = _pictures(felix)
    if values[0] > len(pictures):
        raise Wrong(0x13)
    if values[0]:
        pictures.pop(values[0] - 1)
    else:
        pictures = []
        felix.held.pop("picture", None)
    _keep(felix, pictures)


async def row(felix, values, last):
    """8Bh: the first row begins a picture and says how wide it is."""
    data = values[0]
    if not data:
        raise Wrong(0x14)
    width, begun = felix.held.get("picture", (len(data), b""))
    if len(data) != width:
        raise Wrong(0x14)
    if not begun and len(_pictures(felix)) >= _MOST:
        raise Wrong(0x84)
    if len(data) + (0 if begun else _HEAD) > _free(felix):
        raise Wrong(0x84)
    felix.held["picture"] = (width, begun + data)


async def close(felix, values, last):
    """9Eh: its number."""
    begun = felix.held.get("picture")
    if begun is None:
        raise Wrong(0x66)
    pictures = _pictures(felix) + [begun]
    _keep(felix, pictures)
    del felix.held["picture"]
    return ok(bytes((len(pictures),)))


async def status(felix, values, last):
    """8Ch: bytes that are free, pictures, whether the last one is open."""
    begun = 1 if "picture" in felix.held else 0
    count = len(_pictures(felix)) + begun
    return ok(_free(felix).to_bytes(2, "big") + bytes((count, begun)))


async def about(felix, values, last):
    """90h."""
    pictures = _pictures(felix)
    closed = len(pictures)
    if "picture" in felix.held:
        pictures.append(felix.held["picture"])
    if values[0] > len(pictures):
        raise Wrong(0x13)
    width, data = pictures[values[0] - 1]
    begun = 1 if values[0] > closed else 0
    return ok(bytes((width,)) + (len(data) // width).to_bytes(2, "big") + bytes((begun,)))


async def show(felix, values, last):
    """8Dh: bit 0 of the printer is the receipt's; there is no other."""
    printer, number, shift = values
    pictures = _pictures(felix)
    if number > len(pictures):
        raise Wrong(0x13)
    if printer & 1:
        width, data = pictures[number - 1]
        if (felix.stored(2, 1, 6) or b"\x00") != b"\x00":
            rows = [data[at : at + width] * 2 for at in range(0, len(data), width)]
            data = b"".join(rows)
        await felix.flush((items.PICTURE, (width, data, shift)))


async def direct(felix, values, last):
    """8Eh, which the document does not describe: printer, how often the row, shift, one row."""
    printer, times, shift, data = values
    if not data:
        raise Wrong(0x14)
    if printer & 1:
        await felix.flush((items.PICTURE, (len(data), data * times, shift)))
