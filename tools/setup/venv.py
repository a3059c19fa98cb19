"""`python3 -m tools.setup.venv`: .venv with the pinned packages of requirements.txt.

    .venv/stubs    the type stubs of requirements-stubs.txt, off the interpreter's path;
                   .venv/stubs-rp2, .venv/stubs-esp32 those of the boards' ports
    .venv/ready    set-up is complete

firmware/, then tools/host_shims/ come last on the environment's path, so
`.venv/bin/python -m tools.bench` finds `bu`, and `from micropython import const` works.

Where this Python has no ensurepip (Debian's python3 without python3-venv) pip comes from the
machine's own pip, or from Debian's package of it, unpacked into .cache and not installed.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.setup import debs, runtime, say

VENV = runtime.ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = runtime.ROOT / "requirements.txt"
STUBS = ("stubs", "stubs-rp2", "stubs-esp32")
OLDEST = (3, 11)
PATHS = ("firmware", "tools/host_shims")
PIP_WHEELS = ("python3-pip-whl:all", "python3-setuptools-whl:all", "python3-wheel-whl:all")
HELP = """\
A virtual environment could not be made. One of these helps:
    apt install python3-venv
    apt install python3-pip"""


class SetupError(Exception):
    """Set-up cannot go on; the text says why."""


def run(command: list[str], progress: str = "", total: int = 0) -> None:
    """Run a program; on a terminal show how far pip is. Raises SetupError with its last words."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    said: list[str] = []
    done = 0
    with subprocess.Popen(
        command, env=environment, cwd=runtime.ROOT, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.rstrip())
            if progress and line.startswith("Collecting ") and sys.stdout.isatty():
                done += 1
                name = line.split()[1].split("=")[0]
                shown = f"setup: {progress}: {min(done, total)}/{total} {name}"
                print(f"\r\033[K{shown}", end="", flush=True)
    if progress and sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)
    if process.returncode:
        raise SetupError("\n".join([" ".join(command), *said[-25:]]))


def is_current() -> bool:
    """True if .venv is there and works with this Python."""
    script = "import sys; print(sys.version)"
    try:
        done = subprocess.run([PYTHON, "-c", script], capture_output=True, text=True, timeout=60)
    except OSError:
        return False
    return done.stdout.strip() == sys.version


def make_environment() -> list[str]:
    """Make .venv unless it is there; returns the command that is its pip."""
    ours = importlib.util.find_spec("ensurepip") is not None
    if not is_current():
        say.step(f"virtual environment in .venv with Python {sys.version.split()[0]}")
        shutil.rmtree(VENV, ignore_errors=True)
        run([sys.executable, "-m", "venv", *([] if ours else ["--without-pip"]), str(VENV)])
    if ours:
        return [str(PYTHON), "-m", "pip"]
    say.step("this Python has no ensurepip: looking for pip elsewhere")
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    return [str(PYTHON), str(fetch_pip() / "pip")]


def fetch_pip() -> Path:
    """pip as a wheel from Debian's package; returns the wheel. Raises SetupError."""
    folder = runtime.CACHE / "pip"
    if not list(folder.glob("pip-*.whl")):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="fetch-", dir=folder) as name:
            try:
                debs.fetch(list(PIP_WHEELS), ["amd64"], Path(name))
            except debs.FetchError as error:
                raise SetupError(f"{HELP}\n\n(pip from Debian's archive: {error})") from error
            for wheel in Path(name).rglob("*.whl"):
                shutil.copy(wheel, folder)
    return max(folder.glob("pip-*.whl"))


def packages(path: Path) -> int:
    """How many packages a requirements file pins."""
    return sum("==" in line for line in path.read_text(encoding="utf-8").splitlines())


def write_paths() -> None:
    """Put the project's folders on the environment's path, relative to it."""
    site = next(VENV.glob("lib/python3.*/site-packages"))
    lines = [os.path.relpath(runtime.ROOT / folder, site) for folder in PATHS]
    (site / "open-bu.pth").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def main() -> int:
    if sys.version_info < OLDEST:
        known = f"{sys.executable} is {sys.version.split()[0]}; 3.11 or later is needed."
        say.banner("PYTHON IS TOO OLD", known)
        return 1
    ready = VENV / "ready"
    try:
        ready.unlink(missing_ok=True)
        pip = make_environment()
        count = packages(REQUIREMENTS)
        say.step(f"installing {count} pinned packages")
        run([*pip, "install", "-r", str(REQUIREMENTS)], "packages", count)
        say.step("installing the MicroPython type stubs")
        for name in STUBS:
            wanted = runtime.ROOT / f"requirements-{name}.txt"
            shutil.rmtree(VENV / name, ignore_errors=True)
            run([*pip, "install", "--no-deps", "--target", str(VENV / name), "-r", str(wanted)])
        write_paths()
    except SetupError as error:
        say.banner("SET-UP FAILED", str(error))
        return 1
    ready.touch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
