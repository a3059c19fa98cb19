"""The CRC of `bu.skno.crc` as machine code: for MicroPython ports with the viper emitter only.

Leave it out of a build whose target has none: `bu.skno.crc` then uses its bytecode twin. On
CPython the module is empty.
"""

import sys

import micropython

if sys.implementation.name == "micropython":

    @micropython.viper
    def _update(data: object, size: int, crc: int) -> int:
        source = ptr8(data)  # type: ignore # noqa: F821
        at = 0
        while at < size:
            x = (crc >> 8) ^ int(source[at])
            x ^= x >> 4
            crc = ((crc << 8) ^ (x << 12) ^ (x << 5) ^ x) & 0xFFFF
            at += 1
        return crc

    def update_native(data: "bytes | bytearray | memoryview", crc: int) -> int:
        """`crc` carried on over `data` (any bytes-like)."""
        return _update(data, len(data), crc)
