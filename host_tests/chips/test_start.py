"""Boards switched on with a part away or a wrong one: the register goes on and says so."""

from bu import self_test
from host_tests.chips.board import Bench
from host_tests.chips.each import BOARDS, EACH, of, switch
from host_tests.chips.register import table

REGL = {
    "test_each_board_starts_without_each_part": ("26",),
    "test_a_wrong_flash_chip_on_each_board": ("26/5",),
}  # fmt: skip


def test_each_board_starts_without_each_part():
    """As when it is switched on: the register goes on, the part is named."""
    for name in BOARDS:
        for part in of(name) + ["all"]:
            place = Bench(table(name))
            for one in of(name) if part == "all" else [part]:
                switch(place, one, True)
            board, unit = place.make()
            place.start()
            place.loop.pass_ms(10000 if part == "all" else 600)
            place.dog.check()
            assert not place.main.done, (name, part)
            found = place.loop.run(self_test.run(unit, board))
            wrong = [one for one, reason in found if reason not in ("", self_test.UNTOLD)]
            named = [one for each in of(name) for one in EACH[each][2]]
            # The clock was never set; the СКНО says so by itself.
            assert wrong == sorted(set((named if part == "all" else EACH[part][2]) + ["clock"]))
            if EACH.get(part, ("",))[0] == "device_missing":
                assert place.loop.run(unit.check())[0].detail == EACH[part][1]


def test_a_wrong_flash_chip_on_each_board():
    for name in BOARDS:
        for chip, device in (("main_flash", "память журнала"), ("memory_flash", "БЭП")):
            place = Bench(table(name))
            place.parts[chip].jedec = 0xC22015
            board, unit = place.make()
            place.start()
            place.loop.pass_ms(500)
            reasons = [reason for part, reason in board.faults() if part != "clock"]
            assert reasons and all("c22015" in reason for reason in reasons), reasons
            assert place.loop.run(unit.check())[0].detail == device and not place.main.done
            assert place.parts[chip].cells.programs == place.parts[chip].cells.erases == 0
