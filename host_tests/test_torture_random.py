"""Random runs beside the reference model (tools/torture): the short part, and what a find becomes.

A fault is planted in the model: the run is made small, kept as a day file, and `bench day` finds
the same in it.
"""

import json

import pytest

from host_tests.bench_days import bench
from tools.torture.campaign import Outcome
from tools.torture.campaigns import random
from tools.torture.ledger import Ledger
from tools.torture.runner import carry_out
from tools.torture.sums import Wrong


@pytest.mark.regl("22/1", "23/1", "27/1-2", "28/1-2", "34/1")
@pytest.mark.timeout(400)
def test_random_runs():
    outcome = Outcome()
    for job in random.Random().jobs(True, 20261201):
        outcome.add(carry_out(job))
    assert outcome.violations == []
    assert outcome.counts["runs"] >= random.SHORT - 2
    assert outcome.counts["shifts"] > 20 and outcome.counts["faults"] > 20


class Forgetful(Ledger):
    """A model that does not count what a withdrawal takes."""

    def figures(self):
        found = super().figures()
        for values in found["currencies"].values() if found else ():
            values["withdrawals_sum"] = "0.00"
        return found


class Strict(Ledger):
    """A model that wants every deposit refused."""

    def _move(self, order, moment):
        certain, apply = super()._move(order, moment)
        if order["do"] == "deposit" and order["sum"] != "300.00":
            raise Wrong("no deposits")
        return certain, apply


@pytest.mark.timeout(400)
@pytest.mark.parametrize("model", [Forgetful, Strict])
def test_what_is_found_is_replayed(tmp_path, monkeypatch, model):
    monkeypatch.setattr(random, "FOLDER", tmp_path)
    monkeypatch.setattr(random, "SHRINKING", 60)
    outcome = random.part(7, 10, model)
    assert len(outcome.violations) == 1
    text = outcome.violations[0]
    assert "python -m tools.bench day " in text
    path = text.split("bench day ")[1].split()[0]
    lines = [json.loads(line) for line in open(path, encoding="utf-8")]
    assert len(lines) < 25, "it was not made small"
    done = bench("day", path, "--go-on")
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"строка {len(lines)}: " in done.stdout, (text, done.stdout)


@pytest.mark.timeout(400)
def test_the_same_on_micropython(micropython, tmp_path, monkeypatch):
    """Runs as day files, on 32-bit MicroPython: what the model expects holds there, too."""
    made = []
    alone = random.run
    monkeypatch.setattr(random, "run", lambda *given: made.append(alone(*given)) or made[-1])
    assert random.part(11, 8).violations == []
    scripts = [script for script, _ in made]
    scripts.sort(key=lambda script: len(script.ledger.documents))
    for number, script in enumerate(scripts[-2:]):
        path = tmp_path / f"{number}.day.jsonl"
        script.save(path)
        done = bench("day", path, "--go-on", "--runtime", "micropython")
        assert "complaints 0" in done.stdout, done.stdout + done.stderr
        assert script.ledger.closed and len(script.ledger.documents) > 10
