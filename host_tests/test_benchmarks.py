"""`make bench`: what got worse is said, and the same code counts the same."""

import json

import pytest

from tools.benchmarks import __main__ as bench
from tools.benchmarks import callgrind, figures, flash
from tools.benchmarks.figures import Figure
from tools.setup import runtime

BEFORE = {"a receipt": 1000.0, "a byte": 10.0}


def test_what_got_worse_is_named(capsys):
    found = [Figure("a receipt", 1019, "instructions"), Figure("a byte", 10.3, "instructions")]
    assert bench.conclude(found, BEFORE) == 1
    said = capsys.readouterr().out
    assert "WORSE by 3.0 %: a byte: 10.30, baseline 10.00" in said
    assert "1 worse" in said and "a receipt:" not in said
    rows = list(figures.lines(found, BEFORE))
    assert "WORSE: 10 before" in rows[1] and "WORSE" not in rows[0]


def test_better_new_and_left_out_are_no_failure(capsys):
    assert bench.conclude([Figure("a receipt", 900, "")], BEFORE) == 0
    assert "not measured: a byte" in capsys.readouterr().out
    better, new = figures.lines([Figure("a receipt", 900, ""), Figure("new", 1, "")], BEFORE)
    assert "better: 1,000 before" in better and new.endswith("new")


def test_what_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "BASELINE", tmp_path / "baseline.json")
    assert figures.read() == {}
    figures.keep([Figure("a", 1.23456, ""), Figure("  of it", 2, "ms", derived=True)])
    assert figures.read() == {"a": 1.235}


def test_the_flash_is_used_as_the_baseline_says():
    """Work of the flash is the same everywhere: the committed baseline holds in every run."""
    found = list(flash.figures())
    baseline = json.loads(figures.BASELINE.read_text("utf-8"))
    assert [figure.name for figure in found if figures.worse(figure, baseline)] == []
    named = [figure.name for figure in found if figure.name in baseline]
    assert len(named) == len(found)
    worse = dict.fromkeys(baseline, 0.5)
    assert any(figures.worse(figure, worse) for figure in found)


@pytest.mark.skipif(runtime.micropython("amd64") is None or runtime.valgrind() is None,
                    reason="NO INSTRUCTIONS COUNTED: no amd64 MicroPython or no valgrind here")
def test_instructions_are_the_same_in_every_run():
    first, again = (callgrind.micro("crc_viper") for _ in range(2))
    assert first == again > 10_000
    assert callgrind.micro("crc_bytecode") > 5 * first
