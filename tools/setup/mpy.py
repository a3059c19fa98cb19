"""Bytecode for MicroPython: folders compiled to .mpy, and the search path to use them.

    build/mpy/<arch>/firmware/bu/...                 the firmware
    build/mpy/<arch>/lib/adafruit_miniqr.mpy         third-party modules that the firmware uses
    build/mpy/<arch>/tests/host_tests/portable       the portable tests

A file is compiled again when its source's time differs from that of the .mpy, or the compiler
changed; a .mpy whose source is gone is removed. `python -m tools.setup.mpy` compiles everything
and prints the search path. MicroPython looks into the current folder first: start it in an
empty one, `work_folder()`.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.setup import runtime

BUILD = runtime.ROOT / "build" / "mpy"
LIBRARIES = ("adafruit_miniqr",)
NATIVE = {"i386": "x86", "amd64": "x64"}
BUILT_IN = ".frozen"


class CompileError(Exception):
    """mpy-cross refused a source file; the text is what it said."""


def compile_file(source: Path, target: Path, name: str, arch: str = "i386") -> bool:
    """Compile one file if it changed; `name` is what tracebacks show. True if it was compiled."""
    stamp = source.stat().st_mtime_ns
    if target.exists() and target.stat().st_mtime_ns == stamp:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    done = subprocess.run(
        [runtime.mpy_cross(), f"-march={NATIVE[arch]}", "-s", name, "-o", fresh, source],
        capture_output=True, text=True, timeout=60, check=False,
    )
    if done.returncode:
        fresh.unlink(missing_ok=True)
        raise CompileError(f"{source}: {done.stderr.strip() or done.stdout.strip()}")
    os.utime(fresh, ns=(stamp, stamp))
    fresh.replace(target)
    return True


def compile_tree(source: Path, target: Path, arch: str = "i386", prefix: str = "") -> int:
    """Compile every .py below `source` into `target`, which belongs to this tree alone.

    Tracebacks name a file by its path below `source` with `prefix` before it. Returns the number
    of files compiled. Raises CompileError, after all other files were compiled.
    """
    target.mkdir(parents=True, exist_ok=True)
    _forget_other_compiler(target)
    sources = sorted(source.rglob("*.py"))
    wanted = {path.relative_to(source).with_suffix(".mpy"): path for path in sources}
    for stale in target.rglob("*.mpy"):
        if stale.relative_to(target) not in wanted:
            stale.unlink()
    errors: list[str] = []

    def one(item: tuple[Path, Path]) -> bool:
        path, origin = item
        try:
            name = prefix + path.with_suffix(".py").as_posix()
            return compile_file(origin, target / path, name, arch)
        except CompileError as error:
            errors.append(str(error))
            return False

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        count = sum(pool.map(one, wanted.items()))
    if errors:
        raise CompileError("\n".join(sorted(errors)))
    return count


def _forget_other_compiler(target: Path) -> None:
    compiler = runtime.mpy_cross()
    mark = f"{compiler} {compiler.stat().st_mtime_ns}"
    note = target / ".compiler"
    if note.exists() and note.read_text(encoding="utf-8") == mark:
        return
    for old in target.rglob("*.mpy"):
        old.unlink()
    note.write_text(mark, encoding="utf-8")


def compile_libraries(target: Path, arch: str = "i386") -> None:
    """Compile the third-party modules that the firmware uses, from this Python's packages."""
    for name in LIBRARIES:
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            raise CompileError(f"{name} is not installed here: run `make setup`")
        compile_file(Path(found.origin), target / f"{name}.mpy", f"{name}.py", arch)


def build(arch: str = "i386") -> str:
    """Compile the firmware, its libraries and the portable tests; returns the MICROPYPATH.

    Safe to call from several processes at once. Raises CompileError.
    """
    base = BUILD / arch
    base.mkdir(parents=True, exist_ok=True)
    tests = Path("host_tests") / "portable"
    with open(base / ".lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        compile_tree(runtime.ROOT / "firmware", base / "firmware", arch)
        compile_libraries(base / "lib", arch)
        compile_tree(runtime.ROOT / tests, base / "tests" / tests, arch, f"{tests}/")
    return search_path(arch)


def search_path(arch: str = "i386") -> str:
    """MICROPYPATH of what `build` made."""
    base = BUILD / arch
    return ":".join([*(str(base / part) for part in ("firmware", "lib", "tests")), BUILT_IN])


def work_folder(arch: str = "i386") -> Path:
    """An empty folder to start MicroPython in."""
    folder = BUILD / arch / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def environment(arch: str = "i386") -> dict[str, str]:
    """The environment to start MicroPython in after `build(arch)`."""
    return {**os.environ, "MICROPYPATH": search_path(arch)}


if __name__ == "__main__":
    print(build(sys.argv[1] if len(sys.argv) > 1 else "i386"))
