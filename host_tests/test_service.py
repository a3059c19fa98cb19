"""The service engineer's tools against a MicroPython process that stands for a board."""

import os
import re
import shutil
import subprocess
import tty
from pathlib import Path

import pytest

from bu.storage.goods import Goods
from host_tests.bench_days import IDENTITY
from tools import goods, verify
from tools.bench.local import LocalUnit
from tools.bench.models.nor import Nor
from tools.bench.unix_board import UnixBoard
from tools.bench.world import World
from tools.deploy import __main__ as deploy
from tools.deploy import bundle, slots
from tools.deploy.link import Board
from tools.inspect import __main__ as inspect
from tools.service import __main__ as service
from tools.service.remedies import ROWS, remedy
from tools.setup import mpy, runtime

# Where the unix board keeps them: boards/unix/board.py.
GOODS_BLOCKS = 16
PLACES = {"journal": (0, 64), "settings": (64, 4), "memory": (68, 128)}


def worked(flash: Path) -> None:
    """Memories with a shift in them."""
    world = World(flash, IDENTITY)
    unit = LocalUnit(world)
    sale = {"do": "sale", "lines": [{"name": "Хлеб", "price": "1.50"}],
            "pay": [{"by": "cash", "sum": "5.00"}]}
    for number, order in enumerate((
        {"do": "start"}, {**IDENTITY, "do": "register"}, {"do": "open_shift", "cashier": "Анна"},
        sale, {"do": "z_report"},
    )):
        assert unit.command({"key": f"{number:016x}", **order})["ok"], order
    world.close()


@pytest.mark.regl("30")
def test_memories_are_read_back_and_the_parts_tested(
    micropython: str, tmp_path: Path, capsys
) -> None:
    worked(tmp_path / "bench")
    storage = bytearray(b"\xff" * (196 * 4096))
    for name, (first, blocks) in PLACES.items():
        storage[first * 4096 : (first + blocks) * 4096] = (
            tmp_path / "bench" / f"{name}.nor").read_bytes()
    board = tmp_path / "board"
    board.mkdir()
    (board / "storage.bin").write_bytes(storage)
    files = bundle.slot_files("unix", {"i386": "x86", "amd64": "x64"}[micropython])
    with UnixBoard(board, micropython, rom=bundle.romfs(files)) as unix:
        link = Board(unix.port)
        deploy.write_root(link, bundle.root_files("unix"))
        slots.switch(link, "rom", "a", "0")
        link.close()
        digest, read = verify.digest(files), tmp_path / "read.romfs"
        assert own_digest(unix.port) == digest
        assert service.main([unix.port, "image", str(read)]) == 0
        assert verify.main([str(read), digest]) == 0
        out = tmp_path / "read"
        assert service.main([unix.port, "flash", str(out)]) == 0
        for name in PLACES:
            whole = (tmp_path / "bench" / f"{name}.nor").read_bytes()
            assert (out / f"{name}.nor").read_bytes() == whole
        assert not (out / "goods.nor").exists()
        capsys.readouterr()
        assert service.main([unix.port, "self-test"]) == 1
        said = capsys.readouterr().out
        for part in ("journal", "memory", "settings", "clock"):
            assert re.search(rf"^{part} +in order$", said, re.M), said
        # What the board does not have is named, each with its remedy.
        for part in ("printer", "skno"):
            missing = rf"^{part} +not in board.py\n +-> The register needs"
            assert re.search(missing, said, re.M), said
    shutil.copy(tmp_path / "bench" / "skno.json", out)
    shutil.copy(tmp_path / "bench" / "skno.json.documents", out)
    assert inspect.main([str(out)]) == 0


@pytest.mark.regl("13/1")
def test_a_goods_base_is_loaded_whole_or_not_at_all(
    micropython: str, tmp_path: Path, capsys
) -> None:
    """From the shop's CSV file to the flash of a board that has room for a base."""
    base, table = tmp_path / "goods.img", runtime.ROOT / "tools/bench/keys/goods.csv"
    assert goods.main(["build", str(table), str(base)]) == 0
    storage = tmp_path / "board" / "storage.bin"
    storage.parent.mkdir()
    storage.write_bytes(b"\xff" * (196 * 4096))
    arch = {"i386": "x86", "amd64": "x64"}[micropython]
    files = bundle.slot_files("unix", arch)
    roomy = (runtime.ROOT / "boards/unix/board.py").read_text("utf-8").replace(
        "rp2_storage(0, 128)", f"rp2_storage(0, {128 - GOODS_BLOCKS}, {GOODS_BLOCKS})")
    (tmp_path / "board.py").write_text(roomy, "utf-8")
    files.update(bundle.compiled("unix-goods", arch, {"board.py": tmp_path / "board.py"}))
    with UnixBoard(storage.parent, micropython, rom=bundle.romfs(files)) as unix:
        link = Board(unix.port)
        deploy.write_root(link, bundle.root_files("unix"))
        slots.switch(link, "rom", "a", "0")
        link.close()
        assert service.main([unix.port, "goods", str(base)]) == 0
        assert "7 items in force" in capsys.readouterr().out
        broken = tmp_path / "broken.img"
        broken.write_bytes(base.read_bytes()[:-256] + b"\0" * 256)
        assert service.main([unix.port, "goods", str(broken)]) == 2
        assert "the board says" in capsys.readouterr().err
        assert service.main([unix.port, "goods", str(tmp_path / "none.img")]) == 2
        assert service.main([unix.port, "flash", str(tmp_path / "read")]) == 0
    there = Goods(Nor(image=(tmp_path / "read" / "goods.nor").read_bytes()))
    there.open()
    assert [item.code for item in there.items()] == [1, 2, 3, 4, 5, 6, 7]


def own_digest(port: str) -> str:
    """What the firmware on the board says of itself."""
    link = service.aside(port)
    link.run("from bu import assembly\nfrom bu.control_unit import digest\n"
             "made = assembly.make(*_table())")
    said = link.ask("digest.of_files(made.firmware_files())")
    link.close()
    return said


CONSOLE = """
import asyncio
from bu import service_console

class Unit:
    def version(self): return "1.0"
    def digest(self): return "ab" * 32

class Clock:
    async def sleep_ms(self, duration): await asyncio.sleep(duration / 10000)

class Board:
    clock = Clock()

asyncio.run(service_console.run(Unit(), Board()))
"""


def test_console_over_the_line(micropython: str, tmp_path: Path, capfd) -> None:
    """The console on a pty, with a unit that only has a version."""
    mpy.build(micropython)
    interpreter = runtime.command(micropython)
    assert interpreter
    script = tmp_path / "console.py"
    script.write_text(CONSOLE)
    master, slave = os.openpty()
    tty.setraw(slave)
    port = os.ttyname(slave)
    with subprocess.Popen([*interpreter, str(script)], stdin=master, stdout=master,
                          env=mpy.environment(micropython), cwd=tmp_path) as process:
        try:
            assert service.main([port, "console", "version", "nonsense"]) == 0
        finally:
            process.kill()
    said = capfd.readouterr().out
    assert "version: 1.0\nsha256: " + "ab" * 32 in said and "commands: parts" in said
    os.close(master)
    os.close(slave)


def test_no_register_and_no_board(monkeypatch, capsys) -> None:
    monkeypatch.setattr(service, "PATIENCE_S", 0.2)
    monkeypatch.setattr("tools.deploy.link.OPEN_S", 0)
    master, slave = os.openpty()
    assert service.main([os.ttyname(slave), "console", "version"]) == 2
    assert "does not run there" in capsys.readouterr().err
    os.close(master)
    os.close(slave)
    assert service.main(["/dev/ttyNOBODY", "self-test"]) == 2
    assert service.main(["/dev/ttyNOBODY", "console", "version"]) == 2
    assert capsys.readouterr().err.count("service: /dev/ttyNOBODY") == 2


def test_every_reason_has_a_remedy() -> None:
    for part, piece, text in ROWS:
        assert remedy(part or "anything", piece) and len(text) > 20
    assert "battery" in remedy("clock", "clock_lost")
    assert remedy("drawer", "whatever") == ROWS[-1][2]
