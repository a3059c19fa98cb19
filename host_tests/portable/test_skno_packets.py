"""Packets: hand-made frames, fragmentation to 1024 bytes after insertion, parsing."""

from bu.skno import frames, packets
from host_tests.portable import skno_peer as peer
from host_tests.portable.support import unhex

REGL = {
    "test_open_shift_by_hand": ("70/1-3", "74/1", "табл.8.*", "табл.10.4"),
    "test_document_by_hand": ("70/1", "70/9", "76", "табл.8.*", "табл.10.5", "табл.15.1"),
    "test_addresses_and_crc_are_stuffed": ("70/4",),
    "test_cutting": ("70/8",),
    "test_whole_document_of_20_kilobytes": ("67/1", "табл.8.6-8"),
}  # fmt: skip


def sender():
    made = packets.Sender(0xFFFF)
    made.skko_number, made.skno_serial = peer.SKKO, peer.SERIAL
    return made


def all_frames(data, command=0x10):
    made = sender()
    made.open(command, len(data), peer.Source(data))
    listed = []
    while True:
        out = bytes(made.next())
        if not out:
            return listed
        listed.append(out)
        assert made.last() == (len(listed) == made.total)


def split(data):
    """Greedy cutting, a byte at a time."""
    parts = [b""]
    room = 1024
    for byte in data:
        cost = 2 if byte == 0x17 else 1
        if cost > room:
            parts.append(b"")
            room = 1024
        parts[-1] += bytes((byte,))
        room -= cost
    return parts


def check(data):
    parts = split(data)
    expected = [
        peer.command(0x10, part, len(parts), number + 1) for number, part in enumerate(parts)
    ]
    assert all_frames(data) == expected
    return len(parts)


def test_open_shift_by_hand():
    assert all_frames(b"", 0x40) == [unhex("1713 075BCD15 0007A131 40 0000 0001 0001 34A4 1705")]


def test_document_by_hand():
    data = unhex(
        "0b075bcd15c8e2e0edeee22020202020202020202020202020000000010c011a0800004259"
        "4e000000000100000000000000000000000000"
    )
    assert all_frames(data) == [
        unhex("1713 075bcd15 0007a131 10 0038 0001 0001") + data + unhex("3dc9 1705")
    ]


def test_addresses_and_crc_are_stuffed():
    made = sender()
    made.skko_number = made.skno_serial = 0x17171717
    made.open(0x17, 1, peer.Source(b"\x17"))
    expected = peer.frame(b"\x17" * 9 + unhex("0001 0001 0001 17"))
    assert bytes(made.next()) == expected
    assert bytes(made.next()) == b""


def test_cutting():
    assert check(bytes(1024)) == 1
    assert check(bytes(1025)) == 2
    assert check(b"\x17" * 512) == 1
    assert check(b"\x17" * 513) == 2
    assert check(b"a" * 1023 + b"\x17b") == 2
    assert check(b"a" * 1022 + b"\x17" + b"b" * 1022 + b"\x17") == 2
    assert check(b"\x17a" * 1000) == 3


def test_whole_document_of_20_kilobytes():
    assert check(bytes(range(256)) * 80) == 21


def test_repeat_from_the_start():
    made = sender()
    data = bytes(range(256)) * 5
    made.open(0x41, len(data), peer.Source(data))
    first = bytes(made.next())
    second = bytes(made.next())
    made.rewind()
    assert bytes(made.next()) == first and bytes(made.next()) == second


def test_parse_right_and_wrong():
    body = peer.body(0x10, b"0123456789ab")
    whole = body + peer.crc(body).to_bytes(2, "big")
    parsed = packets.parse(memoryview(whole), 0xFFFF)
    assert parsed[:5] == (peer.SERIAL, peer.SKKO, 0x10, 1, 1)
    assert bytes(parsed[5]) == b"0123456789ab"
    assert packets.parse(memoryview(whole), 0) is None
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 0x40
        assert packets.parse(memoryview(damaged), 0xFFFF) is None
    for size in range(len(whole)):
        assert packets.parse(memoryview(whole)[:size], 0xFFFF) is None
    longer = peer.body(0x10, b"0123456789ab", length=11)
    longer += peer.crc(longer).to_bytes(2, "big")
    assert packets.parse(memoryview(longer), 0xFFFF) is None


def test_frames_come_back_through_the_receiver():
    receiver = frames.Receiver(packets.HEADER_SIZE + packets.DATA_SIZE + packets.CRC_SIZE)
    data = bytes(range(256)) * 5
    got = b""
    for raw in all_frames(data):
        for event, value in receiver.feed(raw):
            assert event == frames.PACKET
            got += bytes(packets.parse(value, 0xFFFF)[5])
    assert got == data
