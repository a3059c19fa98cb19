"""Every board's table becomes a whole unit on its chips, and sells."""

from bu.printing import items
from host_tests.chips.register import bench, keys, opened, registered, row, table

TO_PAY = b"\x88\x92\x8e\x83\x8e \x8a \x8e\x8f\x8b\x80\x92\x85"  # «ИТОГО К ОПЛАТЕ» in cp866


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


def test_the_scanner_reaches_the_desk():
    place = opened(registered(bench()))
    place.scanner.line.send(b"4814857388435\r\n")
    row(place, "товар", 5000)


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
