"""The printer model's state: paper, cover, power, failures, status bytes, a unit that restarts."""

import pytest

from host_tests.printer_model_bytes import DOCUMENT, INIT, LINES, cp866, qr, qr_function
from tools.bench.models.printer import FAILURES, Printer


def status(printer: Printer, number: int, now_ms: int = 0) -> int:
    """The answer to DLE EOT, which is one byte and comes a millisecond later."""
    printer.feed(b"\x10\x04" + bytes([number]), now_ms)
    assert printer.output(now_ms) == b""
    due = printer.next_event_ms()
    assert due == now_ms + 1
    answer = printer.output(due)
    assert len(answer) == 1
    assert answer[0] & 0x93 == 0x12
    return answer[0]


def statuses(printer: Printer) -> list[int]:
    return [status(printer, number, 10 * number) & ~0x12 for number in (1, 2, 3, 4)]


def test_all_is_well():
    printer = Printer()
    assert statuses(printer) == [0, 0, 0, 0]
    assert printer.next_event_ms() is None


@pytest.mark.parametrize(
    "change, expected",
    [
        (Printer.paper_out, [0x08, 0x20, 0, 0x6C]),
        (Printer.near_end, [0, 0, 0, 0x0C]),
        (Printer.open_cover, [0x08, 0x04, 0, 0]),
        (Printer.go_offline, [0x08, 0, 0, 0]),
        (Printer.open_drawer, [0x04, 0, 0, 0]),
        (lambda p: p.fail("mechanical"), [0x28, 0x40, 0x04, 0]),
        (lambda p: p.fail("cutter"), [0x28, 0x40, 0x08, 0]),
        (lambda p: p.fail("unrecoverable"), [0x08, 0x40, 0x20, 0]),
        (lambda p: p.fail("overheated"), [0x08, 0x40, 0x40, 0]),
    ],
)
def test_status_bytes(change, expected):
    printer = Printer()
    change(printer)
    assert statuses(printer) == expected


def test_states_end():
    printer = Printer()
    printer.paper_out()
    printer.open_cover()
    printer.go_offline()
    printer.fail("overheated")
    printer.load_paper()
    printer.close_cover()
    printer.go_online()
    printer.repair()
    assert statuses(printer) == [0, 0, 0, 0]


def test_gs_r_answers_in_its_turn():
    printer = Printer()
    printer.near_end()
    printer.open_drawer()
    printer.feed(b"\x1dr\x01\x1dr2", 0)
    assert printer.output(1) == b"\x03\x01"
    printer.paper_out()
    printer.feed(b"a\n\x1dr\x01", 5)
    assert printer.output(1000) == b""
    assert status(printer, 4, 1000) == 0x7E
    printer.load_paper(2000)
    assert printer.tape.text == ["a"]
    assert printer.output(2001) == b"\x00"


def test_paper_ends_after_some_lines_and_the_rest_waits():
    printer = Printer()
    printer.paper_after_lines(3)
    printer.feed(DOCUMENT, 0)
    assert printer.tape.text == LINES[:3]
    assert not printer.ready and not printer.idle
    assert printer.buffered == len(b"line 0\n") * 5
    printer.load_paper()
    assert printer.tape.text == LINES
    assert printer.finish() == []


def test_paper_ends_inside_a_feed():
    printer = Printer()
    printer.paper_after_lines(2)
    printer.feed(INIT + b"a\x1bd\x05b\n", 0)
    assert printer.tape.text == ["a", ""]
    printer.load_paper()
    assert printer.tape.text == ["a", "", "", "", "", "b"]


def test_a_code_is_one_line_of_paper():
    printer = Printer()
    printer.paper_after_lines(2)
    printer.feed(INIT + b"a\n" + qr() + b"b\n", 0)
    assert [line.kind for line in printer.tape.lines] == ["text", "qr"]
    assert statuses(printer) == [0x08, 0x20, 0, 0x6C]


def test_no_paper_at_once():
    printer = Printer()
    printer.paper_after_lines(0)
    printer.feed(DOCUMENT, 0)
    assert printer.tape.text == []


def test_cover_stops_and_goes_on():
    printer = Printer()
    printer.feed(DOCUMENT[:20], 0)
    printer.open_cover()
    printer.feed(DOCUMENT[20:], 0)
    assert printer.tape.text == LINES[:1]
    printer.close_cover()
    assert printer.tape.text == LINES


def test_power_off_loses_the_buffer_and_the_settings():
    printer = Printer()
    printer.feed(INIT + qr_function(80, 48, data=b"a") + b"\x1d!\x11one\ntwo", 0)
    printer.paper_out()
    printer.feed(b"\nthree\n\x1dv0\x00\x01", 0)
    printer.power_off()
    printer.feed(b"four\n\x10\x04\x01", 0)
    assert printer.output(100) == b"" and printer.next_event_ms() is None
    assert printer.busy and printer.lost == 8
    printer.power_on()
    printer.load_paper()
    assert printer.tape.text == ["one"]
    printer.feed(INIT + b"five\n", 200)
    assert printer.tape.text == ["one", "five"]
    assert printer.tape.lines[1].height == 24
    printer.feed(b"\x8f\n" + qr_function(81, 48), 200)
    assert "QR without data" in printer.errors[-1] and len(printer.errors) == 1


def test_power_on_is_kanji_mode():
    printer = Printer()
    printer.feed(INIT, 0)
    printer.power_off()
    printer.power_on()
    printer.feed(b"\x8f\n", 0)
    assert printer.errors == ["byte 7: byte 8Fh in kanji mode"]


def test_reset_keeps_the_buffer_unless_the_profile_says_otherwise():
    for drops, expected in ((False, ["a", "b", "c"]), (True, ["a", "c"])):
        printer = Printer(init_drops_buffer=drops)
        printer.feed(b"\x1b@a\n", 0)
        printer.paper_out()
        printer.feed(b"b\n" + b"\x1b@c\n", 0)
        printer.load_paper()
        assert printer.tape.text == expected
        assert printer.finish() == []


def test_enq_leaves_a_recoverable_failure():
    for number, expected in ((1, LINES), (2, [])):
        printer = Printer()
        printer.fail("cutter")
        printer.feed(DOCUMENT, 0)
        assert printer.tape.text == []
        printer.feed(b"\x10\x05" + bytes([number]), 0)
        assert printer.tape.text == expected
    broken = Printer()
    broken.fail("unrecoverable")
    broken.feed(DOCUMENT + b"\x10\x05\x01", 0)
    assert broken.tape.text == []
    with pytest.raises(ValueError):
        broken.fail("mood")
    assert sorted(FAILURES) == ["cutter", "mechanical", "overheated", "unrecoverable"]


def test_a_silent_printer_prints():
    printer = Printer()
    printer.silent = True
    printer.feed(DOCUMENT + b"\x1dr\x01\x10\x04\x01", 0)
    assert printer.output(1000) == b""
    assert printer.tape.text == LINES


@pytest.mark.parametrize("cut", range(len(INIT), len(INIT) + 120))
def test_a_unit_that_restarts_inside_anything(cut):
    """Zeros end what was begun, LF the line, ESC @ the mode: the next document is whole."""
    before = (
        INIT + cp866("Чек\n") + b"\x1ba\x01" + qr() + b"\x1dv0\x00\x04\x00\x08\x00" + b"\xf0" * 32
    )
    printer = Printer()
    printer.feed(before[:cut], 0)
    printer.unit_restarted()
    printer.feed(bytes(64) + b"\n" + INIT + cp866("Снова\n"), 1)
    assert printer.finish() == []
    assert printer.tape.text[-1] == "Снова"


@pytest.mark.parametrize("speed", [0, 50])
@pytest.mark.parametrize("zeros", [1, 64])
def test_a_unit_that_restarts_while_it_ends_a_command(speed, zeros):
    """The zeros of the first start wait for their ESC @: they are as expected as the second's."""
    printer = Printer(speed=speed)
    printer.feed(INIT + cp866("Чек\n") + bytes(zeros) + b"\x1b", 0)
    printer.unit_restarted()
    printer.feed(bytes(64) + INIT + cp866("Снова\n"), 1)
    assert printer.finish() == []
    assert printer.tape.text[-1] == "Снова"


def test_noise_ends_with_the_reset():
    printer = Printer()
    printer.feed(INIT + b"\x1dv0\x00\x02\x00\x01\x00", 0)
    printer.unit_restarted()
    printer.feed(b"\x01\x02\x03" + INIT + b"\x04", 0)
    assert printer.noise == ["byte 17: unknown byte 03h"]
    assert printer.errors == ["byte 25: unknown byte 04h"]
