"""The firmware's digest on both interpreters, and `python -m tools.verify` (регл. 30)."""

import hashlib

import pytest

from boards.sim.board import Board
from host_tests.bench_days import IDENTITY
from host_tests.unit_register import registers
from tools import verify
from tools.bench.place import HEAP
from tools.bench.remote import RemoteUnit
from tools.bench.world import World
from tools.setup import mpy, romfs

register = registers()


@pytest.mark.regl("30")
def test_version_and_digest_of_the_sources(register):
    assert register.unit.version() == "0.1.0"
    files = list(Board(register.world, "generic-80").firmware_files())
    assert ("bu/fiscal/money.py" in [name for name, _ in files]) and len(files) > 100
    whole = hashlib.sha256()
    for name, path in files:
        data = open(path, "rb").read()
        whole.update(name.encode() + b"\0" + data + len(data).to_bytes(4, "big"))
    assert register.unit.digest() == whole.hexdigest() == verify.digest(verify.files("sources"))


def test_the_unit_on_micropython_is_the_image(tmp_path, micropython):
    world = World(tmp_path, IDENTITY)
    unit = RemoteUnit(world, HEAP, console=True)
    try:
        for order in ({"do": "start"}, {"do": "register", **IDENTITY}, {"do": "console"}):
            assert unit.command(order)["ok"]
        shown = []
        for key in ("5", *["down"] * 6):
            shown += unit.command({"do": "key", "name": key})["cashier"][:3]
        image = romfs.build(mpy.runtime.preferred_arch())
        wanted = verify.digest(verify.files(str(image)))
        found = {row.strip() for row in shown}
        assert {wanted[at : at + 16] for at in range(0, 64, 16)} <= found
    finally:
        unit.close()
        world.close()


@pytest.mark.regl("30")
def test_verify_finds_what_was_changed(tmp_path, capsys):
    folder = tmp_path / "bu"
    folder.mkdir()
    (folder / "money.py").write_bytes(b"one")
    (tmp_path / "other.txt").write_bytes(b"left alone")
    writer = romfs.VfsRomWriter()
    writer.mkfile("unseen.txt", b"x")
    writer.opendir("bu")
    writer.mkfile("money.py", b"one")
    writer.closedir()
    image = tmp_path / "image.romfs"
    image.write_bytes(writer.finalise() + b"\xff" * 64)
    assert verify.main([str(tmp_path), str(image)]) == 0
    found = capsys.readouterr().out.split()[0]
    assert verify.main([found.upper(), str(image)]) == 0
    (folder / "money.py").write_bytes(b"two")
    assert verify.main([str(tmp_path), str(image)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "bu/money.py"
    assert verify.main([str(image), "0" * 64]) == 1
    image.write_bytes(image.read_bytes()[:9])
    assert verify.main([str(image)]) == 2
    assert verify.main([str(tmp_path / "nothing")]) == 2
