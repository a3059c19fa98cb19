"""The link sending several packets, and slow or lossy lines (регл. 70, прил. 2 табл. 9)."""

from host_tests.portable import skno_peer as peer
from host_tests.portable.skno_line import FIRST, LONG, OPEN, SECOND, UID, Line, finish

REGL = {
    "test_next_packet_after_ack": ("70/5", "71/1"),
    "test_copies_that_are_acknowledged_one_after_the_other_are_waited_for": (
        "табл.9.3", "табл.9.прим.1",
    ),
}  # fmt: skip


def test_nak_is_an_answer_to_the_only_copy():
    """The next one has two seconds of its own, and its ACK is not doubtful."""
    line = slow_line()
    whole = small_packets()
    line.taken()
    for _ in range(4):
        line.wait(1500)
        line.hear(peer.NAK)
    assert line.taken() == [(1500 * number, whole[0]) for number in range(1, 5)]
    line.wait(1500)
    line.hear(peer.ACK)
    assert line.taken() == [(7500, whole[1])]


def test_a_small_packet_goes_again_where_it_stood():
    """Silence for two seconds, an idle СКНО: it holds the packets before this one."""
    line = slow_line()
    whole = small_packets()
    line.wait(1500)
    line.hear(peer.ACK)
    line.taken()
    for _ in range(3):
        line.wait(2000)
        idle_twice(line)
        assert [data for _, data in line.taken() if data != peer.REQ] == [whole[1]]
    line.hear(peer.EOT)  # it was switched off and on, or has forgotten them at REQ
    line.wait(200)
    idle_twice(line)
    assert [data for _, data in line.taken() if data != peer.REQ] == [whole[0]]


def slow_line():
    """Three small packets to a СКНО that takes its time for each."""
    line = Line()
    line.link._slow = 5
    line.link.sender.limit = 64
    line.send(0x10, bytes(64 + 64 + 10))
    return line


def small_packets():
    """The first two of these packets."""
    line = slow_line()
    line.hear(peer.ACK)
    return [data for _, data in line.taken()]


def idle_twice(line):
    line.hear(peer.status((0xC6, 0x08)))
    line.wait(200)
    line.hear(peer.status((0xC6, 0x08)))


def test_next_packet_after_ack():
    line = Line()
    line.send(0x10, LONG)
    line.wait(20)
    line.hear(peer.ACK)
    line.wait(20)
    line.hear(peer.ACK)
    line.wait(200)
    assert line.taken() == [(0, FIRST), (20, SECOND), (240, peer.REQ)]
    finish(line, 0x10, UID)


def test_second_ack_to_a_repeated_packet_is_not_the_next_ones():
    line = Line()
    line.send(0x10, LONG)
    line.wait(100)
    line.hear(peer.ACK)
    line.wait(50)
    line.hear(peer.ACK)
    assert line.taken() == [(0, FIRST), (100, FIRST)]
    line.wait(50)
    assert line.taken() == [(200, SECOND)]
    # ACKs take longer than 0,1 s here, so the next repeat is given longer, too
    line.wait(199)
    assert line.taken() == []
    line.wait(1)
    assert line.taken() == [(400, SECOND)]
    line.hear(peer.ACK)
    line.wait(200)
    line.taken()
    finish(line, 0x10, UID)


def test_document_that_never_arrived_whole_is_certainly_not_there():
    line = Line()
    line.send(0x10, LONG)
    while line.result() is None:
        line.wait(100)
        if line.taken()[-1:] == [(line.now, peer.REQ)]:
            line.hear(peer.status((0xC6, 0x08)))
    assert line.result() == ("skno_protocol", False)
    line = Line()
    line.send(0x10, LONG)
    line.wait(20000)
    assert line.result() == ("skno_silent", False)


def round_of(line):
    """What goes out for two seconds, and the REQ behind it; the СКНО is idle and has nothing."""
    line.taken()
    line.hear(peer.status((0xC6, 0x08)))
    line.wait(200)
    line.hear(peer.status((0xC6, 0x08)))
    line.wait(2000)
    return [data for _, data in line.taken() if data != peer.REQ]


def test_a_message_that_does_not_get_through_goes_in_smaller_packets():
    line = Line()
    line.send(0x10, LONG)
    line.wait(2000)
    for size, total in ((256, 5), (64, 17)):
        sent = round_of(line)
        assert sent[0] == peer.command(0x10, LONG[:size], total, 1) and len(set(sent)) == 1
    for number in range(1, 18):
        line.hear(peer.ACK)
        line.wait(100 if number < 17 else 200)
    finish(line, 0x10, UID)
    # Repeats were needed, so the next one goes like this, too; and grows when there were none.
    for size, total in ((64, 17), (128, 9), (256, 5)):
        line.send(0x10, LONG)
        for number in range(1, total + 1):
            data = LONG[size * (number - 1) : size * number]
            assert [data for _, data in line.taken()] == [peer.command(0x10, data, total, number)]
            line.hear(peer.ACK)
        line.wait(200)
        finish(line, 0x10, bytes((size & 0xFF,)) + UID[1:])


def test_copies_that_are_acknowledged_one_after_the_other_are_waited_for():
    """1,5 s for each of them, and then for REQ: longer than a silent СКНО is asked."""
    line = Line()
    line.send(0x40)
    line.wait(1500)
    copies = line.taken()
    assert copies == [(at, OPEN) for at in range(0, 1600, 100)]
    line.hear(peer.ACK)
    for _ in copies[1:]:
        line.wait(1500)
        line.hear(peer.ACK)
    finish(line)
    # From now on it has 2 s for its ACK, until that comes within 0,1 s again.
    line.send(0x40)
    start = line.now
    line.wait(1500)
    line.hear(peer.ACK)
    line.wait(200)
    assert line.taken() == [(start, OPEN), (start + 1700, peer.REQ)]
    finish(line)
    for _ in range(2):
        line.send(0x40)
        line.wait(100)
        line.hear(peer.ACK)
        line.wait(200)
        finish(line)
    line.send(0x40)
    start = line.now
    line.wait(100)
    assert line.taken() == [(start, OPEN), (start + 100, OPEN)]


def test_acks_without_copies_do_not_keep_a_silent_one_alive():
    line = Line()
    line.send(0x40)
    line.hear(peer.ACK)
    for _ in range(40):
        line.wait(1000)
        line.hear(peer.ACK)
    assert line.result() == ("skno_protocol", None)
