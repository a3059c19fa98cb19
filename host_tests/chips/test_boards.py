"""Every board's table becomes a whole unit on its chips, and sells; parts that are not there."""

import sys

from bu.printing import items
from host_tests.chips.board import Bench
from host_tests.chips.lcd import alike
from host_tests.chips.world import Violation
from host_tests.portable.support import raises

REGL = {
    "test_skno_on_the_usb_line": ("69/2",),
    "test_a_part_that_is_away_blocks_and_is_named": ("26",),
    "test_a_wrong_chip_is_named_and_blocks": ("26/5",),
    "test_a_clock_that_lost_its_time_gets_it_from_the_skno": ("8",),
}  # fmt: skip
TO_PAY = b"\x88\x92\x8e\x83\x8e \x8a \x8e\x8f\x8b\x80\x92\x85"  # «ИТОГО К ОПЛАТЕ» in cp866

DAY = (2026, 12, 1, 8, 0, 0)
DRAWN = "×ЎўІ↑↓№~"
SECRET = b"0123456789abcdef"


def table(name):
    """The board's table."""
    path = "boards.%s.board" % name
    __import__(path)
    return sys.modules[path]


def bench(name="pico", storage=""):
    """A board with everything in place, its clock set."""
    place = Bench(table(name), storage)
    place.make()
    place.board.rtc.set(DAY)
    return place


def registered(place):
    """The unit is made, registered and ready."""
    unit, run = place.unit, place.loop.run
    run(unit.start())
    unit.manufacture("1000000000001", SECRET)
    for name in ("name", "outlet", "address"):
        unit.configure(name, "ООО «Ромашка»")
    run(unit.register(190000001, 110000001, 310000001))
    return place


def keys(place, text):
    """Presses keys by name."""
    for name in text.split():
        place.key(name)


def row(place, text, limit_ms=60000):
    """Waits until the cashier's display shows a row with this text."""
    chip = place.parts["cashier_display"]
    if hasattr(chip, "shown"):
        place.wait(lambda: any(alike(text) in line for line in chip.shown(DRAWN)), limit_ms)
    else:  # dots: test_drivers reads them
        rows = place.board.cashier_display._rows
        place.wait(lambda: any(text in line for line in rows), limit_ms)


def opened(place):
    """The cashier has logged in and opened the shift."""
    place.start()
    row(place, "Касса")
    keys(place, "1 1 1 1 1 enter")
    row(place, "ВВОД - открыть смену")
    keys(place, "enter")
    row(place, "Смена открыта")
    return place


def sells(name, storage=""):
    """From a factory-new board to a sale and a Z-report, by its own keypad."""
    place = opened(registered(bench(name, storage)))
    assert [fault for fault in place.board.faults() if fault[0] != "clock"] == []
    keys(place, "1 1 point 0 0 s1 2 0 cash")
    row(place, "СДАЧА")
    paper = bytes(place.printer.heard)
    assert TO_PAY in paper
    assert b"11.00" in paper and b"8FAB00000000000000000001" in paper
    keys(place, "z enter")
    row(place, "Смена закрыта")
    place.wait(lambda: len(place.skno.documents) == 2)
    assert [code for code, _ in place.skno.documents] == [0x10, 0x41]
    place.dog.check()
    return place


def test_pico():
    sells("pico")


def test_pico_in_its_own_flash():
    assert sells("pico", "partitions").board.goods_flash is None


def test_pico_w():
    sells("pico_w")


def test_pico_w_in_its_own_flash():
    sells("pico_w", "partitions")


def test_pico2_w():
    sells("pico2_w")


def test_pico2_w_in_its_own_flash():
    sells("pico2_w", "partitions")


def test_esp32():
    sells("esp32")


def test_esp32_in_its_own_flash():
    sells("esp32", "partitions")


def test_esp32s3():
    place = sells("esp32s3")
    assert "#" in "".join(place.parts["cashier_display"].art(4, 0, 120, 64))


def test_esp32s3_in_its_own_flash():
    assert sells("esp32s3", "partitions").board.goods_flash is not None


def test_the_internal_layouts_fit_the_storage_area():
    for name, room in (("pico", 752), ("pico_w", 784), ("pico2_w", 2064)):
        chips, regions = table(name).STORAGES["partitions"]
        _, values = chips["own"]
        _, start, size = values["device"]
        assert start == table(name).FS_BYTES and start % 4096 == 0
        assert start + size <= room * 1024
        _in_order(regions, size)
    for name in ("pico", "pico_w", "pico2_w", "esp32", "esp32s3"):
        chips, regions = table(name).STORAGES["nor"]
        for chip, (_, values) in chips.items():
            size = 1 << (min(values["ids"]) & 0xFF)
            _in_order({key: place for key, place in regions.items() if place[0] == chip}, size)


def _in_order(regions, size):
    end = 0
    for _, first, blocks in sorted(regions.values(), key=lambda place: place[1]):
        assert first >= end
        end = first + blocks
    assert end * 4096 <= size


def test_a_part_that_is_away_blocks_and_is_named():
    russian = {
        "keypad": "клавиатура",
        "cashier_display": "индикатор кассира",
        "customer_display": "индикатор потребителя",
        "clock": "часы",
    }
    place = opened(registered(bench()))
    for name in sorted(russian):
        chip = place.parts[name]
        chip.away = True
        assert not place.board.present(name)
        found = [reason for part, reason in place.board.faults() if part == name]
        assert len(found) == 1 and found[0].startswith("no answer at ")
        held = place.loop.run(place.unit.check())
        assert held[0].name == "device_missing" and held[0].detail == russian[name]
        assert "sell" in held[0].stops and "z_report" not in held[0].stops
        chip.away = False
        assert place.board.present(name) and place.board.faults() == []
        assert place.loop.run(place.unit.check()) == []


def test_a_board_starts_with_its_parts_away():
    place = Bench(table("pico"))
    for chip in place.parts.values():
        chip.away = True
    place.skno.silent = place.printer.off = True
    board, unit = place.make()
    named = [name for name, _ in board.faults()]
    assert named == [
        "cashier_display", "clock", "customer_display", "goods", "journal", "keypad", "memory",
        "settings",
    ]  # fmt: skip
    place.start()
    place.loop.pass_ms(30000)
    assert not place.main.done
    assert place.loop.run(unit.check())[0].name == "device_missing"


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


def test_pins_that_the_chip_does_not_have():
    """A table with a mistake in it: the board starts and says which parts that takes away."""
    wrong = _Table(table("pico"))
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


def test_i2c_by_software_where_the_hardware_cannot():
    for pins, soft in ({"sda": 26, "scl": 27}, False), ({"sda": 8, "scl": 9}, True):
        changed = _Table(table("pico"))
        changed.BUSES = dict(changed.BUSES)
        changed.BUSES["skno"] = ("i2c", dict(pins, id=0, freq=100000, soft=soft))
        place = registered(_made(changed))
        place.loop.run(place.unit.open_shift("Иванова", confirmed=True))
        assert type(place.board.skno_bus).__name__ == "SoftI2C" and place.skno.shift


def _made(changed):
    place = Bench(changed)
    place.make()
    place.board.rtc.set(DAY)
    return place


def test_skno_on_the_usb_line():
    changed = _Table(table("pico"))
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
    wrong = _Table(table("pico"))
    wrong.DEVICES = dict(wrong.DEVICES)
    wrong.DEVICES["drawer"] = ("drawer", {"pin": 6, "pulse_ms": 120})
    error = raises(Violation, Bench(wrong).make)
    assert str(error) == "pin 6 is used twice"


class _Table:
    """A copy of a table, to be changed."""

    def __init__(self, module):
        for name in dir(module):
            if name.isupper():
                setattr(self, name, getattr(module, name))


def test_a_partition_that_is_not_there():
    place = Bench(table("esp32"), "partitions")
    del place.internal["bu_memory"]
    board, unit = place.make()
    faults = dict(board.faults())
    assert "memory" in faults and "19" in faults["memory"] and "journal" not in faults
    place.start()
    place.loop.pass_ms(5000)
    assert place.loop.run(unit.check())[0].detail == "БЭП"


def test_a_partition_that_is_too_small():
    place = Bench(table("esp32"), "partitions")
    place.internal["bu_memory"].cells.size = 256 * 1024
    board, _ = place.make()
    assert ("memory", "262144 bytes, 524288 expected") in board.faults()


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


def test_the_scanner_reaches_the_desk():
    place = opened(registered(bench()))
    place.scanner.line.send(b"4814857388435\r\n")
    row(place, "товар", 5000)


class Standing(dict):
    """The beats of loops of which one stands."""

    def __setitem__(self, name, value):
        if name != "keypad":
            dict.__setitem__(self, name, value)


def test_a_loop_that_stands_is_bitten():
    place = registered(bench())
    place.start()
    place.loop.pass_ms(120000)
    place.dog.check()
    place.station._beats = Standing(keypad=place.board.clock.now_ms())
    place.loop.pass_ms(5000)
    place.dog.check()  # it is not bitten at once
    place.loop.pass_ms(30000)
    raises(Violation, place.dog.check)


def test_long_work_over_flash_is_no_standstill():
    place = registered(bench())
    place.start()
    buffer = bytearray(64)
    for _ in range(40):
        place.world.us += 2 * 10**6
        place.board.journal_flash.readblocks(0, buffer)
    place.dog.check()
    for _ in range(20):
        place.world.us += 2 * 10**6
        try:
            place.board.journal_flash.readblocks(0, buffer)
        except Violation:
            return
        place.dog.check() if _ < 3 else None
    raises(Violation, place.dog.check)


def test_a_task_that_fails_ends_the_register():
    place = registered(bench())
    place.start()

    async def fails(line):
        raise ValueError("on purpose")

    place.station.console.scan = fails
    place.scanner.line.send(b"123\r")
    place.loop.run_until(lambda: place.main.done, 5000)
    assert place.main.error is None


def test_the_drawer_and_the_sounder():
    place = bench()
    board, run = place.board, place.loop.run
    assert run(board.drawer.open()) is True and run(board.drawer.open()) is False
    place.loop.pass_ms(1000)
    assert run(board.drawer.open()) is True and place.levels[22] == 0
    place.loop.pass_ms(1000)
    pulse = place.loop.create_task(place.unit.printer_act(items.DRAWER))
    place.loop.pass_ms(50)
    assert place.levels[22] == 1
    place.loop.pass_ms(100)
    assert pulse.done and place.levels[22] == 0 and not place.printer.heard
    board.buzzer.sound((40, 20, 40))
    heard = []
    for _ in range(12):
        board.buzzer.step(board.clock.now_ms())
        heard.append(1 if place.tones[21] else 0)
        place.world.us += 10000
    assert heard == [1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0]
