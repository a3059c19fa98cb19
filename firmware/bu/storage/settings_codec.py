"""Values of settings as bytes (see `settings`)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def encode(value) -> bytes:
    """A value as bytes; ValueError for other types than the four."""
    if isinstance(value, int):
        size = 1
        while not -(1 << 8 * size - 1) <= value < 1 << 8 * size - 1:
            size += 1
        return b"i" + (value & (1 << 8 * size) - 1).to_bytes(size, "big")
    if isinstance(value, str):
        return b"s" + value.encode()
    if isinstance(value, bytes):
        return b"b" + value
    if not isinstance(value, tuple):
        raise ValueError("%r cannot be stored" % (value,))
    data = b"t"
    for part in value:
        item = encode(part)
        data += len(item).to_bytes(2, "big") + item
    return data


def _integer(data: bytes) -> int:
    value = int.from_bytes(data, "big")
    return value - (1 << 8 * len(data)) if data and data[0] & 0x80 else value


def _text(data: bytes) -> str:
    return data.decode()


def _parts(data: bytes) -> tuple:
    parts = []
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        parts.append(decode(data[at + 2 : end]))
        at = end
    return tuple(parts)


_DECODERS: "dict[bytes, Callable]" = {b"i": _integer, b"s": _text, b"b": bytes, b"t": _parts}


def decode(data: bytes):
    """The inverse of `encode`; KeyError for a type of a newer firmware."""
    return _DECODERS[data[:1]](data[1:])
