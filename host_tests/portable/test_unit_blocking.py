"""The table of blockings; how a БЭП that is gone, changed or full is noticed (регл. 26, 35.6)."""

from bu.control_unit import blocking_memory, blocking_table
from bu.control_unit.blocking import Blocking
from bu.fiscal.refusal import Refusal, catalogue
from bu.storage.fiscal_keeper import FiscalKeeper
from host_tests.portable.ramflash import RamFlash

REGL = {
    "test_there_are_thirteen_and_every_refusal_is_one_of_them": ("26",),
    "test_a_blocking_is_complete": ("26", "27/3-4"),
    "test_a_memory_that_is_gone": ("26/5",),
    "test_a_blank_memory_instead": ("26/5",),
    "test_the_memory_of_another_unit_instead": ("26/5", "35.6/3"),
    "test_an_older_copy_of_the_same_memory_instead": ("35.6/3",),
    "test_a_broken_memory": ("26/5", "35.6/5"),
    "test_a_full_memory": ("26/5",),
}  # fmt: skip

KEY = b"0123456789abcdef"
DAY = (2026, 12, 1, 8, 0, 0)
LATER = (2026, 12, 2, 8, 0, 0)


class Pulled(RamFlash):
    """A БЭП that can be taken off: reads as one byte everywhere, or does not answer (None)."""

    away = False
    floating = None

    def readblocks(self, block, buf, off=0):
        if not self.away:
            super().readblocks(block, buf, off)
        elif self.floating is None:
            raise OSError(5)
        else:
            for place in range(len(buf)):
                buf[place] = self.floating


def paired(sectors=2, serial="1000000000001", key=KEY):
    """A registered БЭП with one shift on a chip of its own."""
    flash = Pulled(sectors)
    memory = FiscalKeeper(flash, 1)
    memory.open(key)
    memory.manufacture(serial, "Open BU", DAY)
    memory.pair(key[:16], DAY)
    memory.add_registration(DAY, 190000001, 110000001, 310000001)
    memory.add_shift(1, DAY, 3, [("BYN", 12345)])
    return flash, memory


def trouble(flash, memory):
    return blocking_memory.trouble(flash, KEY, memory.state)


def swapped(flash, memory, cells):
    """What is noticed when the chip's contents are these: (is_known, trouble)."""
    kept, flash.cells = flash.cells, cells
    found = memory.is_known(), trouble(flash, memory)
    flash.cells = kept
    return found


def copied(flash, slot=None):
    """The chip's contents; with a bit of this record's body changed."""
    cells = [bytearray(sector) for sector in flash.cells]
    if slot is not None:
        cells[0][slot * 64 + 20] ^= 4
    return cells


def test_there_are_thirteen_and_every_refusal_is_one_of_them():
    assert len(blocking_table.CAUSES) == 13
    names = [name for _, name, _, _ in catalogue()]
    listed = [name for cause in blocking_table.CAUSES for name in cause[4]]
    assert len(set(listed)) == len(listed)
    assert set(listed) <= set(names)
    for name in names:
        assert blocking_table.row(name) in blocking_table.CAUSES
    assert blocking_table.row("bad_price")[0] == "wrong"


def test_a_blocking_is_complete():
    for _, name, line, remedy in catalogue():
        blocking = Blocking(Refusal(name, "x"))
        assert (blocking.line, blocking.remedy) == (line, remedy)
        assert len(blocking.line) <= 40 and blocking.text() == line + " (x)"
        assert blocking.sound and blocking.after
        assert len(blocking.sound) % 2 == 1 and min(blocking.sound) >= 50


def test_a_shift_can_be_closed_where_the_regulation_lets_it():
    closable = ("journal_full", "skno_full", "skno_certificate", "skno_z_unsent",
                "device_missing", "shift_over", "counter_overflow", "drawer_short")  # fmt: skip
    for name in closable:
        assert "z_report" not in blocking_table.stops(name), name
    for name in ("memory_absent", "memory_foreign", "skno_silent", "skno_blocked",
                 "printer_paper", "counters_differ"):  # fmt: skip
        assert "z_report" in blocking_table.stops(name), name


def test_a_memory_in_order():
    flash, memory = paired()
    assert memory.is_known() and trouble(flash, memory) is None
    memory.add_shift(2, LATER, 1, [("BYN", 1)])
    memory.add_restart(LATER)
    memory.add_registration(LATER, 190000001, 110000001, 310000002)
    assert memory.is_known() and trouble(flash, memory) is None


def test_a_memory_that_is_gone():
    for floating in (None, 0xFF, 0x00):
        flash, memory = paired()
        flash.away, flash.floating = True, floating
        assert not memory.is_known()
        assert trouble(flash, memory) == "memory_absent"
        flash.away = False
        assert memory.is_known() and trouble(flash, memory) is None


def test_a_blank_memory_instead():
    flash, memory = paired()
    found = swapped(flash, memory, RamFlash(2).cells)
    assert found == (False, "memory_absent")


def test_the_memory_of_another_unit_instead():
    flash, memory = paired()
    for serial, key in (("1000000000002", b"another unit's k"), ("1000000000001", KEY + b"!")):
        other, _ = paired(serial=serial, key=key)
        assert swapped(flash, memory, other.cells) == (False, "memory_foreign")


def test_an_older_copy_of_the_same_memory_instead():
    """A glance at its identity does not tell; whatever writes to the memory looks closer."""
    flash, memory = paired()
    older = copied(flash)
    for change in (
        lambda: memory.add_restart(DAY),
        lambda: memory.add_shift(2, LATER, 1, [("BYN", 1)]),
        lambda: memory.add_registration(LATER, 190000001, 110000001, 310000001),
    ):
        change()
        assert swapped(flash, memory, older) == (True, "memory_foreign")
        older = copied(flash)


def test_a_broken_memory():
    flash, memory = paired()
    for slot in range(4):
        found = swapped(flash, memory, copied(flash, slot))
        assert found == (slot > 1, "memory_faulty")


def test_a_full_memory():
    flash, memory = paired(sectors=1)
    shift = 1
    while memory.state.free_shifts:
        assert trouble(flash, memory) is None
        shift += 1
        memory.add_shift(shift, DAY, 1, [("BYN", 1)])
    assert trouble(flash, memory) == "memory_full"


def test_looking_writes_nothing_and_reads_little():
    flash, memory = paired(sectors=8)
    before = flash.crc(), flash.programs
    flash.read_bytes = 0
    assert memory.is_known()
    assert flash.read_bytes <= 128
    flash.read_bytes = 0
    trouble(flash, memory)
    assert flash.read_bytes <= 8192
    assert (flash.crc(), flash.programs) == before
