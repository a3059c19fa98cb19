"""The printer model's speed and buffer: when a line comes out, what is lost."""

import copy

from host_tests.printer_model_bytes import DOCUMENT, INIT, LINES
from tools.bench.models.printer import Printer


def test_busy_before_the_buffer_is_full_then_bytes_are_lost():
    printer = Printer()
    printer.paper_out()
    line = b"x" * 31 + b"\n"
    for _ in range(112):
        printer.feed(line, 0)
        assert not printer.busy
    for _ in range(13):
        printer.feed(line, 0)
    assert printer.room == 96 and printer.busy and not printer.errors
    printer.feed(line * 4, 0)
    assert printer.room == 0 and printer.lost == 32
    assert printer.errors == ["byte 4096: receive buffer is full: 32 bytes lost"]
    printer.load_paper()
    assert printer.tape.text == ["x" * 31] * 128
    assert not printer.busy and printer.room == 4096


def test_busy_has_a_hysteresis():
    printer = Printer(speed=50)
    printer.feed(b"\x1b@" + (b"x" * 31 + b"\n") * 126, 0)
    assert printer.busy
    seen = []
    while printer.busy:
        moment = printer.next_event_ms()
        assert moment is not None
        printer.output(moment)
        seen.append(printer.room)
    assert seen[-1] >= 1024 > seen[-2]


def test_a_picture_larger_than_the_buffer_streams_through():
    rows = 200
    printer = Printer()
    printer.feed(INIT + b"\x1dv0\x00\x30\x00" + rows.to_bytes(2, "little"), 0)
    printer.feed(b"\x0f" * 48 * rows, 0)
    assert printer.finish() == []
    assert printer.tape.text == ["[image 384x200]"]


def test_lines_come_out_at_their_time():
    printer = Printer(speed=50)
    printer.feed(INIT + b"one\ntwo\n\x1dr\x01\x10\x04\x01", 1000)
    assert printer.output(1001) == b"\x12"
    assert printer.tape.text == []
    assert printer.next_event_ms() == 1075
    assert printer.output(1074) == b"" and printer.tape.text == []
    assert printer.output(1075) == b"" and printer.tape.text == ["one"]
    assert printer.next_event_ms() == 1150
    assert printer.output(1150) == b"" and printer.tape.text == ["one", "two"]
    assert printer.next_event_ms() == 1151
    assert printer.output(1151) == b"\x00"
    assert [line.at_ms for line in printer.tape.lines] == [1075, 1150]
    assert printer.idle and printer.next_event_ms() is None


def test_an_idle_printer_begins_when_the_bytes_come():
    printer = Printer(speed=50)
    printer.feed(INIT + b"one\n", 0)
    printer.feed(b"two\n", 500)
    printer.output(10_000)
    assert [line.at_ms for line in printer.tape.lines] == [75, 575]


def test_paper_out_in_time():
    printer = Printer(speed=50)
    printer.feed(DOCUMENT, 0)
    printer.paper_out(200)
    printer.output(5000)
    assert printer.tape.text == LINES[:3]
    printer.load_paper(6000)
    printer.output(60_000)
    assert [line.at_ms for line in printer.tape.lines[2:5]] == [225, 6075, 6150]


def test_power_off_tears_the_line_that_is_printing():
    printer = Printer(speed=50)
    printer.feed(DOCUMENT, 0)
    printer.power_off(100)
    printer.power_on(200)
    printer.output(9000)
    assert printer.tape.text == LINES[:1]


def test_finish_waits_for_the_paper():
    printer = Printer(speed=50)
    printer.feed(DOCUMENT, 0)
    assert printer.finish() == []
    assert printer.tape.text == LINES
    starved = Printer()
    starved.paper_out()
    starved.feed(DOCUMENT, 0)
    assert starved.finish() == [f"byte {len(DOCUMENT)}: 63 bytes in the buffer were never printed"]


def test_which_byte_printed_which_line():
    printer = Printer()
    ends = {}
    for count, byte in enumerate(DOCUMENT, 1):
        printer.feed(bytes([byte]), count)
        for line in printer.tape.text:
            ends.setdefault(line, count)
    assert [line.end for line in printer.tape.lines] == [ends[line] for line in LINES]
    assert [line.at_ms for line in printer.tape.lines] == [ends[line] for line in LINES]
    assert [line.offset for line in printer.tape.lines] == [ends[line] - 7 for line in LINES]


def test_a_printer_can_be_copied_at_any_moment():
    printer = Printer(speed=50)
    printer.feed(DOCUMENT[:30], 0)
    twin = copy.deepcopy(printer)
    printer.feed(DOCUMENT[30:], 0)
    assert printer.finish() == []
    assert printer.tape.text == LINES
    twin.feed(INIT, 100)
    twin.finish()
    assert twin.tape.text == LINES[:3] and twin.dropped == ["li"]
