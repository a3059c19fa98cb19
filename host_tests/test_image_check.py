"""What is known of a board without the board: its manifest, its flash, its partition table."""

import hashlib
import re
import struct
import subprocess
from pathlib import Path

import pytest

from tools.deploy import bundle, image_check, manifest, partitions
from tools.setup import mpy, runtime

REGISTERS = ["esp32", "esp32s3", "pico", "pico2_w", "pico_w"]
OURS = ("bu_journal", "bu_memory", "bu_settings", "bu_goods")


def test_every_board_is_checked() -> None:
    assert set(REGISTERS) == set(image_check.CHIPS)
    assert set(manifest.boards()) == {*REGISTERS, "unix", "skno_emulator"}


@pytest.mark.parametrize("board", manifest.boards())
def test_the_set_compiles_and_fits(board: str, capsys) -> None:
    assert image_check.main([board]) == 0
    said = capsys.readouterr().out
    assert "all compiled" in said and "ROMFS image: " in said
    if board in REGISTERS:
        assert "in a slot: fits" in said or "frozen: fits" in said


@pytest.mark.parametrize("board", REGISTERS)
def test_the_manifest_holds_what_the_board_starts_with(board: str) -> None:
    files = manifest.of(board)
    assert {"_boot.py", "boot.py", "main.py", "board.py", "bu/station.py"} <= set(files)
    slot = bundle.slot_files(board, bundle.facts(board).ARCH)
    assert "board.mpy" in slot and not {"_boot.mpy", "main.mpy"} & set(slot)
    assert "boards/parts.mpy" in slot
    assert ("boards/rp2_pins.mpy" in slot) == (bundle.facts(board).CHIP == "rp2")


def test_what_does_not_compile_or_fit_is_said(tmp_path: Path, monkeypatch, capsys) -> None:
    assert image_check.main(["pico", "--image", str(_file(tmp_path / "big.uf2", 4 << 20))]) == 1
    assert "DOES NOT FIT" in capsys.readouterr().out
    board = tmp_path / "odd"
    board.mkdir()
    (board / "board.py").write_text('ARCH = "armv6m"\n')
    (board / "manifest.py").write_text('module("board.py")\nmodule("bad.py")\n')
    (board / "bad.py").write_text("def broken(:\n")
    monkeypatch.setattr(manifest, "BOARDS", tmp_path)
    assert image_check.main(["odd"]) == 1
    assert "bad.py" in capsys.readouterr().err
    (board / "bad.py").unlink()
    assert image_check.main(["odd"]) == 1
    assert "is not there" in capsys.readouterr().err


def _file(path: Path, size: int) -> Path:
    with open(path, "wb") as file:
        file.truncate(size)
    return path


@pytest.mark.parametrize("board, flash", [("esp32", 4), ("esp32s3", 8)])
def test_partitions_are_those_of_the_board(board: str, flash: int) -> None:
    """No overlap, within the flash, and each as large as board.py takes it for."""
    table = {row.label: row for row in partitions.read(runtime.ROOT / "boards" / board /
                                                       "partitions.csv")}
    last = max(table.values(), key=lambda row: row.offset)
    assert last.offset + last.size <= flash << 20
    chips, regions = bundle.facts(board).STORAGES["partitions"]
    for _, values in chips.values():
        _, label = values["device"]
        assert table[label].size == values["size"] and table[label].kind == 1
    assert {name for name in table if name in OURS} == {f"bu_{name}" for name in regions}
    assert table["romfs"].size // 2 % 4096 == 0


@pytest.mark.parametrize("board", ["pico", "pico_w", "pico2_w"])
def test_header_cmake_and_table_agree(board: str) -> None:
    """The storage area stands in both: releases differ in which of them they look at."""
    folder = manifest.BOARDS / board
    cmake = re.findall(r"set\(MICROPY_HW_FLASH_STORAGE_BYTES (\d+)\)",
                       (folder / "mpconfigboard.cmake").read_text("utf-8"))
    header = (folder / "mpconfigboard.h").read_text("utf-8")
    sizes = [image_check.defines(header, internal)["FLASH_STORAGE"] for internal in (True, False)]
    assert [int(size) for size in cmake] == list(dict.fromkeys(sizes))
    facts = bundle.facts(board)
    _, start, size = facts.STORAGES["partitions"][0]["own"][1]["device"]
    assert start == facts.FS_BYTES <= sizes[1] and start + size <= sizes[0]


def test_partition_table_as_the_chip_reads_it(tmp_path: Path, capsys) -> None:
    """Read back by the layout that ESP-IDF documents."""
    out = tmp_path / "table.bin"
    assert partitions.main(["esp32", str(out)]) == 0
    data = out.read_bytes()
    assert len(data) == 0xC00
    at, seen = 0, {}
    while data[at : at + 2] == b"\xaa\x50":
        kind, subtype, offset, size = struct.unpack_from("<BBII", data, at + 2)
        seen[data[at + 12 : at + 28].rstrip(b"\0").decode()] = (kind, subtype, offset, size)
        at += 32
    assert data[at : at + 32] == b"\xeb\xeb" + b"\xff" * 14 + hashlib.md5(data[:at]).digest()
    assert set(data[at + 32 :]) == {0xFF}
    assert seen["factory"] == (0, 0, 0x10000, 0x210000)
    assert seen["bu_memory"] == (1, 0x41, 0x360000, 0x80000)
    assert partitions.main(["pico", str(out)]) == 1


@pytest.mark.parametrize("line", ["x, data, 0x40, 0x9800, 0x1000,", "x, data, 0x40, 0x9000, 0x10,",
                                  "x, app, factory, 0x11000, 0x10000,",
                                  "x, data, 0x40, 0x8000, 0x1000,"])
def test_a_bad_table_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "partitions.csv"
    path.write_text(f"# Name\n{line}\n")
    with pytest.raises(ValueError, match="x at"):
        partitions.read(path)


BOOT = """
import sys
import vfs

class Flash:
    whole = bytearray(b"\\xa5" * (40 * 4096))
    changed = []

    def __init__(self, start=0, len=0):
        self.blocks = len // 4096

    def readblocks(self, block, buf, offset=0):
        at = block * 4096 + offset
        buf[:] = self.whole[at : at + len(buf)]

    def writeblocks(self, block, buf, offset=0):
        self.changed.append(block)
        self.whole[block * 4096 + offset : block * 4096 + offset + len(buf)] = buf

    def ioctl(self, operation, argument):
        if operation == 6:
            self.changed.append(argument)
        return {4: self.blocks, 5: 4096}.get(operation, 0)

class Module:
    Flash, FS_BYTES = Flash, 16 * 4096
    bdev = Flash(0, 16 * 4096)

sys.modules["rp2"] = sys.modules["board"] = sys.modules["flashbdev"] = Module
vfs.umount("/")
text = sys.stdin.read()
exec(text, {})
print("garbage", Flash.changed)
vfs.VfsLfs2.mkfs(Flash(0, 16 * 4096), progsize=256)
Flash.changed.clear()
sys.modules["board"] = Module
exec(text, {})
open("/seen", "w").close()
print("mounted", Flash.changed and max(Flash.changed) < 16, "board" in sys.modules)
"""


@pytest.mark.parametrize("image, forgets", [("image_rp2", False), ("image_esp32", True)])
def test_our_start_formats_nothing(micropython: str, tmp_path: Path, image: str,
                                   forgets: bool) -> None:
    """A flash full of something else stays as it is; a file system is mounted on its blocks."""
    (tmp_path / "start.py").write_text(BOOT)
    interpreter = runtime.command(micropython)
    assert interpreter
    done = subprocess.run([*interpreter, str(tmp_path / "start.py")], capture_output=True,
                          text=True, input=(manifest.BOARDS / image / "_boot.py").read_text(),
                          timeout=60, check=False)
    said = done.stdout.splitlines()
    assert said[0].startswith("no file system"), done
    assert said[1:] == ["garbage []", f"mounted True {forgets}"], done


def test_native_code_is_compiled_for_its_processor() -> None:
    source = {"bu/skno/crc_native.py": runtime.ROOT / "firmware/bu/skno/crc_native.py"}
    pair = [bundle.compiled("pico", arch, source)["bu/skno/crc_native.mpy"]
            for arch in ("armv6m", "xtensawin")]
    assert pair[0] != pair[1]
    assert [data[2] >> 2 for data in pair] == [4, 10]
    assert mpy.LIBRARIES
