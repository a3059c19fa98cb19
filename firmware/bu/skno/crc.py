"""CRC-16 of a packet (регл. 70): polynomial x16 + x12 + x5 + 1, most significant bit first.

No reflection, no final xor. The start value is a setting, because the regulation gives none:
FFFFh by default ("123456789" -> 29B1h), 0000h is the other usual choice (-> 31C3h).
No table is needed: the polynomial's few bits let one byte be folded in with shifts.

`update` is bytecode until `use_native` finds the machine-code twin (`bu.skno.crc_native`), which
MicroPython runs some forty times as fast.
"""

import sys


def update_bytecode(data: "bytes | bytearray | memoryview", crc: int) -> int:
    """`crc` carried on over `data`."""
    for byte in data:
        x = (crc >> 8) ^ byte
        x ^= x >> 4
        crc = ((crc << 8) ^ (x << 12) ^ (x << 5) ^ x) & 0xFFFF
    return crc


update = update_bytecode


def use_native() -> bool:
    """Makes `update` the machine-code version; False where there is none."""
    global update
    if sys.implementation.name != "micropython":
        return False
    try:
        from bu.skno.crc_native import update_native
    except (ImportError, SyntaxError, ValueError):
        # built without machine code, a port without the emitter, or another version's code
        return False
    update = update_native
    return True
