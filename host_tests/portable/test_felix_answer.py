"""The lower level of FELIX: how an answer is offered, repeated and given up (1.3-1.5)."""

from host_tests.portable.felix_line import ACK, ANSWER, ENQ, EOT, NAK, STX, Line, frame


def test_answer_is_offered_for_t5():
    line = Line()
    line.offered()
    said = []
    for _ in range(40):
        said += line.wait(500)
    assert said == [ENQ] * 19
    assert line.link.deadline is None


def test_answer_is_kept_until_the_host_is_there_again():
    line = Line()
    line.offered()
    line.wait(3600000)
    assert line.hear(ENQ) == [ACK]
    assert line.hear(EOT) == [ENQ]
    assert line.hear(ACK) == [frame(ANSWER)]
    assert line.hear(ACK) == [EOT]
    assert line.hear(ENQ, EOT) == [ACK]


def test_answer_is_dropped_by_another_command_however_damaged():
    """Else it could pass for the answer to that command, whose EOT was lost."""
    for damaged in (frame(b"\x00\x00?")[:-1] + b"\x00", frame(b"\x00\x00?")[1:], STX):
        line = Line()
        line.offered()
        line.wait(3600000)
        line.hear(ENQ, damaged)
        line.wait(60000)
        assert line.hear(EOT) == []
        assert line.hear(ENQ, EOT) == [ACK]


def test_damaged_answer_goes_again_and_is_given_up():
    line = Line()
    line.offered()
    assert line.hear(ACK) == [frame(ANSWER)]
    for _ in range(4):
        assert line.hear(NAK) == [frame(ANSWER)]
    assert line.hear(NAK) == [EOT]
    assert line.wait(60000) == []
    line.hear(ENQ, EOT)
    assert line.hear(ACK) == [frame(ANSWER)]


def test_answer_without_ack_is_offered_in_a_new_session():
    line = Line()
    line.offered()
    line.hear(ACK)
    assert line.wait(500) == [EOT]
    assert line.wait(500) == [ENQ]
    assert line.hear(ACK) == [frame(ANSWER)]


def test_late_ack_ends_the_answer():
    line = Line()
    line.offered()
    line.hear(ACK)
    assert line.wait(600) == [EOT]
    assert line.hear(ACK) == []
    assert line.wait(60000) == []


def test_host_is_not_ready_yet():
    line = Line()
    line.offered()
    assert line.hear(NAK) == []
    assert line.wait(500) == [ENQ]
    assert line.hear(ACK) == [frame(ANSWER)]


def test_collision_host_gives_way():
    """Both ENQs crossed; the host takes the answer and finds our ACK to its own in between."""
    line = Line()
    line.offered()
    assert line.hear(ENQ) == [ACK]
    assert line.hear(ACK) == [frame(ANSWER)]
    assert line.hear(ACK) == [EOT]


def test_collision_host_goes_on():
    line = Line()
    line.offered()
    assert line.hear(ENQ) == [ACK]
    assert line.hear(frame(b"\x00\x00?")) == [ACK]
    line.hear(EOT)
    assert bytes(line.link.request) == b"\x00\x00?"


def test_collision_host_dies():
    line = Line()
    line.offered()
    line.hear(ENQ)
    assert line.wait(2000) == [ENQ]
    assert line.hear(ACK) == [frame(ANSWER)]


def test_ack_of_a_bad_frame_is_no_ack_of_the_enq_before():
    """Our ENQ is forgotten as soon as the host began a frame of its own."""
    line = Line()
    line.offered()
    line.hear(ENQ, STX + b"abc")
    line.wait(400)
    line.said()
    assert line.hear(ACK) == []


def test_host_gives_up_in_the_middle_of_an_answer():
    line = Line()
    line.offered()
    line.hear(ACK)
    assert line.hear(ENQ) == [ACK]
    assert line.hear(frame(b"\x00\x00?"), EOT) == [ACK]
    assert bytes(line.link.request) == b"\x00\x00?"


def test_ack_that_came_before_the_frame_left_is_not_its_own():
    line = Line()
    line.offered()
    line.link.receive(ACK + ACK, line.now)
    assert line.hear() == []
    line._flush()
    assert line.said() == [frame(ANSWER)]
    assert line.wait(500) == [EOT]
