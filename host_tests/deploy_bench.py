"""What the tests of `make deploy` share: a board of this machine, two versions, one deploy."""

from pathlib import Path

import pytest

from host_tests.bench_days import IDENTITY
from tools.bench.unix_board import BoardUnit, UnixBoard
from tools.bench.world import World
from tools.deploy import bundle, slots
from tools.deploy.link import Board

OLD = {f"part{number}.mpy": bytes([number]) * 900 * number for number in range(1, 5)} | {
    "bu/stays.mpy": b"the same in both" * 300
}
NEW = {"part1.mpy": b"another" * 200, "part9.mpy": b"new" * 2000, "part2.mpy": b"2" * 70,
       "bu/stays.mpy": OLD["bu/stays.mpy"], "bu/deep/one.mpy": b"deep" * 50}

STEPS = {"files": 8, "rom": 5}


def quiet(what: str, done: int, total: int) -> None:
    """No progress."""


@pytest.fixture
def board(micropython: str, tmp_path: Path):
    with UnixBoard(tmp_path, micropython) as unix:
        yield unix


@pytest.fixture(autouse=True)
def architecture(micropython: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The unix board is what MicroPython is here: 32-bit or 64-bit."""
    facts = bundle.facts("unix")
    facts.ARCH = {"i386": "x86", "amd64": "x64"}[micropython]
    monkeypatch.setattr(bundle, "facts", lambda name: facts)


def listing(files: dict[str, bytes]) -> str:
    return bundle.listing_hash((name, bundle.sha256(data)) for name, data in files.items())


def put(port: str, method: str, files: dict[str, bytes], target: str, running: str) -> int:
    """One deploy of these files, pointer and all; -> bytes sent."""
    link = Board(port)
    try:
        sent = slots.method_of(link, method)[1].fill(files, target, running, quiet)
        slots.switch(link, method, target, listing(files))
    finally:
        link.close()
    return sent


def standing(port: str) -> tuple[str, dict[str, bytes]]:
    """What the pointer names, read back: (slot, files)."""
    link = Board(port)
    try:
        method, slot, digest = slots.pointer(link)
        if method == "files":
            rows = [line.split(" ", 2) for line in link.lines("listing", f"/slot_{slot}")]
            files = {name: link.ask(f"open('/slot_{slot}/{name}', 'rb').read()")
                     for _, _, name in rows}
        else:
            blocks, size = link.call("partition")
            at = blocks // 2 * size if slot == "b" else 0
            files = {"": link.ask(f"bytes(memoryview(_rom)[{at}:{at} + 32768])")}
    finally:
        link.close()
    return slot, files


SALE = {"do": "sale", "lines": [{"name": "Хлеб", "price": "1.50", "qty": "2"}],
        "pay": [{"by": "cash", "sum": "5.00"}]}


def carried_out(bench: Path, port: str, *orders: dict) -> list[tuple[str, str]]:
    """Orders to the firmware that the board has booted; -> (kind, sum) of what the СКНО took."""
    world = World(bench, IDENTITY)
    unit = BoardUnit(world, port)
    assert world.skno
    for order in ({"do": "start"}, *orders):
        key = f"{len(world.skno.documents):016x}"
        assert unit.command({"key": key, **order})["ok"], order
    unit.close()
    taken = [(entry["kind"], entry.get("to_pay", "")) for entry in world.skno.documents]
    world.close()
    return taken
