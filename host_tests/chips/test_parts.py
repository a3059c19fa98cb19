"""Parts that are away, wrong, come back: each is named, and what регл. 26 says is blocked."""

from bu import self_test
from host_tests.chips.board import Bench
from host_tests.chips.each import BOARDS, EACH, of, switch
from host_tests.chips.lcd import alike
from host_tests.chips.register import DAY, DRAWN, bench, keys, opened, registered, row, table

REGL = {
    "test_each_part_of_each_board_that_fails_is_named_and_blocks": ("26", "26/5"),
    "test_a_wrong_chip_is_named_and_blocks": ("26/5",),
    "test_a_clock_that_lost_its_time_gets_it_from_the_skno": ("8",),
}  # fmt: skip


def test_each_part_of_each_board_that_fails_is_named_and_blocks():
    for name in BOARDS:
        place = registered(bench(name))
        place.start()
        for part in of(name):
            refusal, device, named = EACH[part]
            switch(place, part, True)
            place.loop.pass_ms(300)
            held = place.loop.run(place.unit.check())
            assert held, (name, part)
            assert (held[0].name, held[0].detail) == (refusal, device), (name, part)
            assert held[0].line and held[0].remedy and "sell" in held[0].stops
            if device:
                assert "z_report" not in held[0].stops
            found = place.loop.run(self_test.run(place.unit, place.board))
            wrong = [one for one, reason in found if reason not in ("", self_test.UNTOLD)]
            assert wrong == named, (name, part, found)
            switch(place, part, False)
            place.loop.pass_ms(500)
            assert place.loop.run(place.unit.check()) == [], (name, part)
            assert place.board.faults() == [] and not place.main.done


def test_a_display_that_comes_back_shows_everything():
    place = registered(bench())
    place.start()
    row(place, "Касса")
    chip = place.parts["cashier_display"]
    before = chip.shown(DRAWN)
    chip.away = True
    keys(place, "down")  # written to nobody
    chip.away = False
    chip.power()
    assert chip.shown(DRAWN) != before
    place.wait(lambda: place.board.present("cashier_display"))
    shown = chip.shown(DRAWN)
    assert shown[0] == before[0] and alike(">2 Программирование ") in shown


def test_a_wrong_chip_is_named_and_blocks():
    place = Bench(table("pico"))
    place.parts["memory_flash"].jedec = 0xC22015
    board, unit = place.make()
    board.rtc.set(DAY)
    reason = dict(board.faults())["memory"]
    assert reason.startswith("JEDEC id c22015, ef4015 or ef7015 or ef4016 or ")
    assert not board.present("memory") and board.present("journal")
    place.start()
    row(place, "БЭП")
    assert place.loop.run(unit.check())[0].detail == "БЭП"


def test_a_memory_that_is_pulled_out_stops_the_next_document():
    place = opened(registered(bench()))
    chip = place.parts["memory_flash"]
    chip.away = True
    held = place.loop.run(place.unit.check())
    assert [blocking.name for blocking in held[:2]] == ["device_missing", "memory_absent"]
    chip.away = False
    assert place.loop.run(place.unit.check()) == []


def test_a_clock_that_lost_its_time_gets_it_from_the_skno():
    place = registered(bench())
    clock = place.parts["clock"]
    clock.battery = False
    place.skno.time = (26, 12, 1, 9, 30, 0)
    clock.power_off(1000000)
    place.world.us += 1000000
    assert place.board.rtc.now() == (2000, 1, 0, 0, 0, 0)
    assert ("clock", "lost its time (battery?)") in place.board.faults()
    assert place.board.present("clock")
    place.loop.run(place.unit.check())
    assert clock.time()[:5] == place.board.rtc.now()[:5] == (2026, 12, 1, 9, 30)


def test_a_clock_on_its_battery_goes_on():
    place = bench()
    place.parts["clock"].power_off(3600 * 1000000)
    assert place.board.rtc.now()[:4] == (2026, 12, 1, 9)
