"""Faults of СКНО, printer and flash at every point: the short campaigns, and what they once found.

The whole of them is `python -m tools.torture skno printer flash` (docs/power-loss.md).
"""

import gc

import pytest

from bu.fiscal.refusal import Interrupted, Refusal
from tools.torture.skno_faults import DOCUMENTS, bases

# Not in order, yet idle with nothing unfinished: what a broken device may well say.
LIE = bytes((0x02, 0x46))


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
