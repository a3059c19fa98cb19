"""The short part of the fuzzing (tools/torture/targets.py): the corpus and mutations of it."""

import importlib.util

import pytest

from tools.torture import fuzz
from tools.torture.campaigns import CAMPAIGNS
from tools.torture.campaigns import fuzz as campaign
from tools.torture.fuzz import CORPUS
from tools.torture.runner import carry_out
from tools.torture.targets import TARGETS, Target

JOBS = CAMPAIGNS["fuzz"].jobs(short=True, seed=20261201)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_corpus_and_mutations(job):
    outcome = carry_out(job)
    assert outcome.violations == []
    assert outcome.counts["inputs"] > campaign.SHORT


def test_each_target_has_its_corpus():
    assert {path.name for path in CORPUS.iterdir()} == set(TARGETS)


def _fragile(data):
    if data[:1] == b"\x01" and len(data) > 20:
        raise KeyError("found")


def _greedy(data):
    return len(bytes(len(data) * 1000))


@pytest.mark.parametrize(("call", "what"), [(_fragile, "KeyError"), (_greedy, "Limit")])
def test_what_is_wrong_is_found_and_kept(tmp_path, monkeypatch, call, what):
    monkeypatch.setattr(fuzz, "FOUND", tmp_path)
    monkeypatch.setattr(fuzz, "_warm", lambda name: None)
    monkeypatch.setitem(TARGETS, "journal", Target("journal", call, heap=100_000))
    outcome = campaign.blind("journal", 300, 1)
    assert outcome.violations and what in outcome.violations[0]
    name, path = outcome.violations[0].split("fuzz ")[-1].split(" --replay ")
    with pytest.raises((KeyError, fuzz.Limit)):
        fuzz.main([name, "--replay", path])


def test_atheris_guides():
    """A guided run reports what it did; one without atheris says so, and is not silent."""
    notes = campaign._unguided().notes
    assert "atheris is not installed" in notes[0]
    if importlib.util.find_spec("atheris") is None:
        names = [job.name for job in CAMPAIGNS["fuzz"].jobs(short=False, seed=1)]
        assert names[-1] == "no guide"
        pytest.skip(notes[0])
    outcome = campaign.guided("skno-packets", 2000, 1)
    assert outcome.violations == [] and outcome.counts["inputs"] == 2000
