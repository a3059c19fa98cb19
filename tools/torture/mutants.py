"""Deliberate faults in the recovery code: each must be noticed by the power cuts.

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
from dataclasses import dataclass
from pathlib import Path

from tools.torture.story import EARLIER, STORY

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 600
CONTROL, STORAGE = "bu/control_unit/", "bu/storage/"


class MutantError(Exception):
    """A mutant that cannot be made."""


@dataclass(frozen=True)
class Mutant:
    """`do`: the action of the story whose cuts must notice it; `breaks`: what it breaks."""

    name: str
    do: str
    file: str
    old: str
    new: str
    breaks: str


MUTANTS = (
    Mutant(
        "ack first", "deposit", "bu/skno/client.py",
        """\
                if on_answer is not None:
                    on_answer(*link.answer)
                link.acknowledge(clock.now_ms())
""",
        """\
                answer = link.answer
                link.acknowledge(clock.now_ms())
                await carrier.write(link.output())
                if on_answer is not None:
                    on_answer(*answer)
""",
        "the УИ is durable before its ACK leaves",
    ),
    Mutant(
        "printed too early", "deposit", CONTROL + "cycle.py",
        """\
        await self._print(papers.items(core, entry))
        with Guard(JOURNAL):
            core.journal.printed()
""",
        """\
        items = papers.items(core, entry)
        with Guard(JOURNAL):
            core.journal.printed()
        await self._print(items)
        with Guard(JOURNAL):
""",
        "printed is recorded after the printer said so",
    ),
    Mutant(
        "no word of a repeat", "deposit", CONTROL + "cycle.py",
        "self._begun = self._begun or (startup and not self.is_prepared())",
        "self._begun = self._begun",
        "a print that was cut is repeated as a repeat",
    ),
    Mutant(
        "prepared is given up", "deposit", CONTROL + "cycle.py",
        """\
        if self.is_prepared():
            try:
                await self._ask_first(startup)
""",
        """\
        if self.is_prepared():
            if startup:
                self._core.journal.withdraw()
                return
            try:
                await self._ask_first(startup)
""",
        "a document that the СКНО may have is not given up",
    ),
    Mutant(
        "bit 0 is not looked at", "deposit", "bu/skno/client.py",
        """\
            if not status.unfinished:
                return status
            try:
""",
        """\
            if status is not None:
                return status
            try:
""",
        "11h settles a document whose answer was lost",
    ),
    Mutant(
        "БЭП twice", "z_report", CONTROL + "cycle.py",
        "if entry.kind == d.Z_REPORT and core.memory.state.z_number < entry.number:",
        "if entry.kind == d.Z_REPORT:",
        "a Z-report that is in the БЭП is not written there again",
    ),
    Mutant(
        "БЭП behind paper", "z_report", CONTROL + "cycle.py",
        """\
            try:
                self._remember(entry)
            except Refusal as refusal:
                raise Interrupted(refusal, "memory")
        late.tidy()
        await self._print(papers.items(core, entry))
        with Guard(JOURNAL):
            core.journal.printed()
""",
        """\
            await self._print(papers.items(core, entry))
            self._remember(entry)
        else:
            await self._print(papers.items(core, entry))
        with Guard(JOURNAL):
            core.journal.printed()
""",
        "a Z-report is in the БЭП before its first line is printed",
    ),
    Mutant(
        "torn counts", "sale", STORAGE + "log_opening.py",
        "        whole = not self._difference(position, length)\n",
        "        whole = True\n",
        "a record that was cut off does not count",
    ),
    Mutant(
        "fold from the checkpoint only", "withdraw", CONTROL + "fold.py",
        "    blob, entries = journal.fold_from()\n",
        "    blob, entries = journal.fold_from()[0], ()\n",
        "counters are a fold over all committed records",
    ),
    Mutant(
        "printer not reset", "deposit", "bu/drivers/printer_escpos.py",
        "        self._flush = True\n        self._failed = True\n",
        "        self._flush = False\n        self._failed = True\n",
        "a command that the printer was in is ended before anything else",
    ),
    Mutant(
        "slip forgotten", "cancel", CONTROL + "cycle.py",
        """\
        if startup:
            with Guard(JOURNAL):
                self._core.journal.ready()
""",
        """\
        if startup:
            with Guard(JOURNAL):
                self._core.journal.ready()
                if not self.pending().number:
                    self._core.journal.printed()
                    return
""",
        "the slip of a cancelled receipt is printed after a cut, too",
    ),
)
SHORT = ("ack first", "torn counts", "БЭП behind paper")


def patched(mutant: Mutant, folder: Path) -> Path:
    """firmware/ with this mutant in it, below `folder`; MutantError."""
    copy = folder / "firmware"
    shutil.copytree(ROOT / "firmware", copy, ignore=shutil.ignore_patterns("__pycache__"))
    path = copy / mutant.file
    text = path.read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        raise MutantError(f"mutant «{mutant.name}»: its text is {text.count(mutant.old)} times "
                          f"in {mutant.file}; mend tools/torture/mutants.py")
    path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
    return copy


def noticed(mutant: Mutant, seed: int) -> str:
    """The first violation that the cuts of its action found; "" if there was none."""
    hand = next(at for at in range(len(EARLIER), len(EARLIER + STORY))
                if (EARLIER + STORY)[at]["do"] == mutant.do)
    with tempfile.TemporaryDirectory() as folder:
        path = [str(patched(mutant, Path(folder))), str(ROOT)]
        done = subprocess.run(
            [sys.executable, "-m", "tools.torture.campaigns.cuts", str(hand), str(seed)],
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
