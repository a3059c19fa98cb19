"""A strict NOR flash chip, with an image file, counters and every way to lose power or fail.

It offers MicroPython's extended block device (`readblocks`, `writeblocks`, `ioctl`) and keeps the
rules of a real chip: programming only clears bits, erasing sets a whole sector to FFh, one program
stays inside one page. What a chip silently does wrong is done here as well (the bits are ANDed),
but then `NorViolation` is raised, so a test cannot miss it:

    crossing      a program leaves its 256-byte page, its sector or the chip
    setting       a byte other than FFh asks for a bit 0 -> 1 (FFh over programmed bytes is the
                  usual mask and is allowed)
    twice         a byte other than FFh goes over a byte that was programmed since the last erase
    weak          a byte goes over one that an interrupted program may have left half-programmed

`allowed` names violations that are counted and not raised.

Power is cut at operation N (programs and erases, counted from 0) by `cut(N, tear)`. The tear says
what the interrupted operation leaves behind:

    Program       `kept` bytes of the buffer arrive whole, then one byte with only the bits of
                  `bits` cleared, the rest of the page stays; `weak`: it looks so, but its cells
                  are half-programmed
    Erase         `share` of 256: how far the cells have come; each byte is its old value with
                  random bits set, and whole 64-byte runs may be erased already or untouched;
                  above 256 the sector looks blank, but its cells are weak; below 0 the chip was
                  still programming all cells to 0, as many do before they erase: that far

`PowerCut` is raised at that moment and by every access after it, until `power_on()`.

Bad sectors: `fail_program` (nothing is programmed), `fail_erase` (nothing is erased), `stuck`
(bits that keep a value, whatever is done).

The image file is written with `pwrite` in the operation itself: after a `kill -9` the file holds
exactly what the chip would hold.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 4096
PAGE = 256
_BLANK, _PROGRAMMED, _WEAK = 0, 1, 2
_STATES = bytes([_PROGRAMMED] * 255 + [_BLANK])  # what cells with these values are taken for


class PowerCut(BaseException):
    """The power is gone. Not an `Exception`: nothing in the unit survives to handle it."""


class NorViolation(AssertionError):
    """The unit did what a real chip would answer with silently wrong contents."""


@dataclass(frozen=True)
class Tear:
    """What an interrupted operation leaves: `kept`, `bits`, `weak` of a program, the rest of an
    erase."""

    kept: int = 0
    bits: int = 0
    share: int = 128
    seed: int = 0
    weak: bool = False


@dataclass
class Stuck:
    """Bits of one byte that keep a value: `ones` read 1 and `zeros` read 0 for ever."""

    ones: int = 0
    zeros: int = 0

    def of(self, value: int) -> int:
        return (value | self.ones) & ~self.zeros & 0xFF


@dataclass
class Counts:
    """What was done to the chip since the counters were set to zero."""

    programs: int = 0
    programmed_bytes: int = 0  # bytes other than FFh
    sent_bytes: int = 0  # all bytes of the programs' buffers
    erases: int = 0
    reads: int = 0
    read_bytes: int = 0
    violations: Counter[str] = field(default_factory=Counter)


class Nor:
    """One chip (or one region of it) of `size` bytes; with a `path`, kept in that image file."""

    def __init__(self, size: int = 0, path: str | os.PathLike[str] | None = None,
                 image: bytes | None = None) -> None:
        self._file: int | None = None
        if path is not None:
            image = self._open(Path(path), size)
        self.cells = bytearray(image if image is not None else b"\xff" * size)
        if not self.cells or len(self.cells) % SECTOR:
            raise ValueError(f"{len(self.cells)} bytes are no whole number of sectors")
        self.sectors = len(self.cells) // SECTOR
        self.counts = Counts()
        self.erase_counts = [0] * self.sectors
        self.allowed: set[str] = set()
        self.fail_program: set[int] = set()
        self.fail_erase: set[int] = set()
        self.stuck: dict[int, Stuck] = {}
        self.operation = 0
        self.dead = False
        self._cut_at = -1
        self._tear = Tear()
        self._state = self.cells.translate(_STATES)

    def _open(self, path: Path, size: int) -> bytes:
        """The image in the file; a new file becomes a factory-new chip."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        length = os.fstat(self._file).st_size
        if length == 0:
            os.pwrite(self._file, b"\xff" * size, 0)
            length = size
        if size and length != size:
            raise ValueError(f"{path} has {length} bytes, {size} are expected")
        return os.pread(self._file, length, 0)

    def close(self) -> None:
        """Let go of the image file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    # --- the extended block device

    def readblocks(self, block: int, buf: bytearray | memoryview, off: int = 0) -> None:
        """Read `len(buf)` bytes at `off` in sector `block`; may run on into the next sectors."""
        self._alive()
        start = block * SECTOR + off
        if block < 0 or off < 0 or start + len(buf) > len(self.cells):
            raise ValueError(f"read of {len(buf)} bytes at {start:#x} outside the chip")
        buf[:] = self.cells[start : start + len(buf)]
        self.counts.reads += 1
        self.counts.read_bytes += len(buf)

    def writeblocks(self, block: int, buf: bytes | bytearray | memoryview, off: int = 0) -> None:
        """Program `buf` at `off` in sector `block`; the sector is not erased first."""
        self._alive()
        data = bytes(buf)
        if not (0 <= block < self.sectors and 0 <= off and data
                and off % PAGE + len(data) <= PAGE and off + len(data) <= SECTOR):
            self._violation("crossing", f"program of {len(data)} bytes at {block}:{off:#x}")
            return
        start = block * SECTOR + off
        problem = self._problem(start, data)
        kept = self._kept(len(data))
        if block not in self.fail_program:
            self._program(start, data, kept)
        self.counts.programs += 1
        self.counts.sent_bytes += len(data)
        self.counts.programmed_bytes += len(data) - data.count(0xFF)
        self._end_operation(kept is not None)
        if problem:
            self._violation(problem, f"at {block}:{off:#x}")

    def ioctl(self, op: int, arg: int = 0) -> int | None:
        """4: number of sectors; 5: their size; 6: erase sector `arg`; 1-3: nothing to do."""
        self._alive()
        if op == 4:
            return self.sectors
        if op == 5:
            return SECTOR
        if op == 6:
            self._erase(arg)
        return 0

    # --- power

    def cut(self, operation: int, tear: Tear) -> None:
        """Lose power in the operation with this number (counted from the chip's first)."""
        self._cut_at, self._tear = operation, tear

    def power_on(self) -> None:
        """Power is back; no further cut is planned."""
        self.dead = False
        self._cut_at = -1

    def _alive(self) -> None:
        if self.dead:
            raise PowerCut

    def _end_operation(self, torn: bool) -> None:
        self.operation += 1
        if torn:
            self.dead = True
            raise PowerCut

    # --- what the cells do

    def _problem(self, start: int, data: bytes) -> str:
        """The rule that this program breaks, if any."""
        for at, new in enumerate(data, start):
            if new == 0xFF:
                continue
            if self._state[at] == _WEAK:
                return "weak"
            if new & ~self.cells[at] & ~self._zeros(at):
                return "setting"
            if self._state[at] == _PROGRAMMED:
                return "twice"
        return ""

    def _zeros(self, at: int) -> int:
        return self.stuck[at].zeros if at in self.stuck else 0

    def _kept(self, size: int) -> int | None:
        """How many bytes of this program arrive before the power goes; None: it stays on."""
        return min(self._tear.kept, size) if self.operation == self._cut_at else None

    def _program(self, start: int, data: bytes, kept: int | None) -> None:
        whole = len(data) if kept is None else kept
        for at, new in enumerate(data[:whole], start):
            if new != 0xFF:
                self._set(at, self.cells[at] & new, _PROGRAMMED)
        if whole < len(data) and data[whole] != 0xFF:
            at = start + whole
            left = self.cells[at] & (data[whole] | ~self._tear.bits & 0xFF)
            begun = left != self.cells[at] or data[:whole].count(0xFF) < whole
            if begun:  # a program that changed nothing leaves no trace
                self._set(at, left, _WEAK)
        if kept is not None and self._tear.weak:
            for at, new in enumerate(data[whole:], start + whole):
                if new != 0xFF:
                    self._state[at] = _WEAK
        self._keep(start, len(data))

    def _erase(self, block: int) -> None:
        if not 0 <= block < self.sectors:
            raise ValueError(f"no sector {block} to erase")
        torn = self.operation == self._cut_at
        start = block * SECTOR
        self.counts.erases += 1
        self.erase_counts[block] += 1
        if block not in self.fail_erase:
            cells = self._half_erased(start) if torn else b"\xff" * SECTOR
            state = _WEAK if torn else _BLANK
            for at, cell in enumerate(cells, start):
                self._set(at, cell, state)
            self._keep(start, SECTOR)
        self._end_operation(torn)

    def _half_erased(self, start: int) -> bytes:
        if self._tear.share > 256:
            return b"\xff" * SECTOR
        if self._tear.share < 0:
            zeros = -self._tear.share * SECTOR // 256
            return bytes(zeros) + self.cells[start + zeros : start + SECTOR]
        chance = random.Random(self._tear.seed)
        out = bytearray()
        for run in range(start, start + SECTOR, 64):
            old = self.cells[run : run + 64]
            kind = chance.randrange(3)
            if kind == 0 and chance.randrange(256) < self._tear.share:
                out += b"\xff" * 64
            elif kind == 1 and chance.randrange(256) >= self._tear.share:
                out += old
            else:
                out += bytes(cell | chance.getrandbits(8) for cell in old)
        return bytes(out)

    def _set(self, at: int, value: int, state: int) -> None:
        self.cells[at] = self.stuck[at].of(value) if at in self.stuck else value
        self._state[at] = state

    def _keep(self, start: int, size: int) -> None:
        if self._file is not None:
            os.pwrite(self._file, self.cells[start : start + size], start)

    def _violation(self, name: str, what: str) -> None:
        self.counts.violations[name] += 1
        if name not in self.allowed:
            raise NorViolation(f"{name}: {what}")
