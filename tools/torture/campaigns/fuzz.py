"""Fuzzing of what reads bytes from outside or from flash: `tools.torture.targets` has the rows."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import traceback

from tools.torture import fuzz
from tools.torture.campaign import Campaign, Job, Outcome

RUNS, BLIND, SHORT = 20_000, 4_000, 120
# Targets whose inputs take milliseconds each.
SLOW = {"journal": 25, "settings": 20, "memory": 20, "goods": 25, "printer-status": 10}
TIMEOUT = 1500
_DONE = re.compile(r"number_of_executed_units: +(\d+)")
_ERROR = re.compile(r"^(?:\w+\.)*\w*(?:Error|Limit|TooMuch|Refusal)\b.*", re.MULTILINE)
_FILE = re.compile(r"Test unit written to (\S+)")


def blind(name: str, runs: int, seed: int) -> Outcome:
    """The corpus, and mutations of it, each with its time and heap measured."""
    outcome = Outcome()
    for data in [*fuzz.corpus(name), *fuzz.mutated(name, runs, seed)]:
        outcome.counts["inputs"] += 1
        try:
            fuzz.check(name, data)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            path = fuzz.keep(name, data)
            outcome.violations.append(
                f"{name}: {type(error).__name__}: {error} ({where.filename}:{where.lineno}): "
                f"python -m tools.torture.fuzz {name} --replay {path}")
            if len(outcome.violations) >= 5:
                break
    return outcome


def guided(name: str, runs: int, seed: int) -> Outcome:
    """atheris in a process of its own."""
    outcome = Outcome()
    command = [sys.executable, "-m", "tools.torture.fuzz", name, "--runs", str(runs), "--seed",
               str(seed)]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            command, capture_output=True, timeout=TIMEOUT, check=False,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "TMPDIR": folder},
        )  # fmt: skip
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    count = _DONE.search(said)
    outcome.counts["inputs"] += int(count[1]) if count else 0
    if done.returncode:
        path = _FILE.search(said)
        last = _ERROR.findall(said)
        outcome.violations.append(
            f"{name}: {last[-1] if last else said[-200:]}: "
            f"python -m tools.torture.fuzz {name} --replay {path[1] if path else '?'}")
    elif not count:
        outcome.violations.append(f"{name}: atheris did not say what it did: {said[-200:]}")
    return outcome


class Fuzz(Campaign):
    """Every target, with coverage as the guide where atheris is."""

    name, title = "fuzz", "fuzzing of parsers and readers"

    def jobs(self, short: bool, seed: int) -> list[Job]:
        from tools.torture.targets import TARGETS

        if short:
            return [Job(name, blind, (name, SHORT, seed)) for name in TARGETS]
        jobs = [Job(name, blind, (name, BLIND // SLOW.get(name, 1), seed)) for name in TARGETS]
        if importlib.util.find_spec("atheris") is None:
            return [*jobs, Job("no guide", _unguided, ())]
        return [*jobs, *(Job(f"{name} guided", guided, (name, RUNS // SLOW.get(name, 1), seed), 5)
                         for name in TARGETS)]


def _unguided() -> Outcome:
    """Said aloud, because half of the campaign is missing then."""
    return Outcome(notes=["NO GUIDED FUZZING: atheris is not installed (requirements.txt has it "
                          "for Linux on x86-64, Python 3.11-3.13); blind mutations only"])
