"""Deliberate faults in the firmware: each must be noticed by the campaigns.

    python -m tools.torture --mutants            all of them, a table of who noticed
    python -m tools.torture --mutants --short    three

A mutant is a copy of firmware/ with one text replaced by another. A text that is not there exactly
once is an error, not a mutant that was missed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.torture.mutant_table import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 600


class MutantError(Exception):
    """A mutant that cannot be made."""


SHORT = ("ack first", "torn counts", "БЭП behind paper")


def patched(mutant: Mutant, folder: Path) -> Path:
    """firmware/ with this mutant in it, below `folder`; MutantError."""
    copy = folder / "firmware"
    shutil.copytree(ROOT / "firmware", copy, ignore=shutil.ignore_patterns("__pycache__"))
    for file, old, new in ((mutant.file, mutant.old, mutant.new), *mutant.more):
        path = copy / file
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise MutantError(f"mutant «{mutant.name}»: its text is {text.count(old)} times "
                              f"in {file}; mend tools/torture/mutant_table.py")
        path.write_text(text.replace(old, new), encoding="utf-8")
    return copy


def noticed(mutant: Mutant, seed: int) -> str:
    """The first violation that its probe found; "" if there was none."""
    with tempfile.TemporaryDirectory() as folder:
        path = [str(patched(mutant, Path(folder))), str(ROOT)]
        done = subprocess.run(
            [sys.executable, "-m", "tools.torture.probe", str(seed), *mutant.probe],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
            capture_output=True, text=True, timeout=TIMEOUT_S, check=False,
        )  # fmt: skip
    lines = done.stdout.splitlines()
    if done.returncode or lines[:1] != [path[0]]:
        raise MutantError(f"mutant «{mutant.name}»: {done.stdout}{done.stderr}")
    return lines[1] if len(lines) > 1 else ""


def run(short: bool, seed: int, jobs: int) -> int:
    """The table; how many were missed."""
    chosen = [mutant for mutant in MUTANTS if not short or mutant.name in SHORT]
    missed = 0
    with ThreadPoolExecutor(jobs) as pool:
        found = pool.map(lambda mutant: noticed(mutant, seed), chosen)
        for mutant, line in zip(chosen, found, strict=True):
            missed += not line
            print(f"{mutant.name:30} breaks: {mutant.breaks}\n{'':30} "
                  + (f"noticed: {line}" if line else "MISSED"), flush=True)
    print(f"{len(chosen)} mutants, {missed} missed")
    return missed
