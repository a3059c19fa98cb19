"""The NOR flash model itself: what it does to bits, what it refuses, how it loses power."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bench.models.nor import PAGE, SECTOR, Nor, NorViolation, PowerCut, Stuck, Tear


def page(at: int, data: bytes) -> bytes:
    """A whole page buffer, FFh around the data."""
    return b"\xff" * at + data + b"\xff" * (PAGE - at - len(data))


def read(nor: Nor, block: int, off: int, size: int) -> bytes:
    buf = bytearray(size)
    nor.readblocks(block, buf, off)
    return bytes(buf)


def test_programs_clear_bits_and_erases_set_them() -> None:
    nor = Nor(2 * SECTOR)
    nor.writeblocks(1, page(5, b"abc"), PAGE)
    assert read(nor, 1, PAGE, 10) == b"\xff" * 5 + b"abc" + b"\xff" * 2
    nor.ioctl(6, 1)
    assert nor.cells == b"\xff" * 2 * SECTOR
    assert nor.erase_counts == [0, 1]
    assert (nor.ioctl(4), nor.ioctl(5)) == (2, SECTOR)


def test_masked_bytes_do_not_count_as_programmed() -> None:
    nor = Nor(SECTOR)
    nor.writeblocks(0, page(0, b"ab"), 0)
    nor.writeblocks(0, page(2, b"cd"), 0)
    assert read(nor, 0, 0, 4) == b"abcd"
    assert (nor.counts.programs, nor.counts.programmed_bytes, nor.counts.sent_bytes) == (2, 4, 512)


@pytest.mark.parametrize("old, new, name", [
    (b"\x0f", b"\x1f", "setting"), (b"\x0f", b"\x0e", "twice"), (b"\x0f", b"\x0f", "twice"),
])
def test_a_second_program_of_a_byte_is_noticed_and_ands_the_bits(
    old: bytes, new: bytes, name: str
) -> None:
    nor = Nor(SECTOR)
    nor.writeblocks(0, old, 7)
    with pytest.raises(NorViolation, match=name):
        nor.writeblocks(0, new, 7)
    assert nor.cells[7] == old[0] & new[0]
    nor.allowed.add(name)
    nor.writeblocks(0, new, 7)
    assert nor.counts.violations[name] == 2


@pytest.mark.parametrize("block, size, off", [(0, 257, 0), (0, 2, 255), (1, 1, 0), (0, 0, 0)])
def test_a_program_stays_inside_one_page(block: int, size: int, off: int) -> None:
    nor = Nor(SECTOR)
    with pytest.raises(NorViolation, match="crossing"):
        nor.writeblocks(block, bytes(size), off)
    assert nor.cells == b"\xff" * SECTOR


def test_a_cut_keeps_a_prefix_and_some_bits_of_the_next_byte() -> None:
    nor = Nor(SECTOR)
    nor.cut(1, Tear(kept=2, bits=0xF0))
    nor.writeblocks(0, b"first", 0)
    with pytest.raises(PowerCut):
        nor.writeblocks(0, b"\x00\x00\x00\x00", 16)
    assert nor.cells[16:20] == b"\x00\x00\x0f\xff"
    with pytest.raises(PowerCut):
        nor.ioctl(6, 0)
    nor.power_on()
    with pytest.raises(NorViolation, match="weak"):
        nor.writeblocks(0, b"\x00", 18)
    nor.ioctl(6, 0)
    nor.writeblocks(0, b"\x00", 18)


def test_a_cut_erase_leaves_a_mixture() -> None:
    nor = Nor(image=bytes(SECTOR))
    nor.cut(0, Tear(seed=3))
    with pytest.raises(PowerCut):
        nor.ioctl(6, 0)
    runs = {bytes(nor.cells[at : at + 64]) for at in range(0, SECTOR, 64)}
    assert bytes(64) in runs and b"\xff" * 64 in runs and len(runs) > 2
    nor.power_on()
    nor.allowed.add("weak")
    nor.ioctl(6, 0)
    assert nor.cells == b"\xff" * SECTOR


def test_an_erase_cut_off_before_it_erases_leaves_zeros() -> None:
    nor = Nor(image=b"\xa5" * SECTOR)
    nor.cut(0, Tear(share=-64))
    with pytest.raises(PowerCut):
        nor.ioctl(6, 0)
    assert nor.cells == bytes(SECTOR // 4) + b"\xa5" * (SECTOR - SECTOR // 4)


def test_bad_sectors() -> None:
    nor = Nor(3 * SECTOR)
    nor.fail_program.add(0)
    nor.writeblocks(0, b"abc", 0)
    assert read(nor, 0, 0, 3) == b"\xff\xff\xff"
    nor.writeblocks(1, b"abc", 0)
    nor.fail_erase.add(1)
    nor.ioctl(6, 1)
    assert read(nor, 1, 0, 3) == b"abc"
    nor.stuck[2 * SECTOR] = Stuck(ones=1)
    nor.stuck[2 * SECTOR + 1] = Stuck(zeros=2)
    nor.writeblocks(2, b"\x00\xff", 0)
    assert read(nor, 2, 0, 2) == b"\x01\xff"
    nor.ioctl(6, 2)
    assert read(nor, 2, 0, 2) == b"\xff\xfd"


def test_the_image_file_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "flash.bin"
    script = (
        "import os, signal, sys\n"
        "from tools.bench.models.nor import Nor\n"
        "nor = Nor(8192, sys.argv[1])\n"
        "nor.writeblocks(1, b'durable', 32)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], timeout=60, check=False,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert done.returncode == -9
    nor = Nor(8192, path)
    assert read(nor, 1, 32, 7) == b"durable"
    with pytest.raises(NorViolation, match="twice"):
        nor.writeblocks(1, b"D", 32)
    nor.close()
    with pytest.raises(ValueError):
        Nor(4096, path)
