"""Runs on MicroPython, under callgrind: micropython micro.py CASE TIMES."""

import sys

from bu.skno import crc, crc_native, frames

DATA = bytes(at * 7 & 255 for at in range(1024))
BODY = bytearray(DATA)


def table_of_crc():
    """The usual table of 256 entries, as a tuple."""
    table = []
    for byte in range(256):
        value = byte << 8
        for _ in range(8):
            value = (value << 1 ^ (0x1021 if value & 0x8000 else 0)) & 0xFFFF
        table.append(value)
    return tuple(table)


def crc_table(times):
    """CRC-16 of 1 KB with a table, bytecode: what the firmware's shifts stand beside."""
    table = table_of_crc()
    for _ in range(times):
        value = 0xFFFF
        for byte in DATA:
            value = (value << 8 & 0xFFFF) ^ table[value >> 8 ^ byte]
    assert not times or value == crc.update_bytecode(DATA, 0xFFFF)


def crc_bytecode(times):
    """The firmware's where a port has no machine code."""
    for _ in range(times):
        crc.update_bytecode(DATA, 0xFFFF)


def crc_viper(times):
    """The firmware's where a port has it."""
    for _ in range(times):
        crc_native.update_native(DATA, 0xFFFF)


def decode(times):
    """A frame of 1024 bytes of data, the inserted ones besides, through the receiver."""
    frame = bytearray(2 * len(BODY) + 4)
    end = frames.stuff(BODY, 0, len(BODY), frame, 2)
    frame[:2] = b"\x17\x13"
    frame[end : end + 2] = b"\x17\x05"
    whole = bytes(frame[: end + 2])
    receiver = frames.Receiver(len(BODY))
    for _ in range(times):
        for event, value in receiver.feed(whole):
            assert event == frames.PACKET and value == BODY


def stuff(times):
    """Inserting the bytes of such a frame."""
    frame = bytearray(2 * len(BODY))
    for _ in range(times):
        frames.stuff(BODY, 0, len(BODY), frame, 0)


globals()[sys.argv[1]](int(sys.argv[2]))
