"""The lower level of FELIX: frames and commands (1.2-1.5), and what they leave open."""

from bu.host.felix.link import CAPACITY
from host_tests.portable.felix_line import ACK, ANSWER, DLE, ENQ, EOT, ETX, NAK, STX, Line, frame
from host_tests.portable.support import unhex

MASKED = unhex("02 1F 00 FF 10 10 02 10 03 1A 03 E8")
PLAIN = unhex("1F 00 FF 10 02 03 1A")
PRINTED_123 = unhex("02 10 97 4C 31 32 33 03 FA")


def test_worked_example_of_masking():
    line = Line()
    assert line.hear(ENQ) == [ACK]
    assert line.hear(MASKED) == [ACK]
    assert line.link.request is None
    line.hear(EOT)
    assert bytes(line.link.request) == PLAIN
    assert line.answer(PLAIN) == [ENQ]
    assert line.hear(ACK) == [MASKED]
    assert line.hear(ACK) == [EOT]
    assert line.link.deadline is None


def test_worked_example_123_as_printed():
    """It leaves 10h unmasked and counts STX, against 1.2: FAh is one setting away."""
    line = Line()
    line.hear(ENQ)
    assert line.hear(PRINTED_123) == [NAK]
    line.link.check_start = 2
    assert line.hear(PRINTED_123) == [ACK]
    line.hear(EOT)
    assert bytes(line.link.request) == unhex("10 97 4C 31 32 33")


def test_worked_example_123_by_the_rule():
    right = unhex("02 10 10 97 4C 31 32 33 03 E8")
    assert frame(unhex("10 97 4C 31 32 33")) == right
    line = Line()
    assert line.hear(ENQ, right) == [ACK, ACK]
    line.hear(EOT)
    assert bytes(line.link.request) == unhex("10 97 4C 31 32 33")


def test_every_byte_value_both_ways():
    data = bytes(range(256))
    for part in (data[:CAPACITY], data[-CAPACITY:], DLE * CAPACITY, ETX * CAPACITY, b""):
        line = Line()
        assert line.command(part) == part
        if part:
            assert line.answer(part) == [ENQ]
            assert line.hear(ACK) == [frame(part)]
            assert line.hear(ACK) == [EOT]


def test_bytes_come_one_at_a_time():
    line = Line()
    heard = []
    for byte in ENQ + MASKED + EOT:
        line.wait(399)
        heard += line.hear(bytes((byte,)))
    assert heard == [ACK, ACK]
    assert bytes(line.link.request) == PLAIN


def test_no_answer_no_session():
    line = Line()
    line.command(b"\x00\x00G")
    assert line.answer(b"") == []
    assert line.wait(60000) == []
    line.command(b"\x00\x00E")


def test_a_longer_frame_is_cut_and_taken():
    """The upper level refuses it by its length (14h); no command is so long."""
    line = Line()
    line.hear(ENQ)
    assert line.hear(frame(b"x" * (CAPACITY + 50))) == [ACK]
    line.hear(EOT)
    assert bytes(line.link.request) == b"x" * CAPACITY


def test_damaged_frame_is_asked_for_again():
    line = Line()
    line.hear(ENQ)
    for _ in range(7):
        assert line.hear(MASKED[:-1] + b"\x00") == [NAK]
        line.wait(1999)
    assert line.hear(MASKED) == [ACK]


def test_damage_anywhere_in_a_frame():
    """Every byte changed or left out: no request; the right frame behind it is taken.

    A lost 00h alone is not seen, because the check is a xor: the upper level looks at the length.
    """
    for place in range(1, len(MASKED)):
        for broken in (MASKED[:place] + b"\x55" + MASKED[place + 1 :],
                       MASKED[:place] + MASKED[place + 1 :]):  # fmt: skip
            if len(broken) < len(MASKED) and not MASKED[place]:
                continue
            line = Line()
            line.hear(ENQ)
            line.hear(broken)
            line.wait(500)
            assert line.link.request is None
            assert line.hear(MASKED)[-1:] == [ACK]
            line.hear(EOT)
            assert bytes(line.link.request) == PLAIN


def test_bytes_before_stx_are_passed_over():
    line = Line()
    line.hear(ENQ)
    assert line.hear(b"\xff\x06\x15\x03\x10abc") == []
    assert line.hear(MASKED) == [ACK]


def test_stx_within_t2():
    line = Line()
    line.hear(ENQ)
    line.wait(1999)
    assert line.hear(MASKED) == [ACK]
    line = Line()
    line.hear(ENQ)
    assert line.wait(2000) == []
    assert line.hear(MASKED[:5] + b"\x00" + MASKED[6:]) == []
    assert line.hear(ENQ) == [ACK]


def test_next_byte_within_t6():
    line = Line()
    line.hear(ENQ, MASKED[:4])
    assert line.wait(399) == []
    assert line.wait(1) == [NAK]
    assert line.hear(MASKED) == [ACK]


def test_eot_within_t4_or_the_command_is_not_carried_out():
    line = Line()
    line.hear(ENQ, MASKED)
    line.wait(500)
    assert line.hear(EOT) == []
    assert line.link.request is None
    assert line.hear(ENQ) == [ACK]


def test_host_that_lost_our_ack_repeats_its_frame():
    line = Line()
    line.hear(ENQ, frame(b"\x00\x00E"))
    assert line.hear(frame(b"\x00\x00?")) == [ACK]
    line.hear(EOT)
    assert bytes(line.link.request) == b"\x00\x00?"


def test_host_that_lost_our_ack_repeats_its_enq():
    line = Line()
    assert line.hear(ENQ) == [ACK]
    assert line.hear(ENQ) == [ACK]
    assert line.hear(frame(b"\x00\x00E")) == [ACK]
    assert line.hear(ENQ) == [ACK]
    assert line.hear(frame(b"\x00\x00?")) == [ACK]
    line.hear(EOT)
    assert bytes(line.link.request) == b"\x00\x00?"


def test_host_that_dies_anywhere_and_comes_back():
    whole = ENQ + MASKED + EOT
    for size in range(1, len(whole)):
        line = Line()
        line.hear(whole[:size])
        line.wait(500)
        assert line.link.request is None
        line.hear(ENQ)
        line.said()
        assert line.hear(frame(b"\x00\x00E"), EOT) == [ACK]
        assert bytes(line.link.request) == b"\x00\x00E"


def test_enq_at_work_is_answered_nak():
    line = Line()
    line.command(b"\x00\x00Z")
    assert line.hear(ENQ, MASKED, EOT, ENQ) == [NAK, NAK]
    assert bytes(line.link.request) == b"\x00\x00Z"
    assert line.answer(ANSWER) == [ENQ]


def test_flood_of_enqs_is_answered_in_few_bytes():
    line = Line()
    assert len(b"".join(line.hear(ENQ * 5000))) <= 8
    assert line.hear(MASKED) == [ACK]


def test_settings_are_kept_to():
    line = Line()
    link = line.link
    link.t1, link.t2, link.t3, link.t4, link.t5, link.t6, link.tries = 10, 20, 30, 40, 55, 60, 1
    line.hear(ENQ)
    line.wait(20)
    assert line.hear(STX) == []
    line.hear(ENQ, STX)
    assert line.wait(59) == [] and line.wait(1) == [NAK]
    line.hear(MASKED)
    line.wait(40)
    assert line.hear(EOT) == [] and line.link.request is None
    line.command(b"\x00\x00E")
    assert line.answer(ANSWER) == [ENQ]
    assert line.wait(60) == [ENQ] * 5
    line.hear(ENQ, EOT)
    line.hear(ACK)
    assert line.wait(30) == [EOT] and line.wait(10) == [ENQ]
    line.hear(ACK)
    assert line.hear(NAK) == [EOT]
