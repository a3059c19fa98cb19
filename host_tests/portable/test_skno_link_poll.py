"""The link asking: REQ, busy, answers, start-up (регл. 71, прил. 2 табл. 9), on virtual time."""

from host_tests.portable import skno_peer as peer
from host_tests.portable.skno_line import Line
from host_tests.portable.support import raises

REGL = {
    "test_status_of_an_idle_one": ("71/3",),
    "test_silence": ("71/7", "табл.9.2", "табл.9.прим.1"),
    "test_start_up": ("71/9",),
    "test_start_up_ends_after_two_minutes": ("71/8-9",),
    "test_busy_is_asked_after_200_ms_up_to_two_minutes": (
        "71/7", "71/10", "табл.9.5-6", "табл.12.прим.3",
    ),
    "test_a_busy_one_is_not_asked_again_at_once": ("71/10", "табл.12.прим.3"),
    "test_answer_waits_for_acknowledge": ("71/6",),
    "test_status_bytes_equal_to_17h": ("табл.12.прим.1",),
    "test_no_answer_to_req_repeats_it": ("71/7", "табл.9.7", "табл.9.прим.1"),
    "test_answer_in_pieces_and_behind_garbage": ("71/5",),
    "test_damaged_answer_is_repeated_on_nak": ("71/2",),
    "test_idle_without_answer_waits_three_seconds": ("77/3", "табл.15.прим.2", "табл.16.прим.2"),
    "test_slow_answer_of_an_idle_one": ("77/3", "табл.15.прим.2", "табл.16.прим.2"),
    "test_wrong_answers_are_never_acknowledged": ("26/6", "71/2", "77/2", "табл.15.прим.1"),
    "test_z_report_answers_with_twelve_bytes_or_two": ("табл.16.прим.1",),
}  # fmt: skip

UID = bytes(range(0x11, 0x1D))
OTHER = bytes(range(0x21, 0x2D))
ANSWER = peer.answer(0x10, UID)


def with_answer(answer=ANSWER, values=peer.IDLE):
    return peer.status(values, answer)


def requests(line):
    return [at for at, data in line.taken() if data == peer.REQ]


def naks(line):
    return [at for at, data in line.taken() if data == peer.NAK]


def end(line, data=UID):
    """The answer is there, once; its ACK ends the command."""
    assert line.link.answer == (0x10, data)
    line.taken()
    line.acknowledge()
    assert line.taken() == [(line.now, peer.ACK)]
    assert line.result() == ("", True) and line.link.data == data


def test_status_of_an_idle_one():
    line = Line()
    line.ask()
    line.wait(5)
    line.hear(peer.status((0xC6, 0x0A)))
    assert line.result() == ("", False)
    status = line.link.status
    assert status.raw == (0xC6, 0x0A)
    assert status.shift_open and status.undelivered and status.ok and not status.unfinished


def test_silence():
    line = Line()
    line.ask()
    line.wait(5999)
    assert requests(line) == [0, 2000, 4000] and line.result() is None
    line.wait(1)
    assert line.result() == ("skno_silent", False)


def test_noise_is_asked_more_often_and_is_no_silence():
    line = Line()
    line.ask()
    while line.result() is None:
        line.hear(b"\x17\x02\x08")
        line.wait(2000)
    assert len(requests(line)) == 10
    assert line.result() == ("skno_protocol", False)


def test_idle_bytes_are_silence():
    line = Line()
    line.ask()
    while line.result() is None:
        line.hear(b"\xff" * 32, b"\x00" * 32)
        line.wait(500)
    assert line.result() == ("skno_silent", False) and line.now == 6000


def test_start_up():
    """Two seconds after power on, then each second."""
    line = Line()
    line.now = 300
    line.ask(first=2000, startup=True)
    line.wait(7200)
    assert requests(line) == [2000, 3000, 4000, 5000, 6000, 7000]
    line.hear(peer.status())
    assert line.result() == ("", False)


def test_start_up_ends_after_two_minutes():
    line = Line()
    line.ask(first=2000, startup=True)
    line.wait(121999)
    assert len(requests(line)) == 120 and line.result() is None
    line.wait(1)
    assert line.result() == ("skno_silent", False)


def test_busy_is_asked_after_200_ms_up_to_two_minutes():
    line = Line()
    line.ask()
    assert requests(line) == [0]
    line.wait(3)
    for _ in range(600):
        line.hear(peer.status(peer.BUSY))
        line.wait(200)
        assert requests(line) == [line.now]
    line.hear(peer.status())
    assert line.result() == ("", False)


def test_busy_for_too_long():
    line = Line()
    line.ask()
    while line.result() is None:
        line.hear(peer.status(peer.BUSY))
        line.wait(200)
        line.taken()
    assert line.result() == ("skno_busy", False)
    assert 120000 < line.now <= 120400
    line = Line()
    line.polling()
    while line.result() is None:
        line.hear(peer.status(peer.BUSY))
        line.wait(200)
        line.taken()
    assert line.result() == ("skno_busy", None)


def test_a_busy_one_is_not_asked_again_at_once():
    line = Line()
    line.ask()
    while True:
        line.hear(peer.status(peer.BUSY))
        if line.result() is not None:
            break
        line.wait(200)
        line.taken()
    told = line.now
    line.ask()
    assert requests(line) == []
    line.wait(200)
    assert requests(line) == [told + 200]


def test_two_minutes_begin_anew_when_it_was_idle():
    line = Line()
    line.polling()
    for at in range(1400):
        line.hear(peer.status(peer.IDLE if at == 590 else peer.BUSY))
        line.wait(200)
        line.taken()
        if line.result():
            break
    assert 591 + 600 < at < 591 + 603


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


def test_status_bytes_equal_to_17h():
    for stuffed in (True, False):
        line = Line()
        line.ask()
        line.hear(b"\x17\x02" + (b"\x17\x12" if stuffed else b"\x17") + b"\x46\x17\x05")
        assert line.result() == ("", False)
        assert line.link.status.raw == (0x46, 0x17)


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


def test_no_answer_to_req_repeats_it():
    line = Line()
    line.polling()
    line.wait(2100)
    assert requests(line) == [2200]
    line.hear(with_answer())
    end(line)


def test_announced_answer_that_does_not_come():
    line = Line()
    line.polling()
    line.hear(with_answer()[:20])
    line.wait(2000)
    assert requests(line) == [2200]
    line.hear(with_answer())
    end(line)


def test_silence_after_the_command():
    line = Line()
    line.polling()
    line.wait(6000)
    assert line.result() == ("skno_silent", None)


def test_idle_without_answer_waits_three_seconds():
    line = Line()
    line.polling()
    while line.result() is None:
        line.hear(peer.status())
        line.wait(200)
    assert line.result() == ("skno_protocol", None)
    assert line.now == 200 + 3000 + 200


def test_idle_without_answer_and_the_bit():
    line = Line()
    line.polling()
    while line.result() is None:
        line.hear(peer.status(peer.UNFINISHED))
        line.wait(200)
    assert line.result() == ("skno_protocol", True)


def test_three_seconds_begin_anew_behind_busy():
    line = Line()
    line.polling()
    line.hear(peer.status())
    for _ in range(30):
        line.wait(200)
        line.hear(peer.status(peer.BUSY))
    for _ in range(15):
        line.wait(200)
        line.hear(peer.status())
    assert line.result() is None
    line.wait(200)
    line.hear(with_answer())
    end(line)


def test_slow_answer_of_an_idle_one():
    line = Line()
    line.polling()
    for _ in range(14):
        line.hear(peer.status(peer.UNFINISHED))
        line.wait(200)
    line.hear(with_answer())
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


def test_waiting_answer_is_offered_by_ask_and_req_goes_on():
    line = Line()
    line.ask()
    line.hear(with_answer())
    assert line.link.answer == (0x10, UID)
    line.taken()
    line.acknowledge()
    line.wait(200)
    assert line.taken() == [(0, peer.ACK), (200, peer.REQ)]
    line.hear(peer.status())
    assert line.result() == ("", False)


def test_repeated_answer_is_acknowledged_again_and_not_taken_again():
    line = Line()
    line.polling()
    line.hear(with_answer())
    end(line)
    line.ask()
    line.hear(ANSWER)
    assert line.link.answer is None
    line.wait(200)
    assert line.taken() == [(200, peer.REQ), (200, peer.ACK), (400, peer.REQ)]
    line.hear(with_answer())
    assert line.link.answer is None and line.taken() == [(400, peer.ACK)]
    line.wait(2000)
    line.hear(peer.status())
    assert line.result() == ("", False)


def test_repeated_answer_while_a_command_is_sent():
    line = Line()
    line.polling()
    line.hear(with_answer())
    end(line)
    line.send(0x10, b"new")
    line.wait(40)
    line.hear(ANSWER)
    line.wait(60)
    out = line.taken()
    assert [at for at, _ in out] == [200, 240, 300] and out[1][1] == peer.ACK
    assert out[0][1] == out[2][1] == peer.command(0x10, b"new")


def test_repeated_answer_while_another_command_is_sent():
    line = Line()
    line.polling()
    line.hear(with_answer())
    end(line)
    line.send(0x55)
    line.taken()
    line.hear(ANSWER)
    assert line.taken() == [(line.now, peer.ACK)]


def test_new_document_does_not_get_the_uid_of_the_last_one():
    line = Line()
    line.polling()
    line.hear(with_answer())
    end(line)
    line.polling(data=b"new")
    line.hear(with_answer())
    assert line.link.answer is None and line.taken() == [(line.now, peer.ACK)]
    line.wait(200)
    line.hear(with_answer(peer.answer(0x10, OTHER)))
    end(line, OTHER)


def test_repeated_uid_may_equal_the_last_one():
    line = Line()
    line.polling()
    line.hear(with_answer())
    end(line)
    line.polling(0x11, b"")
    line.hear(with_answer(peer.answer(0x11, UID)))
    assert line.link.answer == (0x11, UID)


def test_the_same_time_may_come_twice():
    line = Line()
    for _ in range(2):
        line.polling(0x55, b"")
        line.hear(with_answer(peer.answer(0x55, bytes(6))))
        assert line.link.answer == (0x55, bytes(6))
        line.acknowledge()


def test_our_ack_is_never_heard():
    line = Line()
    line.polling()
    line.hear(with_answer())
    end(line)
    line.ask()
    while line.result() is None:
        line.hear(with_answer())
        line.wait(200)
    assert line.result() == ("skno_protocol", False)


def test_old_answer_to_an_earlier_req_is_waited_for():
    """A СКНО that takes long for each status: REQs and answers stand one behind the other."""
    line = Line()
    line.polling()
    line.hear(with_answer())
    end(line)
    line.ask()
    line.hear(with_answer())
    line.wait(200)
    line.hear(with_answer())
    line.taken()
    line.wait(1999)
    line.hear(with_answer())
    assert line.taken() == [(line.now, peer.ACK)]
    line.wait(1)
    assert line.taken() == [(line.now, peer.REQ)]
    line.hear(peer.status())
    assert line.result() == ("", False)


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
