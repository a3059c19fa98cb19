"""`python3 -m tools.setup.valgrind`: callgrind for instruction counts, unless it is on PATH.

Only the callgrind tool is kept of the package, in .cache/valgrind. It is linked statically, so it
needs no libraries. Where it cannot be had the program says so loudly and ends with 0: the
measurements leave the instruction counts out.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.setup import debs, micropython, runtime, say

TOOL = "callgrind-amd64-linux"
PRELOAD = "vgpreload_core-amd64-linux.so"
LIBRARY = "usr/libexec/valgrind"
WRAPPER = f"""\
#!/bin/sh
VALGRIND_LIB=${{0%/*}} VALGRIND_LAUNCHER=$0
export VALGRIND_LIB VALGRIND_LAUNCHER
exec "$VALGRIND_LIB/{TOOL}" "$@"
"""


def fetch(target: Path) -> None:
    """Fetch callgrind into `target`; raises debs.FetchError."""
    if "amd64" not in micropython.architectures():
        raise debs.FetchError("no package for this processor")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fetch-", dir=target.parent) as name:
        debs.fetch(["valgrind:amd64"], ["amd64"], Path(name))
        folder = Path(name) / "valgrind"
        folder.mkdir()
        for part in (TOOL, PRELOAD, "default.supp"):
            shutil.copy(Path(name) / "amd64" / LIBRARY / part, folder / part)
        wrapper = folder / "valgrind"
        wrapper.write_text(WRAPPER, encoding="utf-8")
        wrapper.chmod(0o755)
        if subprocess.run([wrapper, "--version"], capture_output=True, timeout=60).returncode:
            raise debs.FetchError("callgrind was fetched, but does not start on this machine")
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)


def main() -> int:
    if runtime.valgrind():
        return 0
    say.step("valgrind: fetching callgrind for the instruction counts")
    try:
        fetch(runtime.CACHE / "valgrind")
        say.step("valgrind: ready")
    except debs.FetchError as error:
        text = f"{error}\nThe instruction counts are left out of the measurements."
        say.banner("NO VALGRIND", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
