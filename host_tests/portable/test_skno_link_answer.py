"""The link taking answers: in pieces, damaged, wrong (регл. 71, прил. 2 табл. 8)."""

from host_tests.portable import skno_peer as peer
from host_tests.portable.skno_line import ANSWER, UID, Line, end, naks, with_answer
from host_tests.portable.support import raises

REGL = {
    "test_answer_waits_for_acknowledge": ("71/6",),
    "test_answer_in_pieces_and_behind_garbage": ("71/5",),
    "test_damaged_answer_is_repeated_on_nak": ("71/2",),
    "test_wrong_answers_are_never_acknowledged": ("26/6", "71/2", "77/2", "табл.15.прим.1"),
    "test_z_report_answers_with_twelve_bytes_or_two": ("табл.16.прим.1",),
}  # fmt: skip


def test_answer_waits_for_acknowledge():
    line = Line()
    line.polling()
    line.hear(with_answer())
    line.wait(5000)
    assert line.taken() == [] and line.result() is None
    end(line)


def test_answer_in_pieces_and_behind_garbage():
    line = Line()
    line.polling()
    line.hear(b"\x05\x17\x44", *[bytes((byte,)) for byte in with_answer()])
    end(line)


def test_answer_with_control_bytes():
    data = b"\x17\x05\x17\x13\x17\xaa\x17\x12\x17\x17\x07\x04"
    line = Line()
    line.polling()
    line.hear(with_answer(peer.answer(0x10, data)))
    end(line, data)


def test_answer_without_its_status():
    """The status was damaged; the packet stands for itself."""
    line = Line()
    line.polling()
    line.hear(b"\x17\x99\x08\x46", ANSWER)
    end(line)


def test_answer_that_comes_late():
    line = Line()
    line.polling()
    line.hear(peer.status(peer.BUSY), ANSWER)
    end(line)


def test_damaged_answer_is_repeated_on_nak():
    damaged = bytearray(ANSWER)
    damaged[-3] ^= 1
    line = Line()
    line.polling()
    line.hear(with_answer(bytes(damaged)))
    line.wait(3)
    line.hear(bytes(damaged))
    assert naks(line) == [200, 203]
    line.hear(ANSWER)
    end(line)


def test_damaged_answer_repeated_behind_its_status():
    line = Line()
    line.polling()
    line.hear(with_answer(peer.frame(peer.body(0x10, UID), 0)))
    assert naks(line) == [200]
    line.hear(with_answer())
    end(line)


def test_damaged_for_ever():
    line = Line()
    line.polling()
    for _ in range(10):
        line.hear(with_answer(peer.frame(peer.body(0x10, UID), 0)))
    assert line.result() == ("skno_protocol", None)
    assert peer.ACK not in [data for _, data in line.taken()]


def test_nak_without_effect_becomes_req():
    line = Line()
    line.polling()
    line.hear(with_answer(peer.frame(peer.body(0x10, UID), 0)))
    line.wait(2000)
    assert [data for _, data in line.taken()] == [peer.NAK, peer.REQ]


def test_wrong_answers_are_never_acknowledged():
    for name, wrong in (
        ("skno_foreign", peer.answer(0x10, UID, sender=peer.SERIAL + 1)),
        ("skno_protocol", peer.answer(0x10, UID, receiver=peer.SKKO + 1)),
        ("skno_protocol", peer.answer(0x55, bytes(6))),
        ("skno_protocol", peer.answer(0x10, UID, total=2)),
        ("skno_protocol", peer.answer(0x10, UID, number=2)),
        ("skno_protocol", peer.answer(0x10, UID, number=0)),
        ("skno_protocol", peer.answer(0x10, UID[:11])),
        ("skno_protocol", peer.answer(0x10)),
    ):
        line = Line()
        line.polling()
        line.hear(with_answer(wrong))
        line.hear(wrong)
        assert naks(line) == [200, 200], name
        assert line.link.answer is None and line.result() is None
        line.hear(with_answer(wrong))
        assert line.result() == (name, None)
        assert line.taken() == []


def test_one_wrong_answer_and_a_right_one():
    line = Line()
    line.polling()
    line.hear(with_answer(peer.answer(0x10, UID, number=2)), ANSWER)
    end(line)


def test_z_report_answers_with_twelve_bytes_or_two():
    for data in (UID, UID[:2]):
        line = Line()
        line.polling(0x41)
        line.hear(with_answer(peer.answer(0x41, data)))
        assert line.link.answer == (0x41, data)


def test_foreign_one_with_a_waiting_answer():
    line = Line()
    line.ask()
    for _ in range(3):
        line.hear(with_answer(peer.answer(0x10, UID, sender=1)))
    assert line.result() == ("skno_foreign", False)


def test_acknowledge_needs_an_answer():
    line = Line()
    line.ask()
    raises(ValueError, line.link.acknowledge, 0)


def test_stream_that_starts_in_the_middle_of_a_frame():
    whole = with_answer()
    for cut in range(1, len(whole)):
        line = Line()
        line.polling()
        line.hear(whole[cut:], whole)
        end(line)
