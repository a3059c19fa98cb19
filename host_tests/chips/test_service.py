"""Self-test and service console on a board of chips: every part is named, in order or not."""

from bu import self_test, service_answers
from host_tests.chips.board import Bench
from host_tests.chips.register import DAY, bench, registered, table

PARTS = [
    "buzzer", "cashier_display", "clock", "customer_display", "drawer", "goods", "journal",
    "keypad", "memory", "printer", "settings", "skno",
]  # fmt: skip


def outcome(place):
    return place.loop.run(self_test.run(place.unit, place.board))


def test_all_parts_in_order():
    for name in ("pico", "pico_w", "pico2_w", "esp32", "esp32s3"):
        place = bench(name)
        found = outcome(place)
        table_has = [part for part in place.table.DEVICES if part != "watchdog"]
        assert [part for part, _ in found] == sorted(set(PARTS + table_has)), (name, found)
        # What is there and cannot be asked is not said to be in order.
        untold = [part for part, reason in found if reason == self_test.UNTOLD]
        mute = {"pico": ["scanner"], "pico2_w": ["host"], "esp32s3": ["keypad"]}
        assert untold == sorted(["buzzer", "drawer"] + mute.get(name, []))
        assert all(reason in ("", self_test.UNTOLD) for _, reason in found), (name, found)


def test_a_silent_printer_and_a_silent_skno():
    place = bench()
    place.skno.silent = place.printer.off = True
    wrong = dict(entry for entry in outcome(place) if entry[1] not in ("", self_test.UNTOLD))
    assert sorted(wrong) == ["printer", "skno"] and wrong["printer"] == "printer_silent", wrong


def test_a_printer_that_answers_and_takes_nothing():
    """DTR is not ready, or not wired: it would stand like a printer that is silent."""
    place = bench()
    place.not_ready = [place.table.BUSES["printer"][1]["dtr"]]
    assert dict(outcome(place))["printer"] == "DTR: not ready"


def test_a_clock_that_lost_its_time():
    place = Bench(table("pico"))
    place.make()
    assert dict(outcome(place))["clock"]
    place.board.rtc.set(DAY)
    assert dict(outcome(place))["clock"] == ""


def test_nothing_is_printed_or_registered():
    place = bench()
    outcome(place)
    assert b"\n" not in place.printer.heard and b"\x1dV" not in place.printer.heard
    assert place.skno.documents == []


def test_console_answers():
    place = registered(bench())
    unit, board = place.unit, place.board
    say = service_answers.answer
    assert "clock: in order" in say(unit, board, "parts")
    state = say(unit, board, "state")
    assert "registered: True" in state and "shift open: False" in state
    assert "last number: 1, last Z: 0" in state or "last number: 0, last Z: 0" in state
    place.parts["clock"].away = True
    assert [line for line in say(unit, board, "parts") if "no answer at" in line]
    assert say(unit, board, "memory")[0].startswith("free: ")
    assert say(unit, board, "?") == ["commands: parts, state, version, memory"]
