"""`python3 -m tools.setup.micropython`: the MicroPython unix port into .cache/micropython.

    micropython-i386, micropython-amd64   scripts that start it with its own libraries
    i386/, amd64/                         the unpacked packages
    ready                                 set-up is complete

The packages are those of Debian trixie (MicroPython 1.25). They run on older systems too, because
each is started through the dynamic linker of its own C library. Where none can be had the program
says so loudly and ends with 0: everything goes on with CPython alone.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from tools.setup import debs, runtime, say

PACKAGES = ("micropython", "libc6", "libffi8", "libmbedtls21", "libmbedx509-7", "libmbedcrypto16")
WRAPPER = """\
#!/bin/sh
root=${{0%/*}}/{arch}
exec "$root/{loader}" --library-path "$root/{libraries}" "$root/usr/bin/micropython" "$@"
"""
LOST = """\
The firmware is checked on CPython only: nothing shows that it runs on MicroPython.
To get it: a Debian machine (apt, x86) with its archive in reach, or
MICROPYTHON=/path/to/micropython, or `micropython` 1.25 (unix port) on PATH."""


def architectures() -> list[str]:
    """What this processor can run, the native one first."""
    machine = platform.machine().lower()
    if machine in ("x86_64", "amd64"):
        return ["amd64", "i386"]
    if machine in ("i386", "i486", "i586", "i686"):
        return ["i386"]
    return []


def write_wrapper(folder: Path, arch: str) -> Path:
    """Write the script that starts `folder/<arch>`; the folder may be moved afterwards."""
    loader = runtime.LOADERS[arch]
    path = folder / f"micropython-{arch}"
    libraries = os.path.dirname(loader)
    text = WRAPPER.format(arch=arch, loader=loader, libraries=libraries)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def fetch(target: Path) -> dict[str, str]:
    """Fetch into `target`; returns what works: {architecture: version}. Raises debs.FetchError."""
    wanted = architectures()
    if not wanted:
        raise debs.FetchError(f"no package for this processor ({platform.machine()})")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fetch-", dir=target.parent) as name:
        folder = Path(name) / "micropython"
        packages = [f"{package}:{arch}" for arch in wanted for package in PACKAGES]
        debs.fetch(packages, wanted, folder)
        works = {}
        for arch in wanted:
            wrapper = write_wrapper(folder, arch)
            known = runtime.probe(wrapper)
            if known:
                works[arch] = known[1]
            else:
                wrapper.unlink()
        if not works:
            raise debs.FetchError("the packages were fetched, but do not start on this machine")
        lines = [f"{arch} {version}\n" for arch, version in works.items()]
        (folder / "ready").write_text("".join(lines), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)
    return works


def main() -> int:
    named = os.environ.get("MICROPYTHON")
    if not named:
        say.step("MicroPython: fetching the unix port for " + " and ".join(architectures()))
        try:
            works = fetch(runtime.CACHE / "micropython")
            say.step("MicroPython: " + ", ".join(f"{v} {a}" for a, v in works.items()))
        except debs.FetchError as error:
            say.step(f"MicroPython: not fetched: {error}")
    found = [arch for arch in runtime.ARCHITECTURES if runtime.micropython(arch)]
    if not found:
        say.banner("NO MICROPYTHON", f"{runtime.missing_reason()}\n{LOST}")
    elif "i386" not in found:
        text = f"{runtime.preferred()} is used: its objects are twice the size of a board's."
        say.banner("NO 32-BIT MICROPYTHON", text)
    elif named:
        say.step(f"MicroPython: {runtime.preferred()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
