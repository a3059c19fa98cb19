"""Fuzzing with coverage as a guide: `python -m tools.torture.fuzz TARGET [--runs N] [--seed S]`.

atheris (libFuzzer) mutates the corpus and keeps what reaches code that nothing reached before. It
ends its process, so it has one of its own. Any exception that the target's row does not allow ends
it with status 77; the input is kept in build/torture/, and `--replay FILE` runs it again.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from tools.said import said

FOUND = Path("build/torture")
CORPUS = Path(__file__).parents[2] / "host_tests" / "corpus"
SECONDS = 5  # of processor time for one input
_MODULES = ["bu", "tools.goods"]


class Limit(AssertionError):
    """An input took more time or heap than any of its size may."""


def check(name: str, data: bytes, measured: bool = True) -> None:
    """One input; raises what the target does not allow, and Limit."""
    from tools.torture.targets import TARGETS

    target = TARGETS[name]
    if measured:
        _warm(name)
    start = time.process_time()
    if measured:
        tracemalloc.start()
    try:
        target.call(data)
    except target.allowed:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1] if measured else 0
        if measured:
            tracemalloc.stop()
    if peak > target.heap:
        raise Limit(f"{peak} bytes of heap, {target.heap} are allowed")
    if time.process_time() - start > SECONDS:
        raise Limit(f"{time.process_time() - start:.0f} s")


@functools.cache
def _warm(name: str) -> None:
    """Modules that come with the first use are no heap of an input."""
    for data in corpus(name):
        check(name, data, measured=False)


def corpus(name: str) -> list[bytes]:
    """The inputs of a target that are kept in the tree; there are some for each."""
    found = [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]
    if not found:
        raise FileNotFoundError(f"{CORPUS / name}: no corpus")
    return found


def mutated(name: str, runs: int, seed: int) -> Iterator[bytes]:
    """Inputs made of the corpus without a guide: bytes changed, cut out, doubled, spliced."""
    from tools.torture.targets import TARGETS

    chance = random.Random(f"{name} {seed}")
    known = corpus(name)
    for _ in range(runs):
        data = bytearray(chance.choice(known))
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(data) + 1)
            size = chance.choice((1, 1, 2, 4, 16))
            kind = chance.randrange(5)
            if kind == 0:
                data[at : at + size] = chance.randbytes(size)
            elif kind == 1:
                del data[at : at + size]
            elif kind == 2:
                data[at:at] = data[max(0, at - size) : at]
            elif kind == 3:
                data[at : at + 1] = chance.choice((b"\x00", b"\xff", b"\x17", b"\x80", b"\x01"))
            else:
                other = chance.choice(known)
                data[at:] = other[chance.randrange(len(other) + 1) :]
        yield bytes(data[: TARGETS[name].longest])


def keep(name: str, data: bytes) -> Path:
    """Keeps an input that was found; where."""
    path = FOUND / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def guided(name: str, runs: int, seed: int) -> None:
    """Never returns. What is new in a corpus goes into the first folder, which is thrown away."""
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

    with atheris.instrument_imports(include=_MODULES):
        from tools.torture.targets import TARGETS

    def each(data: bytes) -> None:
        check(name, data, measured=False)

    atheris.Setup(
        [sys.argv[0], f"-runs={runs}", f"-seed={seed}", f"-max_len={TARGETS[name].longest}",
         "-rss_limit_mb=500", f"-timeout={4 * SECONDS}", "-print_final_stats=1",
         f"-artifact_prefix={FOUND}/{name}-", tempfile.mkdtemp(), str(CORPUS / name)],
        each,
    )  # fmt: skip
    atheris.Fuzz()


def main(words: list[str]) -> int:
    """Exit status: 0, 2 for wrong arguments, 77 when something was found."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.torture.fuzz",
        description="Fuzzes a target, guided by coverage; what it finds stays in build/torture.",
    )
    parser.add_argument("target", choices=sorted(path.name for path in CORPUS.iterdir()))
    parser.add_argument("--runs", type=int, default=20_000, help="inputs (20000)")
    parser.add_argument("--seed", type=int, default=1, help="(1)")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="one input once more")
    options = parser.parse_args(words)
    if options.replay:
        try:
            data = options.replay.read_bytes()
        except OSError as error:
            parser.error(said(error))
        check(options.target, data)
        return 0
    FOUND.mkdir(parents=True, exist_ok=True)
    guided(options.target, options.runs, options.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
