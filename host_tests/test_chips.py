"""The boards and drivers on their chips, once more on MicroPython."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools.setup import mpy, romfs

# Chips and their memories need more room than a board has.
HEAP = {"i386": "4m", "amd64": "8m"}
TIMEOUT_S = 110
SUITES = sorted(path.stem for path in (Path(__file__).parent / "chips").glob("test_*.py"))


@pytest.mark.parametrize("name", SUITES)
def test_on_micropython(micropython: str, name: str) -> None:
    done = subprocess.run(
        romfs.command(micropython, HEAP[micropython], "host_tests.portable.run",
                      f"host_tests.chips.{name}"),
        cwd=mpy.work_folder(micropython), timeout=TIMEOUT_S, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )
    if done.returncode:
        pytest.fail(f"exit status {done.returncode}\n{done.stdout}", pytrace=False)
    assert "\nok " in done.stdout
