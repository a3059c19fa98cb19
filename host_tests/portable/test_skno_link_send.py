"""The link sending, up to the ACK (регл. 70, 71, прил. 2 табл. 9), on virtual time."""

from host_tests.portable import skno_peer as peer
from host_tests.portable.skno_line import ANSWER, FIRST, LONG, OPEN, UID, Line, finish

REGL = {
    "test_ack_then_req_after_200_ms": ("71/1", "71/11", "табл.9.4"),
    "test_silence_repeats_every_100_ms_and_req_after_2_s": (
        "70/7", "71/1", "71/11", "табл.9.3", "табл.9.прим.1",
    ),
    "test_time_runs_from_the_last_byte_sent": ("70/7",),
    "test_nak_repeats_the_packet_alone_at_once": ("70/6", "71/1"),
    "test_eot_to_the_first_copy_is_a_refusal": ("70/10", "71/4"),
    "test_eot_after_a_repeat_goes_on_with_req": ("70/10", "71/4"),
}  # fmt: skip

REFUSED = peer.status(follow=peer.EOT)
OVERSIZE = (0x46, 0x0C)


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


def test_a_refusal_is_not_forgotten_while_the_skno_is_busy():
    """It comes to the packet, or behind the busy status."""
    for answer, follow in ((peer.EOT, b"\x17\x05"), (peer.ACK, peer.EOT)):
        line = Line()
        line.send(0x10, b"abc")
        line.hear(answer)
        line.wait(200)
        line.hear(peer.status(peer.BUSY, follow))
        for _ in range(2):
            line.wait(200)
            assert line.result() is None
            line.hear(peer.status((0xC6, 0x08)))
        assert line.result() == ("skno_rejected", False)


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
