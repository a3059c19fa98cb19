"""The portable tests and every firmware module on MicroPython: 32-bit, in a bounded heap."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from host_tests.modules import firmware_modules
from tools.setup import mpy, romfs

HEAP = {"i386": "192k", "amd64": "384k"}
TIMEOUT_S = 100
PORTABLE = Path(__file__).parent / "portable"
PORTABLE_TESTS = sorted(path.stem for path in PORTABLE.glob("test_*.py"))


@pytest.fixture(scope="session")
def compiled(micropython: str) -> str:
    """The architecture to test with, after everything was compiled for it."""
    romfs.build(micropython)
    return micropython


def run(arch: str, *args: str) -> str:
    """Run `host_tests/portable/run.py` on MicroPython; fails with its output if it failed."""
    done = subprocess.run(
        romfs.command(arch, HEAP[arch], "host_tests.portable.run", *args),
        cwd=mpy.work_folder(arch), timeout=TIMEOUT_S,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )
    if done.returncode:
        pytest.fail(f"exit status {done.returncode}\n{done.stdout}", pytrace=False)
    return done.stdout


@pytest.mark.parametrize("name", PORTABLE_TESTS)
def test_portable(compiled: str, name: str) -> None:
    out = run(compiled, f"host_tests.portable.{name}")
    assert "\nok " in out


def group(name: str) -> str:
    """What no register has at once: a board's parts, a host's protocol; "" the register itself."""
    part = name.split(".")[1] if "." in name else ""
    return {"host": "hosts", "drivers": "parts", "hal": "parts"}.get(part, "")


@pytest.mark.parametrize("which", ["", "parts", "hosts"])
def test_every_module_is_imported(compiled: str, which: str) -> None:
    """All of a group at once: what it needs as code and data fits the heap of a test."""
    modules = [name for name in firmware_modules() if group(name) == which]
    out = run(compiled, "--import", *modules)
    assert [line.split()[1] for line in out.splitlines() if line.startswith("ok ")] == modules
