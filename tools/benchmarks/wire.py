"""CRC, insertion and frame decoding: what is done to every byte of the СКНО's wire."""

import functools
import sys
from collections.abc import Iterator
from pathlib import Path

from .callgrind import each, micro, of_command
from .figures import Figure

RIVAL = Path(__file__).with_name("crc_rival.py")
SIZE = 1024
BAUD = 115_200
# A table CRC of 1 KB as bytecode on an emulated RP2040 of 125 MHz (MicroPython 1.28), in ms: what
# instructions are laid beside to say how long something lasts on a Pico. No more than an estimate.
PICO_MS = 10.4


def figures() -> Iterator[Figure]:
    """CRC-16 over 1 KB, and 1 KB of frame."""
    table = micro("crc_table")
    beat = pico_ms_per_instruction() * BAUD / 10_000
    python = each(lambda times: of_command([sys.executable, str(RIVAL), str(times)]), 2, 52)
    for name, case in (("shifts, bytecode", "crc_bytecode"), ("viper", "crc_viper")):
        alone = micro(case)
        yield Figure(f"CRC-16 of 1 KB, {name}", alone, "instructions", alone / table,
                     "x a table, bytecode")  # fmt: skip
        yield Figure(f"  {name}, beside CPython", alone, "instructions", alone / python,
                     "x crcmod's Python on CPython", derived=True)  # fmt: skip
    for name, case in (("decode", "decode"), ("insertion", "stuff")):
        alone = micro(case) / SIZE
        yield Figure(f"frame of 1 KB, {name}, a byte", alone, "instructions", alone * beat,
                     f"x its time at {BAUD}, on a Pico, roughly")  # fmt: skip


@functools.cache
def pico_ms_per_instruction() -> float:
    """How long an instruction counted here lasts on a Pico, roughly: by the table CRC of both."""
    return PICO_MS / micro("crc_table")
