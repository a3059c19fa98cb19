"""The link asking: REQ, busy, answers, start-up (регл. 71, прил. 2 табл. 9), on virtual time."""

from host_tests.portable import skno_peer as peer
from host_tests.portable.skno_line import Line, end, requests, with_answer

REGL = {
    "test_status_of_an_idle_one": ("71/3",),
    "test_silence": ("71/7", "табл.9.2", "табл.9.прим.1"),
    "test_start_up": ("71/9",),
    "test_start_up_ends_after_two_minutes": ("71/8-9",),
    "test_busy_is_asked_after_200_ms_up_to_two_minutes": (
        "71/7", "71/10", "табл.9.5-6", "табл.12.прим.3",
    ),
    "test_a_busy_one_is_not_asked_again_at_once": ("71/10", "табл.12.прим.3"),
    "test_status_bytes_equal_to_17h": ("табл.12.прим.1",),
    "test_no_answer_to_req_repeats_it": ("71/7", "табл.9.7", "табл.9.прим.1"),
    "test_idle_without_answer_waits_three_seconds": ("77/3", "табл.15.прим.2", "табл.16.прим.2"),
    "test_slow_answer_of_an_idle_one": ("77/3", "табл.15.прим.2", "табл.16.прим.2"),
}  # fmt: skip


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


def test_status_bytes_equal_to_17h():
    for stuffed in (True, False):
        line = Line()
        line.ask()
        line.hear(b"\x17\x02" + (b"\x17\x12" if stuffed else b"\x17") + b"\x46\x17\x05")
        assert line.result() == ("", False)
        assert line.link.status.raw == (0x46, 0x17)


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
