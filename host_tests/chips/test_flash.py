"""W25Q on SPI and flash inside the chip: reads, programs, erases; that the rules are rules."""

from bu.drivers.internal_flash import InternalFlash
from bu.drivers.region import Region
from bu.drivers.w25q import W25q
from host_tests.chips import nor
from host_tests.chips.rig import Clock, Select, Spi
from host_tests.chips.world import Violation, World
from host_tests.portable.support import raises


def flash(jedec=0xEF4016, ids=(0xEF4016,), cells=None):
    world = World(5000000)
    chip = nor.W25q(world, jedec, cells)
    return chip, W25q(Spi(chip), Clock(world), Select(chip), ids)


def test_flash_reads_programs_erases():
    chip, driver = flash()
    region = Region(driver, 64, 4)
    assert (region.ioctl(4), region.ioctl(5), region.ioctl(3)) == (4, 4096, None)
    buffer = bytearray(8)
    region.writeblocks(1, b"\x12\x34", 254)
    region.readblocks(1, buffer, 250)
    assert buffer == b"\xff\xff\xff\xff\x12\x34\xff\xff"
    assert chip.cells.get(65 * 4096 + 254) == 0x12
    region.ioctl(6, 1)
    region.readblocks(1, buffer, 250)
    assert buffer == b"\xff" * 8 and chip.cells.erases == 1
    region.writeblocks(0, bytes(range(256)), 256)
    whole = bytearray(300)
    region.readblocks(0, whole, 256)
    assert whole[:256] == bytes(range(256)) and whole[256:] == b"\xff" * 44


def test_flash_region_keeps_to_itself():
    _, driver = flash()
    region = Region(driver, 64, 4)
    for call in (
        (region.readblocks, 3, bytearray(2), 4095), (region.readblocks, -1, bytearray(1), 0),
        (region.readblocks, 0, bytearray(1), -1), (region.writeblocks, 4, b"a", 0),
        (region.writeblocks, 0, b"ab", 255), (region.writeblocks, 0, bytes(257), 0),
        (region.writeblocks, 0, b"", 0), (region.ioctl, 6, 4),
    ):  # fmt: skip
        raises(ValueError, *call)


def test_flash_that_is_not_the_right_one():
    chip, driver = flash(0xC84016)
    assert driver.fault() == "JEDEC id c84016, ef4016 expected"
    raises(OSError, driver.read, 0, bytearray(4))
    raises(OSError, driver.program, 0, b"a")
    raises(OSError, driver.erase, 0)
    assert chip.cells.programs == chip.cells.erases == 0
    chip.jedec = 0xEF4016
    driver.program(0, b"a")
    assert driver.fault() == "" and chip.cells.get(0) == 97


def test_flash_that_is_away():
    chip, driver = flash()
    driver.program(0, b"\x00")
    buffer = bytearray(4)
    chip.away = True
    raises(OSError, driver.read, 0, buffer)
    raises(OSError, driver.program, 8, b"a")
    chip.away = False
    chip.slept = True  # as after power on of a chip that was put to sleep
    driver.read(0, buffer)
    assert buffer == b"\x00\xff\xff\xff"


def test_flash_that_does_not_get_ready_or_is_protected():
    chip, driver = flash()
    driver.program(0, b"a")
    chip.protected = True
    assert raises(OSError, driver.program, 1, b"b").args[0] == 5
    chip.protected = False
    driver.program(1, b"b")
    before = chip.world.us
    chip.stuck = True
    raises(OSError, driver.erase, 4096)
    assert 500000 < chip.world.us - before < 600000
    raises(OSError, driver.read, 0, bytearray(4))
    chip.stuck, chip.ready = False, 0
    driver.erase(4096)


def test_flash_of_a_board_that_was_reset_in_an_erase():
    chip, driver = flash()
    driver.fault()
    chip.ready = chip.world.us + 300000
    fresh = W25q(Spi(chip), Clock(chip.world), Select(chip), (0xEF4016,))
    buffer = bytearray(2)
    fresh.read(0, buffer)
    assert buffer == b"\xff\xff"


def test_flash_rules_are_rules():
    chip, driver = flash()
    driver.program(0, b"\x0f")
    assert "over" in str(raises(Violation, driver.program, 0, b"\xf0"))
    chip.ready = 0
    assert "wraps" in str(raises(Violation, driver.program, 250, b"1234567"))
    select, spi = Select(chip), Spi(chip)
    select(0)
    spi.write(b"\x02\x00\x00\x00a")
    assert "write enable" in str(raises(Violation, select, 1))


def test_internal_flash_programs_whole_pages_from_ram():
    world = World()
    device = nor.Internal(world, 16384, True)
    quiet = []
    chip = InternalFlash(device, lambda: quiet.append(1), 16384)
    region = Region(chip, 0, 4)
    region.writeblocks(2, b"abc", 100)
    region.writeblocks(2, b"def", 103)
    region.writeblocks(2, memoryview(b"xyz"), 253)
    buffer = bytearray(8)
    region.readblocks(2, buffer, 99)
    assert buffer == b"\xffabcdef\xff" and quiet == []
    region.ioctl(6, 2)
    assert device.cells.get(2 * 4096 + 100) == 0xFF and quiet == [1]
    assert chip.fault() == "" and InternalFlash(device, None, 20480).fault()
    raises(Violation, device.writeblocks, 0, bytearray(3), 0)
    raises(Violation, device.writeblocks, 0, bytearray(256))
