"""The short part of the long run: the last shifts of a БЭП, wear, start-up, and a flat heap."""

import pytest

from tools.torture.campaigns import long
from tools.torture.runner import carry_out

JOBS = {job.name: job for job in long.Long().jobs(short=True, seed=1)}


@pytest.mark.regl("26/9", "35.2", "35.3", "35.4/*")
@pytest.mark.timeout(400)
def test_the_last_shifts_of_a_full_memory():
    """To the БЭП's last record; from 30 free ones on the Z-report says how many are left."""
    outcome = carry_out(JOBS["life"])
    assert outcome.violations == []
    assert outcome.counts["shifts"] > long.SHORT_SHIFTS * 3 // 4


@pytest.mark.timeout(400)
def test_the_heap_does_not_grow(micropython):
    outcome = carry_out(JOBS["heap"])
    assert outcome.violations == []
    if outcome.notes[0].startswith("NO HEAP RUN"):
        pytest.skip(outcome.notes[0])
    assert outcome.counts["shifts"] == long.SHORT_HEAP


def test_what_is_wrong_is_seen(monkeypatch):
    """A limit that nothing can keep, and a wear that is not even."""
    monkeypatch.setattr(long, "START_UP", 100)
    assert "bytes read at start-up" in long.life(4, 50).violations[0]
    monkeypatch.undo()
    run = long.Life()
    run.scene.regions["journal"].erase_counts[3] = 9
    run.scene.regions["memory"].erase_counts[0] = 1
    assert [line.split()[0] for line in long._even(run)] == ["journal:", "the"]
    with pytest.raises(long.Wrong):
        run.do("withdraw", sum="1.00")
    run.close()
