"""Power cuts (docs/power-loss.md): the short part, a sample on MicroPython, three mutants."""

import datetime

import pytest

from bu.storage.journal import Journal
from tools.bench.models.nor import SECTOR, PowerCut, Tear
from tools.bench.remote import RemoteUnit
from tools.torture import mutants, tape, witness
from tools.torture.__main__ import SEED
from tools.torture.campaigns import CAMPAIGNS
from tools.torture.campaigns.cuts import HANDS, STEPS
from tools.torture.runner import carry_out
from tools.torture.scene import IDENTITY, SMALL, Scene, Tap
from tools.torture.state import lose_power
from tools.torture.story import BREAD, CASH, Operator

JOBS = CAMPAIGNS["cuts"].jobs(short=True, seed=SEED)


@pytest.mark.regl("5.1/9", "20", "28/1-2", "34/1", "35.3/3", "35.6/1", "77/1")
@pytest.mark.timeout(600)  # seconds on an idle machine
@pytest.mark.parametrize("job", JOBS, ids=lambda job: f"{job.name} {STEPS[job.args[0]]['do']}")
def test_every_cut_of_an_action(job):
    outcome = carry_out(job)
    assert outcome.violations == []
    counts = outcome.counts
    assert counts["states"] > 10 or counts["chains"] + counts["brown"] > 0


class Looker(Tap):
    """Notes what the story does to the flash."""

    def __init__(self):
        self.hand, self.erased = 0, []

    def erase(self, scene, name, block):
        cells = scene.regions[name].cells[block * SECTOR : (block + 1) * SECTOR]
        self.erased.append((self.hand, name, cells.strip(b"\xff") != b""))
        return False


@pytest.mark.timeout(300)
def test_the_story_goes_round_its_flash(monkeypatch):
    """Old sectors are erased, a checkpoint falls into the open shift, the settings go round."""
    checkpoints = []
    plain = Journal.checkpoint

    def checkpoint(self, content):
        checkpoints.append((scene.tap.hand, self.state.shift_open))
        plain(self, content)

    monkeypatch.setattr(Journal, "checkpoint", checkpoint)
    scene = Scene(SMALL)
    scene.tap = Looker()
    operator = Operator(scene, STEPS)
    operator.begin()
    for hand in range(len(STEPS)):
        scene.tap.hand = hand
        operator.work(hand + 1)
    cut = [(name, old) for hand, name, old in scene.tap.erased if hand in HANDS]
    assert {("journal", True), ("settings", True)} <= set(cut)
    void = next(at for at, step in enumerate(STEPS) if step["do"] == "void")
    assert (void - 1, True) in checkpoints, "the sale that is voided stands before a checkpoint"


def act(minute, do, **more):
    return {"at": datetime.datetime(2026, 12, 1, 8, minute), "do": do, **more}


SHORT_DAY = [
    act(0, "register", **IDENTITY),
    act(1, "open_shift", cashier="Иванова"),
    act(2, "deposit", sum="300.00"),
    act(3, "sale", lines=[BREAD], pay=[CASH]),
    act(4, "cancel", lines=[BREAD]),
    act(5, "z_report"),
]
# Operations of a region, counted from its first, and how each is torn.
POINTS = [
    ("journal", 3, Tear(100, 0x55), "off"), ("journal", 5, Tear(0), "on"),
    ("journal", 7, Tear(300), "lost"), ("journal", 10, Tear(200, 0x0F), "off"),
    ("journal", 12, Tear(256), "on"), ("memory", 3, Tear(20, 0x55), "lost"),
]  # fmt: skip


@pytest.fixture(scope="module")
def uncut():
    scene = Scene()
    operator = Operator(scene, SHORT_DAY)
    operator.begin()
    operator.work(len(SHORT_DAY))
    assert witness.check(scene) == []
    return scene.skno.state.records, [tuple(each) for each in tape.pieces(scene.printer.tape)]


@pytest.mark.regl("5.1/9", "28/1-2", "34/1")
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("region", "operation", "tear", "mode"), POINTS)
def test_cut_on_micropython(uncut, micropython, region, operation, tear, mode):
    """The unit is a process that is killed at a flash operation, the models stay."""
    scene = Scene()
    operator = Operator(scene, SHORT_DAY, make=RemoteUnit)
    scene.regions[region].cut(operation, tear)
    with pytest.raises(PowerCut):
        operator.begin()
        operator.work(len(SHORT_DAY))
    operator.unit.kill()
    scene.regions[region].power_on()
    lose_power(scene, mode)
    again = Operator(scene, SHORT_DAY, operator.hand, RemoteUnit)
    again.work(len(SHORT_DAY))
    again.unit.close()
    assert witness.check(scene) == []
    assert scene.skno.state.records == uncut[0]
    assert list(tape.differences(scene.printer.tape, uncut[1])) == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", mutants.SHORT)
def test_a_fault_in_the_recovery_is_noticed(name):
    mutant = next(mutant for mutant in mutants.MUTANTS if mutant.name == name)
    assert mutants.noticed(mutant, SEED)


def test_every_mutant_can_still_be_made(tmp_path):
    for mutant in mutants.MUTANTS:
        mutants.patched(mutant, tmp_path / mutant.name)
