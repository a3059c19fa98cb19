"""CRC-16 of the packets: known values, and the twins."""

import sys

from bu.skno import crc
from host_tests.portable import skno_peer as peer

REGL = {
    "test_known_values": ("70/9",),
    "test_every_byte_and_both_twins_agree_with_bit_by_bit": ("70/9",),
}  # fmt: skip

NATIVE = crc.use_native()


def test_machine_code_is_used_where_it_can_be():
    assert NATIVE == (sys.implementation.name == "micropython")
    assert (crc.update is crc.update_bytecode) != NATIVE


def test_known_values():
    assert crc.update(b"123456789", 0xFFFF) == 0x29B1
    assert crc.update(b"123456789", 0) == 0x31C3
    assert crc.update(b"", 0x1234) == 0x1234


def test_carries_on():
    data = bytes(range(256))
    assert crc.update(data[100:], crc.update(data[:100], 0xFFFF)) == crc.update(data, 0xFFFF)


def test_every_byte_and_both_twins_agree_with_bit_by_bit():
    for byte in range(256):
        expected = peer.crc(bytes((byte,)), 0xA5C3)
        assert crc.update(bytes((byte,)), 0xA5C3) == expected
        assert crc.update_bytecode(bytes((byte,)), 0xA5C3) == expected


def test_views():
    data = bytearray(b"\xff" * 40 + b"\x17\x00" * 20)
    view = memoryview(data)
    expected = peer.crc(bytes(data[3:70]))
    assert crc.update(view[3:70], 0xFFFF) == expected
    assert crc.update_bytecode(view[3:70], 0xFFFF) == expected
