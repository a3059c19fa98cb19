"""CRC-16 of a packet (регл. 70): polynomial x16 + x12 + x5 + 1, most significant bit first.

No reflection, no final xor. The start value is a setting, because the regulation gives none:
FFFFh by default ("123456789" -> 29B1h), 0000h is the other usual choice (-> 31C3h).
No table is needed: the polynomial's few bits let one byte be folded in with shifts.

MicroPython runs a machine-code version where it can (`bu.skno.crc_native`); `update_bytecode` is
its twin and the only one elsewhere.
"""

import sys


def update_bytecode(data: "bytes | bytearray | memoryview", crc: int) -> int:
    """`crc` carried on over `data` (any bytes-like)."""
    for byte in data:
        x = (crc >> 8) ^ byte
        x ^= x >> 4
        crc = ((crc << 8) ^ (x << 12) ^ (x << 5) ^ x) & 0xFFFF
    return crc


def _choose():
    if sys.implementation.name == "micropython":
        try:
            from bu.skno.crc_native import update_native

            return update_native
        except (ImportError, SyntaxError):
            pass  # built without machine code, or a port without the emitter
    return update_bytecode


update = _choose()
