"""The link and answers that come again because its ACK was lost (регл. 71), on virtual time."""

from host_tests.portable import skno_peer as peer
from host_tests.portable.skno_line import ANSWER, OTHER, UID, Line, end, with_answer


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
