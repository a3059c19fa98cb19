"""The short part of the power cuts (docs/power-loss.md): a fixed sample of the whole campaign."""

import pytest

from tools.torture.__main__ import SEED
from tools.torture.campaigns import CAMPAIGNS
from tools.torture.runner import carry_out

JOBS = CAMPAIGNS["cuts"].jobs(short=True, seed=SEED)


@pytest.mark.regl("5.1/9", "28/1-2", "34/1", "77/1")
@pytest.mark.timeout(400)  # seconds on an idle machine
@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_cut_of_an_action(job):
    outcome = carry_out(job)
    assert outcome.violations == []
    assert outcome.counts["states"] > 20
