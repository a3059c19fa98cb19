"""The link sending, up to the ACK (регл. 70, 71, прил. 2 табл. 9), on virtual time."""

from host_tests.portable import skno_peer as peer
from host_tests.portable.skno_line import Line

REGL = {
    "test_ack_then_req_after_200_ms": ("71/1", "71/11", "табл.9.4"),
    "test_silence_repeats_every_100_ms_and_req_after_2_s": (
        "70/7", "71/1", "71/11", "табл.9.3", "табл.9.прим.1",
    ),
    "test_time_runs_from_the_last_byte_sent": ("70/7",),
    "test_nak_repeats_the_packet_alone_at_once": ("70/6", "71/1"),
    "test_eot_to_the_first_copy_is_a_refusal": ("70/10", "71/4"),
    "test_eot_after_a_repeat_goes_on_with_req": ("70/10", "71/4"),
    "test_next_packet_after_ack": ("70/5", "71/1"),
    "test_copies_that_are_acknowledged_one_after_the_other_are_waited_for": (
        "табл.9.3", "табл.9.прим.1",
    ),
}  # fmt: skip

OPEN = peer.command(0x40)
UID = bytes(range(0x11, 0x1D))
LONG = bytes(1024) + b"x"
FIRST, SECOND = peer.command(0x10, LONG[:1024], 2, 1), peer.command(0x10, b"x", 2, 2)
ANSWER = peer.answer(0x10, UID)
REFUSED = peer.status(follow=peer.EOT)
OVERSIZE = (0x46, 0x0C)


def finish(line, command=0x40, data=b""):
    """The СКНО answers the REQ just sent."""
    line.hear(peer.status(follow=peer.answer(command, data)))
    assert line.link.answer == (command, data)
    line.acknowledge()
    assert line.taken()[-1] == (line.now, peer.ACK)
    assert line.result() == ("", True)


def test_ack_then_req_after_200_ms():
    line = Line()
    line.send(0x40)
    line.wait(30)
    line.hear(peer.ACK)
    line.wait(200)
    assert line.taken() == [(0, OPEN), (230, peer.REQ)]
    finish(line)


def test_silence_repeats_every_100_ms_and_req_after_2_s():
    line = Line()
    line.send(0x40)
    line.wait(2000)
    assert line.taken() == [(at, OPEN) for at in range(0, 2000, 100)] + [(2000, peer.REQ)]


def test_time_runs_from_the_last_byte_sent():
    line = Line()
    line.link.send(0x40, 0, None, 0)
    assert bytes(line.link.output()) == OPEN
    line.link.sent(95)
    line.now = 95
    line.wait(99)
    assert line.taken() == []
    line.wait(1)
    assert line.taken() == [(195, OPEN)]


def test_req_after_lost_acks_finds_the_answer():
    line = Line()
    line.send(0x40)
    line.wait(2000)
    line.taken()
    finish(line)


def test_req_after_lost_acks_finds_a_busy_one():
    line = Line()
    line.send(0x40)
    line.wait(2000)
    line.hear(peer.status(peer.BUSY))
    line.taken()
    line.wait(200)
    assert line.taken() == [(2200, peer.REQ)]
    finish(line)


def test_message_again_when_the_idle_one_never_acknowledged():
    """Three rounds of two seconds; an idle СКНО has 3 s for its answer before the next round."""
    line = Line()
    line.send(0x40)
    rounds = 0
    while line.result() is None:
        line.wait(10)
        if line.out and line.out[-1][1] == peer.REQ:
            rounds += line.out[0][1] == OPEN
            line.taken()
            line.hear(peer.status())
    assert rounds == 3
    assert line.result() == ("skno_protocol", None)


def test_message_is_not_sent_again_after_a_late_ack():
    line = Line()
    line.send(0x10, b"abc")
    line.wait(2001)
    line.hear(peer.ACK, peer.status())
    line.taken()
    while line.result() is None:
        line.wait(200)
        assert [data for _, data in line.taken()] in ([peer.REQ], [])
        line.hear(peer.status())
    assert line.result() == ("skno_protocol", None)


def test_prohibition_stops_the_next_round():
    """The СКНО went off and on, and wants identification."""
    line = Line()
    line.send(0x40)
    line.wait(2000)
    line.taken()
    while line.result() is None:
        line.hear(peer.status((0x06, 0x08)))
        line.wait(200)
        assert [data for _, data in line.taken()] in ([peer.REQ], [])
    assert line.result() == ("skno_identification", None)


def test_unfinished_bit_stops_the_next_round():
    line = Line()
    line.send(0x10, b"abc")
    line.wait(2000)
    line.taken()
    while line.result() is None:
        line.hear(peer.status(peer.UNFINISHED))
        line.wait(200)
        assert [data for _, data in line.taken()] in ([peer.REQ], [])
    assert line.result() == ("skno_protocol", True)


def test_nak_repeats_the_packet_alone_at_once():
    line = Line()
    line.send(0x40)
    line.wait(7)
    line.hear(peer.NAK)
    line.wait(3)
    line.hear(peer.NAK)
    assert line.taken() == [(0, OPEN), (7, OPEN), (10, OPEN)]
    line.hear(peer.ACK)
    line.wait(200)
    assert line.taken() == [(210, peer.REQ)]
    finish(line)


def test_nak_for_ever():
    """Bounded by a count: smaller packets may help, and where there are none it is 30."""
    line = Line()
    line.send(0x40)
    for _ in range(1000):
        line.hear(peer.NAK)
    sent = line.taken()
    assert len(sent) == 31 and sent[-1] == (0, peer.REQ)
    line = Line()
    line.send(0x10, LONG)
    for _ in range(3):
        line.wait(50)
        line.hear(peer.NAK)
    assert line.taken() == [(0, FIRST), (50, FIRST), (100, FIRST), (150, peer.REQ)]


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


def test_eot_to_the_first_copy_is_a_refusal():
    line = Line()
    line.send(0x40)
    line.hear(peer.EOT)
    line.wait(200)
    line.hear(REFUSED)
    line.wait(200)
    line.hear(peer.status())
    assert line.taken() == [(0, OPEN), (200, peer.REQ), (400, peer.REQ)]
    assert line.result() == ("skno_rejected", False)


def test_eot_says_why_by_its_status():
    for values, command, name in (
        (OVERSIZE, 0x10, "skno_oversize"), ((0xCE, 8), 0x41, "skno_rejected"),
        ((0x46, 8), 0x41, "skno_shift"), ((0xC6, 0x18), 0x41, "skno_blocked"),
        ((0xC6, 8), 0x40, "skno_shift"), ((0xD6, 8), 0x10, "skno_z_unsent"),
    ):  # fmt: skip
        line = Line()
        line.send(command, b"abc")
        line.hear(peer.EOT)
        for _ in range(2):
            line.wait(200)
            line.hear(peer.status(values))
        assert line.result() == (name, False), name


def test_one_eot_that_was_an_ack_on_its_way():
    """EOT alone decides nothing: the СКНО is busy with the command, and answers."""
    line = Line()
    line.send(0x10, b"abc")
    line.hear(peer.EOT)
    line.wait(200)
    line.hear(peer.status(peer.BUSY))
    line.wait(200)
    line.taken()
    finish(line, 0x10, UID)


def test_eot_after_a_repeat_goes_on_with_req():
    line = Line()
    line.send(0x10, b"abc")
    line.wait(105)
    line.hear(peer.EOT)
    line.wait(200)
    assert [at for at, data in line.taken() if data == peer.REQ] == [305]
    line.hear(peer.status(peer.BUSY, peer.EOT))
    line.wait(200)
    line.taken()
    finish(line, 0x10, UID)


def test_eot_after_a_repeat_and_no_answer():
    """It may still come for three seconds; then the СКНО has it not."""
    line = Line()
    line.send(0x10, b"abc")
    line.wait(105)
    line.hear(peer.EOT)
    while line.result() is None:
        line.wait(200)
        line.hear(peer.status((0xC6, 0x08)))
    assert line.result() == ("skno_rejected", False)
    assert line.now == 105 + 200 + 3000


def test_refused_while_the_bit_is_set_is_not_certain():
    line = Line()
    line.send(0x10, b"abc")
    line.hear(peer.EOT)
    for _ in range(2):
        line.wait(200)
        line.hear(peer.status(peer.UNFINISHED))
    assert line.result() == ("unfinished", None)


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


def test_silence_with_the_last_packet_on_its_way():
    line = Line()
    line.send(0x10, b"abc")
    line.wait(2000 + 3 * 2000)
    assert line.result() == ("skno_silent", None)


def test_status_and_packets_do_not_pass_for_an_ack():
    line = Line()
    line.send(0x40)
    line.hear(peer.status(), peer.status(follow=ANSWER), peer.NAK[:1], b"\x55", ANSWER)
    line.wait(100)
    assert line.taken() == [(0, OPEN), (100, OPEN)]


def test_garbage_before_the_ack():
    line = Line()
    line.send(0x40)
    line.hear(b"\x00\xff\x13\x05", b"\x17", b"\x17\xaa")
    line.wait(200)
    assert line.taken()[-1] == (200, peer.REQ)
