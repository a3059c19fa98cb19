"""Tables with mistakes in them, other buses, partitions that are not there."""

from host_tests.chips.board import Bench
from host_tests.chips.register import DAY, Changed, bench, made, registered, table
from host_tests.chips.world import Violation
from host_tests.portable.support import raises

REGL = {"test_skno_on_the_usb_line": ("69/2",)}


def test_pins_that_the_chip_does_not_have():
    """A table with a mistake in it: the board starts and says which parts that takes away."""
    wrong = Changed(table("pico"))
    wrong.BUSES = dict(wrong.BUSES)
    wrong.BUSES["printer"] = (
        "uart", {"id": 0, "tx": 1, "rx": 0, "baudrate": 19200},
    )  # fmt: skip
    wrong.BUSES["flash"] = (
        "spi", {"id": 0, "sck": 25, "mosi": 19, "miso": 16, "baudrate": 10000000},
    )  # fmt: skip
    place = Bench(wrong)
    board, _ = place.make()
    faults = dict(board.faults())
    assert faults["printer"] == "printer: bad rx pin"
    assert faults["memory"] == faults["journal"] == "flash: no pin 25"
    assert not board.present("printer") and not board.present("memory")
    place.start()
    place.loop.pass_ms(5000)
    assert not place.main.done


def test_other_mistakes_of_a_table():
    """Each takes its parts away, and the board starts and says which."""
    pico = table("pico")
    displays = ["cashier_display", "customer_display"]
    for kind, name, row, named in (
        ("DEVICES", "clock", ("ds3213", {"bus": "parts"}), ["clock"]),
        ("DEVICES", "clock", ("ds3231", {"bus": "party"}), ["clock"]),
        ("DEVICES", "clock", ("ds3231", {"bus": "parts", "adress": 0x68}), ["clock"]),
        ("DEVICES", "cashier_display", (
            "hd44780", {"bus": "parts", "address": 0x27, "rows": 4, "charset": "klingon"},
        ), displays[:1]),
        ("BUSES", "parts", ("i3c", {}), displays + ["clock", "keypad"]),
        ("BUSES", "parts", ("i2c", {"id": 1, "sda": 6, "scl": 7}), displays + ["clock", "keypad"]),
        ("BUSES", "flash", ("spi", {"id": 0}), ["goods", "journal", "memory", "settings"]),
        ("BUSES", "printer", ("uart", {"id": 0, "tx": 0, "rx": 1, "baud": 9600}), ["printer"]),
    ):  # fmt: skip
        place = Bench(pico)
        place.table = wrong = Changed(pico)
        setattr(wrong, kind, dict(getattr(wrong, kind)))
        getattr(wrong, kind)[name] = row
        board, _ = place.make()
        found = [part for part, _ in board.faults()]
        assert sorted(set(found) - {"clock"}) == sorted(set(named) - {"clock"}), (row, found)
        assert "clock" in found
        assert all(board.present(part) != (part in named) for part in found), (row, found)
        place.start()
        place.loop.pass_ms(1000)
        assert not place.main.done, row


def test_a_storage_set_up_that_there_is_not():
    place = Bench(table("pico"))
    place.storage = "tape"
    board, unit = place.make()
    assert dict(board.faults())["memory"] == "no storage set-up tape"
    place.start()
    place.loop.pass_ms(1000)
    assert place.loop.run(unit.check())[0].detail == "БЭП" and not place.main.done


def test_i2c_by_software_where_the_hardware_cannot():
    for pins, soft in ({"sda": 26, "scl": 27}, False), ({"sda": 8, "scl": 9}, True):
        changed = Changed(table("pico"))
        changed.BUSES = dict(changed.BUSES)
        changed.BUSES["skno"] = ("i2c", dict(pins, id=0, freq=100000, soft=soft))
        place = registered(made(changed))
        place.loop.run(place.unit.open_shift("Иванова", confirmed=True))
        assert type(place.board.skno_bus).__name__ == "SoftI2C" and place.skno.shift


def test_a_bus_held_by_an_answer_that_a_reset_cut_off():
    """Nine clocks free it; what needs more is broken, and its parts are named."""
    for clocks, away in ((1, False), (9, False), (10, True)):
        place = Bench(table("pico"))
        place.wires[(6, 7)].stuck = clocks
        place.make()
        named = [part for part, reason in place.board.faults() if "no answer" in reason]
        panel = ["cashier_display", "clock", "customer_display", "keypad"]
        assert named == (panel if away else [])
        assert place.wires[(6, 7)].stuck == (1 if away else 0)


def test_a_skno_that_holds_the_clock():
    """Clock stretching is waited for: 50 ms a transfer, and ours have 32 bytes."""
    place = registered(bench())
    chip = place.wires[(8, 9)].chips[2]
    chip.stretch_us = 1300
    place.loop.run(place.unit.open_shift("Иванова", confirmed=True))
    assert place.skno.shift
    chip.stretch_us = 2000
    assert [held.name for held in place.loop.run(place.unit.check())] == ["skno_silent"]
    chip.stretch_us = 0
    assert place.loop.run(place.unit.check()) == []


def test_skno_on_the_usb_line():
    changed = Changed(table("pico"))
    changed.BUSES = dict(changed.BUSES)
    changed.BUSES["skno"] = ("usb", {})
    changed.DEVICES = dict(changed.DEVICES)
    changed.DEVICES["skno"] = ("stream", {"bus": "skno"})
    place = Bench(changed)
    port = place.plug_in()
    own, port.usb = port.usb, lambda: _Usb(place)
    try:
        place.make()
    finally:
        port.usb = own
    assert place.board.usb_taken
    place.board.rtc.set(DAY)
    registered(place)
    place.loop.run(place.unit.open_shift("Иванова", confirmed=True))
    assert place.skno.shift


class _Usb:
    """The USB line with the small СКНО at its other end."""

    def __init__(self, place):
        self._place = place
        self._came = bytearray()
        place.skno.say = self._came.extend

    async def write(self, data):
        for byte in bytes(data):
            self._place.skno.hear(byte)

    async def read(self, timeout_ms):
        if not self._came:
            await self._place.loop.sleep_ms(timeout_ms)
        data, self._came[:] = bytes(self._came), b""
        return data


def test_pins_that_are_used_twice_do_not_pass():
    wrong = Changed(table("pico"))
    wrong.DEVICES = dict(wrong.DEVICES)
    wrong.DEVICES["drawer"] = ("drawer", {"pin": 6, "pulse_ms": 120})
    error = raises(Violation, Bench(wrong).make)
    assert str(error) == "pin 6 is used twice"


def test_a_partition_that_is_not_there():
    devices = {"memory": "БЭП", "journal": "память журнала", "settings": "память настроек"}
    for name in ("esp32", "esp32s3"):
        for missing in sorted(devices):
            place = Bench(table(name), "partitions")
            del place.internal["bu_" + missing]
            board, unit = place.make()
            faults = dict(board.faults())
            assert "19" in faults[missing] and not set(devices) & set(faults) - {missing}
            place.start()
            place.loop.pass_ms(3000)
            assert place.loop.run(unit.check())[0].detail == devices[missing]
            assert not place.main.done


def test_an_image_whose_storage_area_is_another():
    """A stock image under STORAGE=partitions: rp2.Flash gives no such part."""
    for name in ("pico", "pico_w", "pico2_w"):
        place = Bench(table(name), "partitions")
        place.internal.clear()
        board, unit = place.make()
        found = [part for part, reason in board.faults() if reason.startswith("internal_flash")]
        assert set(found) >= {"journal", "memory", "settings"}
        place.start()
        place.loop.pass_ms(3000)
        assert place.loop.run(unit.check())[0].detail == "БЭП" and not place.main.done


def test_a_partition_that_is_too_small():
    place = Bench(table("esp32"), "partitions")
    place.internal["bu_memory"].cells.size = 256 * 1024
    board, _ = place.make()
    assert ("memory", "262144 bytes, 524288 expected") in board.faults()
