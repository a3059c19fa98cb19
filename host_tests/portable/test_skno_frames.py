"""Control pairs, byte insertion and the receiver: byte by byte, whole, cut, and damaged."""

from bu.skno import frames
from host_tests.portable import skno_peer as peer
from host_tests.portable.support import unhex

REGL = {
    "test_control_pairs": ("70/5-6", "70/10-11", "табл.10.1"),
    "test_packet_with_inserted_bytes": ("70/3-4",),
    "test_status_and_answer_in_one_stream": ("71/5",),
    "test_status_bytes_with_and_without_insertion": ("70/11",),
}  # fmt: skip

ODD = (0x00, 0x02, 0x04, 0x05, 0x07, 0x12, 0x13, 0x17, 0x33, 0xAA, 0xFF)


def events(data, receiver=None, step=None):
    receiver = receiver or frames.Receiver(40)
    found = []
    for at in range(0, len(data), step or len(data)):
        for event, value in receiver.feed(data[at : at + (step or len(data))]):
            found.append((event, bytes(value) if event == frames.PACKET else value))
    return found


def test_control_pairs():
    assert events(unhex("17AA 1707 1704 1733")) == [
        (frames.ACK, None), (frames.NAK, None), (frames.EOT, None), (frames.REQ, None),
    ]  # fmt: skip


def test_packet_with_inserted_bytes():
    assert events(unhex("1713 01 1712 02 1712 1712 1705")) == [
        (frames.PACKET, unhex("01 17 02 17 17"))
    ]


def test_status_and_answer_in_one_stream():
    raw = unhex("1702 08C6 1713 0102 1705 17AA")
    expected = [
        (frames.STATUS, (8, 0xC6, frames.STX)), (frames.PACKET, b"\x01\x02"), (frames.ACK, None),
    ]  # fmt: skip
    for step in range(1, len(raw) + 1):
        assert events(raw, step=step) == expected


def test_idle_bytes_are_skipped_outside_and_kept_inside():
    raw = unhex("FFFF00 1713 00FF00 1705 FF00FF 17AA 00")
    assert events(raw) == [(frames.PACKET, unhex("00FF00")), (frames.ACK, None)]


def test_status_bytes_with_and_without_insertion():
    """17h, and every byte that could be taken for part of a pair, in both places."""
    for first in ODD:
        for second in ODD:
            forms = {bytes((first, second))}
            forms.add(peer.stuffed((first, second)))
            forms.add(peer.stuffed((first,)) + bytes((second,)))
            forms.add(bytes((first,)) + peer.stuffed((second,)))
            for form in forms:
                for follow in (frames.ETX, frames.EOT):
                    raw = b"\x17\x02" + form + bytes((0x17, follow)) + peer.ACK
                    assert events(raw) == [
                        (frames.STATUS, (first, second, follow)), (frames.ACK, None),
                    ], raw  # fmt: skip


def test_starts_in_the_middle_of_a_frame():
    whole = peer.answer(0x10, bytes(range(12)))
    status = peer.status()
    for cut in range(1, len(whole)):
        found = events(whole[cut:] + status + whole)
        assert found[-2:] == [
            (frames.STATUS, (8, 0x46, frames.ETX)),
            (frames.PACKET, peer.body(0x10, bytes(range(12)))
             + peer.crc(peer.body(0x10, bytes(range(12)))).to_bytes(2, "big")),
        ], cut  # fmt: skip


def test_frame_cut_short_does_not_swallow_the_next():
    whole = peer.answer(0x10, bytes(range(12)))
    status = peer.status()
    for cut in range(len(whole)):
        assert events(whole[:cut] + status)[-1:] == [(frames.STATUS, (8, 0x46, frames.ETX))], cut
    for cut in range(2, len(status)):
        # What is left of the status is six bytes at most, and they are looked through again.
        assert events(status[:cut] + status) == [(frames.STATUS, (8, 0x46, frames.ETX))], cut


def test_damaged_pair_in_a_body_is_reported_at_its_end():
    assert events(unhex("1713 01 1799 02 1705")) == [(frames.BAD, "pair")]
    assert events(unhex("1713 01 17AA 02 1705 17AA")) == [(frames.BAD, "pair"), (frames.ACK, None)]


def test_overlong_packet_is_bad_and_the_next_one_good():
    raw = b"\x17\x13" + bytes(41) + b"\x17\x05" + b"\x17\x13" + bytes(40) + b"\x17\x05"
    assert events(raw) == [(frames.BAD, "length"), (frames.PACKET, bytes(40))]


def test_a_lost_second_byte_does_not_hide_the_next_pair():
    assert events(unhex("17 17AA")) == [(frames.ACK, None)]
    assert events(unhex("17 17 1713 01 1705")) == [(frames.PACKET, b"\x01")]


def test_reset_forgets_half_a_frame():
    receiver = frames.Receiver(40)
    assert events(unhex("1713 0102"), receiver) == []
    receiver.reset()
    assert events(unhex("03 1705 17AA"), receiver) == [(frames.ACK, None)]


def test_fit_counts_what_insertion_adds():
    assert frames.fit(bytearray(b"abc"), 0, 3, 10) == 3
    assert frames.fit(bytearray(b"abc"), 0, 3, 2) == 2
    assert frames.fit(bytearray(b"\x17\x17\x17"), 0, 3, 4) == 2
    assert frames.fit(bytearray(b"a\x17b"), 0, 3, 2) == 1
    assert frames.fit(bytearray(b"a\x17b"), 0, 3, 3) == 2
    assert frames.fit(bytearray(b"xxa\x17b"), 2, 5, 4) == 3
    assert frames.fit(bytearray(b"a"), 0, 0, 5) == 0


def test_stuff_in_place():
    buf = bytearray(b"........\x17a\x17\x17")
    assert frames.stuff(buf, 8, 12, buf, 1) == 8
    assert bytes(buf[:8]) == b".\x17\x12a\x17\x12\x17\x12"
