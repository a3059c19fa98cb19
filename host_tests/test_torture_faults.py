"""Faults of СКНО, printer and flash at every point: the short campaigns, and what they once found.

The whole of them is `python -m tools.torture skno printer flash` (docs/power-loss.md).
"""

import gc

import pytest

from bu.fiscal.refusal import Interrupted, Refusal
from tools.torture.__main__ import SEED
from tools.torture.campaigns import CAMPAIGNS
from tools.torture.ram import BREAD
from tools.torture.runner import carry_out
from tools.torture.skno_case import bases
from tools.torture.skno_faults import DOCUMENTS

# Not in order, yet idle with nothing unfinished: what a broken device may well say.
LIE = bytes((0x02, 0x46))


def short(name):
    """The jobs of a campaign's fixed sample."""
    return pytest.mark.parametrize(
        "job", CAMPAIGNS[name].jobs(short=True, seed=SEED), ids=lambda job: job.name
    )


@pytest.mark.regl("26/6-7", "27/1-2", "71/1-2", "77/1", "78/2")
@short("skno")
def test_skno_faults_at_every_point(job):
    outcome = carry_out(job)
    assert outcome.violations == []
    assert outcome.counts["faults"] >= 9


@pytest.mark.regl("70/6-7", "71/1-2")
@short("noise")
def test_days_on_a_bad_line(job):
    outcome = carry_out(job)
    assert outcome.violations == []
    assert outcome.counts["shifts"] >= 2


@pytest.mark.regl("26/4", "27/1-2", "28/1-2")
@short("printer")
def test_printer_faults_at_every_line(job):
    outcome = carry_out(job)
    assert outcome.violations == []
    assert outcome.counts["faults"] > 50


@pytest.mark.regl("5.1/9", "26/3", "26/5", "35.6")
@short("flash")
def test_flash_faults(job):
    outcome = carry_out(job)
    assert outcome.violations == []
    assert outcome.counts["flips"] + outcome.counts["faults"] >= 1


@pytest.fixture(scope="module")
def registers():
    states = bases()
    gc.collect()
    gc.freeze()  # the firmware collects often: it need not look at pytest each time
    yield states
    gc.unfreeze()


@pytest.mark.regl("26/6", "77/1")
@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_faulty_skno_is_not_believed_that_it_has_not_got_a_document(registers, document):
    """It was sent before: neither `resume` nor `abandon` frees its number."""
    register = registers[document].fork()
    model = register.world.skno
    held, shifts = len(model.documents), model.state.shifts
    after = 2 * int(document == "opening")  # AAh and 55h come first
    model.faults.add("power_loss", at="processed", ms=3000, after=after)
    assert register.order(**DOCUMENTS[document])["stands"]
    register.wait(15_000)
    model.flags.forced = LIE
    with pytest.raises(Interrupted) as refusal:
        register.do(register.unit.resume())
    assert refusal.value.name == "skno_faulty"
    with pytest.raises(Refusal) as refusal:
        register.do(register.unit.abandon())
    assert refusal.value.name == "skno_faulty"
    model.flags.forced = None
    register.do(register.unit.resume())
    assert register.unit.unfinished() is None
    assert (len(model.documents), model.state.shifts) == (
        (held, shifts + 1) if document == "opening" else (held + 1, shifts)
    )
    assert model.violations == []


@pytest.mark.regl("20", "27/2")
def test_slip_of_a_cancelled_receipt_that_broke_off_is_printed_again(registers):
    register = registers["sale"].fork()
    register.world.printer.paper_after_lines(4)
    outcome = register.order("cancel", lines=[BREAD])
    assert outcome["stands"] and outcome["refusal"] == "printer_paper"
    assert register.order("resume")["refusal"] == "printer_paper"
    register.world.printer.load_paper()
    assert register.order("resume")["ok"]
    text = register.text()
    assert "Отмена платежного документа" in "\n".join(text[-13:])
    assert any("Повтор печати" in line for line in text)
    printed = len(text)
    assert register.order("resume")["ok"] and len(register.text()) == printed
    assert register.unit.figures().totals()["currencies"]["BYN"]["cancels_n"] == 1


def test_a_report_of_the_memory_that_was_not_begun_takes_no_number(registers):
    register = registers["sale"].fork()
    register.must("z_report")
    settings = register.image("settings")
    register.world.printer.paper_out()
    with pytest.raises(Refusal) as refusal:
        register.do(register.unit.memory_report(1, 1))
    assert refusal.value.name == "printer_paper"
    assert register.image("settings") == settings
