"""The printer driver against a small printer on virtual time."""

from bu.drivers.printer_escpos import Printer
from bu.fiscal.refusal import Refusal
from bu.printing import escpos, items, profiles
from host_tests.portable.support import Clock, run

REGL = {
    "test_nothing_is_sent_to_a_printer_that_is_not_ready": ("26/4",),
}  # fmt: skip

FLUSH = bytes(256) + b"\x1b@"
LINES = [(items.TEXT, "Строка %d" % number) for number in range(60)]
IN_ORDER = {1: 0x12, 2: 0x12, 4: 0x12}


class Wire:
    """A stream to a printer with status bytes by query; keeps what is to be printed.

    `after` is (milliseconds, answers): from then on other answers are given. `noise` comes before
    each answer. `breaks_at`: the write that raises OSError. `queries`: what was asked. `first`:
    the first write. `times`: when each text line came; room for them is made once, a small heap
    is fragmented easily.
    """

    def __init__(self, clock, answers=None):
        self.clock = clock
        self.answers = dict(IN_ORDER if answers is None else answers)
        self.after = None
        self.noise = b""
        self.silent_requests = 0
        self.breaks_at = -1
        self.barrier_ms = None
        self.printed = bytearray()
        self.writes = 0
        self.first = b""
        self.queries = []
        self.lines = 0
        self.times = [0] * 256
        self._waiting = []

    async def write(self, data):
        if self.writes == self.breaks_at:
            raise OSError(5)
        if not self.writes:
            self.first = bytes(data)
        self.writes += 1
        if data[:2] == b"\x10\x04":
            assert len(data) == 3
            self.queries.append(data[2])
            if self.silent_requests:
                self.silent_requests -= 1
                return
            if self.after and self.clock.now >= self.after[0]:
                self.answers = self.after[1]
            answer = self.answers.get(data[2])
            if answer is not None:
                self._waiting.append((self.clock.now + 2, self.noise + bytes((answer,))))
        elif data == b"\x1dr\x01":
            if self.barrier_ms is not None:
                self._waiting.append((self.clock.now + self.barrier_ms, b"\x00"))
        else:
            self.printed += data
            if data[-1] == 10:
                self.times[self.lines] = self.clock.now
                self.lines += 1

    async def read(self, timeout_ms):
        due = [entry for entry in self._waiting if entry[0] <= self.clock.now + timeout_ms]
        if not due:
            self.clock.now += timeout_ms
            return b""
        entry = min(due)
        self._waiting.remove(entry)
        self.clock.now = max(self.clock.now, entry[0])
        return entry[1]


def printer(answers=None, name="generic-80", **changes):
    clock = Clock()
    wire = Wire(clock, answers)
    return Printer(wire, clock, profiles.get(name, **changes)), wire, clock


def refusal_of(coro):
    try:
        run(coro)
    except Refusal as refusal:
        return refusal.name
    return None


def encoded(layout, name="generic-80"):
    return b"".join(data for data, _ in escpos.encode(layout, profiles.get(name)))


def test_status_names_what_is_wrong():
    for query, answer, expected in (
        (1, 0x12, None), (1, 0x1A, "printer_error"), (1, 0x16, None),
        (2, 0x16, "printer_cover"), (2, 0x32, "printer_paper"), (2, 0x52, "printer_error"),
        (4, 0x72, "printer_paper"), (4, 0x1E, None),
    ):  # fmt: skip
        answers = dict(IN_ORDER)
        answers[query] = answer
        device, _, _ = printer(answers)
        assert run(device.status()) == expected, (query, answer)
        assert device.near_end == (answer == 0x1E)


def test_the_cause_comes_before_its_consequences():
    device, _, _ = printer({1: 0x1A, 2: 0x36, 4: 0x7E})
    assert run(device.status()) == "printer_cover"
    device, _, _ = printer({1: 0x1A, 2: 0x32, 4: 0x7E})
    assert run(device.status()) == "printer_paper"


def test_silence_is_no_readiness():
    device, _, clock = printer({})
    assert run(device.status()) == "printer_silent"
    assert clock.now == 600
    device, _, _ = printer({1: 0x12, 2: 0x12})
    assert run(device.status()) == "printer_silent"


def test_a_request_is_repeated_once():
    device, wire, _ = printer()
    wire.silent_requests = 1
    assert run(device.status()) is None
    assert wire.queries == [1, 1, 2, 4]


def test_a_late_answer_is_not_that_of_the_next_request():
    """A drawer is open (n = 1), which would be an open cover in the answer to the next one."""
    device, wire, clock = printer({1: 0x16, 2: 0x12, 4: 0x12})
    wire.silent_requests = 1
    plain = wire.write

    async def write(data):
        await plain(data)
        if wire.queries == [1, 1]:
            wire._waiting.append((clock.now + 3, b"\x16"))

    wire.write = write
    assert run(device.status()) is None
    assert wire.queries == [1, 1, 2, 4] and not wire._waiting


def test_bytes_that_are_no_answer_are_skipped():
    device, wire, _ = printer({1: 0x12, 2: 0x16, 4: 0x12})
    wire.noise = b"\x11\x13\x00\xff\x10"
    assert run(device.status()) == "printer_cover"


def test_a_print_starts_by_ending_what_the_printer_may_be_in():
    device, wire, _ = printer()
    run(device.print(LINES[:2]))
    assert wire.printed == FLUSH + encoded(LINES[:2])
    assert wire.first == FLUSH
    run(device.print(LINES[:1]))
    assert wire.printed == FLUSH + encoded(LINES[:2]) + encoded(LINES[:1])


def test_nothing_is_sent_to_a_printer_that_is_not_ready():
    device, wire, _ = printer({1: 0x1A, 2: 0x32, 4: 0x7E})
    assert refusal_of(device.print(LINES)) == "printer_paper"
    assert wire.printed == FLUSH
    assert not device.begun


def test_a_print_ends_when_its_paper_has_passed():
    device, _, clock = printer()
    run(device.print(LINES))
    assert clock.now >= device.profile.paper_ms(60 * 34)
    assert clock.now < device.profile.paper_ms(60 * 34) + 2500
    assert device.begun


def test_the_printer_is_never_far_ahead_of_its_paper():
    device, wire, _ = printer()
    run(device.print([(items.TEXT, "Строка")] * 250))
    assert wire.lines == 250
    line_us = 34 * 25400 * 1000 // (203 * 80)
    for place in range(250):
        assert place * line_us // 1000 - wire.times[place] < 900


def test_paper_that_ends_while_printing_is_noticed():
    device, wire, clock = printer()
    wire.after = (1200, {1: 0x1A, 2: 0x32, 4: 0x7E})
    assert refusal_of(device.print(LINES)) == "printer_paper"
    assert device.begun
    assert clock.now < 2000
    assert 0 < len(wire.printed) - 258 < len(encoded(LINES))


def test_paper_that_ends_in_the_tail_is_noticed():
    device, wire, clock = printer()
    run(device.print([]))
    start = clock.now
    wire.after = (start + 500, {1: 0x1A, 2: 0x32, 4: 0x7E})
    assert refusal_of(device.print(LINES[:15])) == "printer_paper"
    assert wire.printed.endswith(encoded(LINES[:15]))


def test_after_a_failure_room_is_kept_for_what_the_printer_still_holds():
    device, wire, clock = printer()
    wire.after = (1200, {1: 0x1A, 2: 0x32, 4: 0x7E})
    assert refusal_of(device.print(LINES)) == "printer_paper"
    wire.after = None
    wire.answers = dict(IN_ORDER)
    start, wire.lines = clock.now, 0
    run(device.print(LINES))
    assert wire.lines == 60
    line_us = 34 * 25400 * 1000 // (203 * 80)
    for place in range(60):
        assert 800 + place * line_us // 1000 - (wire.times[place] - start) < 900


def test_requests_stand_between_commands_only():
    device, wire, _ = printer(name="generic-58")
    run(device.print(LINES + [(items.QR, "8FAB703F74748FDE1D0BD551")]))
    assert len(wire.queries) > 12
    expected = FLUSH + encoded(LINES + [(items.QR, "8FAB703F74748FDE1D0BD551")], "generic-58")
    assert wire.printed == expected


def test_a_printer_that_never_answers_is_written_to():
    device, wire, clock = printer({}, "file-80")
    run(device.print(LINES))
    assert wire.printed == FLUSH + encoded(LINES, "file-80")
    assert clock.now == 0
    assert run(device.status()) is None


def test_a_barrier_tells_that_all_is_printed():
    device, wire, clock = printer(name="epson-42")
    wire.barrier_ms = 4321
    run(device.print(LINES[:1]))
    assert clock.now >= 4321
    assert clock.now < 4321 + 1500


def test_a_barrier_that_is_never_answered_is_an_error():
    device, wire, clock = printer(name="epson-42")
    assert refusal_of(device.print(LINES[:1])) == "printer_error"
    assert clock.now > 10000


def test_a_barrier_behind_missing_paper_names_the_paper():
    device, wire, clock = printer(name="epson-42")
    wire.after = (500, {1: 0x1A, 2: 0x32, 4: 0x7E})
    assert refusal_of(device.print(LINES[:1])) == "printer_paper"


def test_a_broken_line_is_silence_and_the_next_print_starts_clean():
    device, wire, _ = printer()
    run(device.print(LINES[:1]))
    wire.breaks_at = wire.writes + 8
    assert refusal_of(device.print(LINES)) == "printer_silent"
    assert device.begun
    wire.breaks_at = -1
    wire.printed = bytearray()
    run(device.print(LINES[:1]))
    assert wire.printed == FLUSH + encoded(LINES[:1])
