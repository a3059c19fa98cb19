"""Reading the firmware out: 9Ch, 84h (2.51 of 80K). The files that run, in the digest's order."""

import os

from bu.host.felix.fields import Wrong, ok

_BLOCK = 64
_NAME = "dump"
_SIZE_AT = 6


async def begin(felix, values, last):
    """9Ch: how many bytes there are; the next 84h gives the first of them."""
    size = sum(int(os.stat(path)[_SIZE_AT]) for _, path in felix.unit.firmware())
    felix.held[_NAME] = _blocks(felix.unit)
    return ok(size.to_bytes(3, "big"))


async def block(felix, values, last):
    """84h: the next 64 bytes; 18h behind the last one."""
    if _NAME in felix.held:
        for data in felix.held[_NAME]:
            return ok(data)
        del felix.held[_NAME]
    raise Wrong(0x18)


def _blocks(unit):
    data = b""
    for _, path in unit.firmware():
        with open(path, "rb") as file:
            while True:
                data += file.read(_BLOCK - len(data))
                if len(data) < _BLOCK:
                    break
                yield data
                data = b""
    if data:
        yield data
