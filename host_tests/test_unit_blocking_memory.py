"""The БЭП goes away, is replaced, breaks or fills up while the register works (регл. 26, 35.6)."""

import pytest

from bu.fiscal import document as d
from bu.fiscal.refusal import Interrupted, Refusal
from host_tests.unit_register import BLOCK, IDENTITY, Register, registers
from tools.bench.models.nor import Nor

register = registers()


class Away(Nor):
    """No БЭП: reads as one byte everywhere (None: does not answer), takes nothing."""

    def __init__(self, floating=0xFF):
        super().__init__(BLOCK)
        self.floating = floating

    def readblocks(self, block, buf, off=0):
        if self.floating is None:
            raise OSError(5)
        buf[:] = bytes((self.floating,)) * len(buf)

    def writeblocks(self, block, buf, off=0):
        if self.floating is None:
            raise OSError(5)


def another_memory(folder):
    """The БЭП of another register, in use like ours."""
    other = Register(folder, identity={**IDENTITY, "serial": "1000000000002",
                                       "secret": "00112233445566778899aabbccddeeff"})  # fmt: skip
    return Nor(image=bytes(other.world.regions["memory"].cells))


# What stands in the БЭП's place -> its blocking.
SWAPS = {
    "reads FFh": (lambda folder: Away(0xFF), "memory_absent"),
    "reads 00h": (lambda folder: Away(0x00), "memory_absent"),
    "no answer": (lambda folder: Away(None), "memory_absent"),
    "blank": (lambda folder: Nor(128 * BLOCK), "memory_absent"),
    "another's": (another_memory, "memory_foreign"),
}


@pytest.mark.regl("26/5", "35.6/3")
@pytest.mark.parametrize("what", SWAPS)
def test_memory_away_while_working(register, what, tmp_path):
    make, name = SWAPS[what]
    register.sell()
    receipt = register.receipt()
    ours, register.world.regions["memory"] = (
        register.world.regions["memory"], make(tmp_path / "other"))  # fmt: skip
    assert register.blocked() == [name]
    unit = register.unit
    register.refused(unit.sell(receipt, [d.Tender(d.CASH, 298)]), name)
    register.refused(unit.withdraw(100), name)
    register.refused(unit.cancel(receipt), name)
    register.refused(unit.z_report(), name)
    register.do(unit.x_report())
    register.world.regions["memory"] = ours
    assert register.blocked() == []
    assert register.sell(receipt) == 3
    register.close()


@pytest.mark.regl("26/5", "35.6/3-4")
@pytest.mark.parametrize("what", SWAPS)
def test_memory_away_while_switched_off(register, what, tmp_path):
    make, name = SWAPS[what]
    register.sell()
    ours, register.world.regions["memory"] = (
        register.world.regions["memory"], make(tmp_path / "other"))  # fmt: skip
    try:
        register.restart()
        assert register.blocked() == [name]
    except Refusal as refusal:
        assert refusal.name == name
    with pytest.raises(Refusal):
        register.do(register.unit.z_report())
    with pytest.raises(Refusal) as refusal:
        register.unit.manufacture("1000000000009", bytes(16))
    assert refusal.value.name in (name, "bad_registration")
    register.world.regions["memory"] = ours
    register.restart()
    assert register.sell() == 3
    register.close()


@pytest.mark.regl("26/5", "35.6/3")
def test_an_older_state_of_the_memory(register):
    """A copy from before the last shift, put in by night: found before the next Z-report."""
    older = bytes(register.world.regions["memory"].cells)
    register.close()
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    register.do(register.unit.deposit(1000))
    ours, register.world.regions["memory"] = register.world.regions["memory"], Nor(image=older)
    assert register.blocked() == ["memory_foreign"]
    register.refused(register.unit.z_report(), "memory_foreign")
    register.world.regions["memory"] = ours
    register.close(2)


@pytest.mark.regl("26/5", "27/2")
@pytest.mark.parametrize("floating", [0xFF, None])
def test_memory_goes_away_behind_the_skno(register, floating, tmp_path):
    """Between the УИ of the Z-report and its record: nothing is lost, the rest is done later."""
    ours = register.world.regions["memory"]
    skno = register.world.skno
    feed = skno.feed

    def pulled(data, now_ms):
        feed(data, now_ms)
        if any(entry["type"] == 15 for entry in skno.documents):
            register.world.regions["memory"] = Away(floating)

    skno.feed = pulled
    register.interrupted(register.unit.z_report(), "memory_absent", "memory")
    skno.feed = feed
    assert register.blocked() == ["memory_absent"]
    with pytest.raises(Interrupted, match="memory_absent"):
        register.do(register.unit.resume())
    cells = bytes(ours.cells)
    other = another_memory(tmp_path / "other")
    register.world.regions["memory"] = other
    theirs = bytes(other.cells)
    with pytest.raises(Interrupted, match="memory_foreign"):
        register.do(register.unit.resume())
    assert (bytes(other.cells), bytes(ours.cells)) == (theirs, cells)
    register.world.regions["memory"] = ours
    register.do(register.unit.resume())
    assert register.unit._core.memory.state.z_number == 1
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    register.close(2)


@pytest.mark.regl("26/5", "35.6/5")
def test_memory_breaks(register):
    register.close()
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    chip = register.world.regions["memory"]
    chip.cells[3 * 64 + 30] ^= 1
    assert register.blocked() == ["memory_faulty"]
    register.refused(register.unit.z_report(), "memory_faulty")
    chip.cells[3 * 64 + 30] ^= 1
    register.close(2)


@pytest.mark.regl("26/5")
def test_memory_full(tmp_path):
    """The last shift that fits is closed; the next one cannot be opened."""
    register = Register(tmp_path)
    unit, memory = register.unit, register.unit._core.memory
    while memory.state.free_shifts > 1:
        memory.add_restart((2026, 12, 1, 8, 0, 0))
    assert register.blocked() == []
    while register.blocked() == []:
        register.sell()
        register.do(unit.z_report())
        if memory.state.free_shifts:
            register.do(unit.open_shift("Иванова", confirmed=True))
    assert register.blocked() == ["memory_full"]
    register.refused(unit.open_shift("Иванова", confirmed=True), "memory_full")
    register.do(unit.copy_z())
    assert register.world.skno.violations == []
