"""`make deploy` end to end: mpremote against a MicroPython process that stands for a board."""

from pathlib import Path

import pytest

from host_tests import deploy_bench
from host_tests.deploy_bench import IDENTITY, NEW, OLD, SALE, carried_out, put, standing
from tools.bench.unix_board import UnixBoard
from tools.deploy import __main__ as deploy
from tools.deploy import bundle, slots
from tools.deploy.link import NATIVE_VERSION, Board, LinkError

board, architecture = deploy_bench.board, deploy_bench.architecture


def test_deploy_and_a_sale_and_a_deploy_cut_off(
    board: UnixBoard, tmp_path: Path, monkeypatch, capsys
) -> None:
    """The firmware goes over the line, sells; a newer one is cut off, and the old one sells on."""
    bench = tmp_path / "bench"
    assert deploy.main([board.port, "--board", "unix"]) == 0
    first = capsys.readouterr().out
    assert "slot a (rom) runs" in first and "100 %" in first
    opening = {"do": "open_shift", "cashier": "Анна"}
    sold = carried_out(bench, board.port, {**IDENTITY, "do": "register"}, opening, SALE)
    assert sold == [("sale", "3.00")]

    files = bundle.slot_files
    monkeypatch.setattr(bundle, "slot_files", lambda name, arch: {
        **files(name, arch), "bu/a_newer_one.mpy": b"\x4d" * 6000})

    def pull(what: str, done: int, total: int) -> None:
        if done > 20:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(deploy, "progress", pull)
        assert deploy.main([board.port, "--board", "unix"]) == 1
    assert "the version before still runs" in capsys.readouterr().err
    board.power_on()
    sold = carried_out(bench, board.port, SALE, {"do": "z_report"})
    assert sold == [("sale", "3.00"), ("sale", "3.00"), ("z_report", "")]

    monkeypatch.setattr(bundle, "slot_files", files)
    assert deploy.main([board.port, "--board", "unix"]) == 0
    second = capsys.readouterr().out
    assert ", 0 bytes sent" in second and "slot a (rom) runs" in second


@pytest.mark.parametrize("method", ["files", "rom"])
def test_only_what_changed_is_sent(board: UnixBoard, method: str) -> None:
    assert put(board.port, method, OLD, "a", "") >= sum(map(len, OLD.values()))
    assert put(board.port, method, OLD, "a", "a") == 0
    sent = put(board.port, method, NEW, "b", "a")
    if method == "files":
        changed = sum(len(data) for name, data in NEW.items() if OLD.get(name) != data)
        assert sent == changed
        assert standing(board.port) == ("b", NEW)
    else:
        image = bundle.romfs(NEW)
        assert standing(board.port)[1][""].startswith(image)
    again = {**OLD, "part2.mpy": b"only this one differs"}
    sent = put(board.port, method, again, "a", "b")
    assert sent == (21 if method == "files" else 4096 * blocks_that_differ(OLD, again))


def blocks_that_differ(one: dict[str, bytes], other: dict[str, bytes]) -> int:
    left, right = bundle.romfs(one), bundle.romfs(other)
    return sum(left[at : at + 4096] != right[at : at + 4096] for at in range(0, len(right), 4096))


def test_a_running_register_is_held_before_the_compiler_works(
    board: UnixBoard, monkeypatch
) -> None:
    """In the REPL nobody feeds its watchdog, and compiling takes longer than that waits."""
    first, seen = board.pid(), []

    def compiled(name: str, arch: str) -> dict[str, bytes]:
        seen.append(board.pid())
        return OLD

    monkeypatch.setattr(bundle, "slot_files", compiled)
    assert deploy.main([board.port, "--board", "unix"]) == 0
    assert len(seen) == 1 and seen[0] != first


def test_the_choice_of_memories_is_behind_the_switch(
    board: UnixBoard, monkeypatch, capsys
) -> None:
    """Cut off before it, the version before starts with the memories that it had."""
    monkeypatch.setattr(bundle, "slot_files", lambda name, arch: OLD)
    assert deploy.main([board.port, "--board", "unix"]) == 0
    assert deploy.main([board.port, "--board", "unix", "--storage", "nor"]) == 1
    assert "has no STORAGE=nor; it has partitions" in capsys.readouterr().err

    def cut(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(slots, "switch", cut)
        patched.setattr(bundle, "slot_files", lambda name, arch: NEW)
        storage = ["--storage", "partitions"]
        assert deploy.main([board.port, "--board", "unix", *storage]) == 1
    link = Board(board.port)
    assert link.call("read", "/storage.txt") == ""
    link.close()
    assert deploy.main([board.port, "--board", "unix", "--storage", "partitions"]) == 0
    link = Board(board.port)
    assert link.call("read", "/storage.txt") == "partitions\n"
    link.close()


def test_a_board_without_a_file_system(board: UnixBoard, monkeypatch, capsys) -> None:
    """Our own image formats nothing: deploy does, when it is told to, on FS_BYTES alone."""
    facts = bundle.facts("unix")
    facts.CHIP, facts.FS_BYTES = "rp2", 196 * 4096
    link = Board(board.port)
    link.run("import vfs; vfs.umount('/')")
    with pytest.raises(LinkError, match="FORMAT=1"):
        deploy.file_system(link, "unix", wanted=False)
    assert not link.call("writable")
    deploy.file_system(link, "unix", wanted=True)
    assert link.call("writable") and link.call("read", "/slot") == ""
    deploy.file_system(link, "unix", wanted=True)
    link.close()
    assert capsys.readouterr().out.count("was made") == 1


def test_a_heap_that_is_too_small_for_files(board: UnixBoard) -> None:
    """An RP2040 runs the firmware in place only; the emulator's 40 KB run from RAM."""
    link = Board(board.port)
    free = link.ask("(__import__('gc').collect(), __import__('gc').mem_free())[1]")
    deploy.fits_heap(link, free // 2)
    with pytest.raises(LinkError, match="ROMFS partition, or frozen"):
        deploy.fits_heap(link, free * 4 // 3)
    link.close()


def test_a_usb_line_that_is_a_devices_is_waited_for() -> None:
    """Ctrl-C is a byte like any other there, once the register runs."""
    table = bundle.facts("unix")
    assert "wait" not in bundle.root_files("unix")
    table.BUSES = {"cable": ("usb", {}), "line": ("uart", {})}
    table.DEVICES = {"printer": ("stream", {"bus": "line"}), "drawer": ("drawer", {"pin": 1})}
    assert "wait" not in bundle.root_files("unix")
    table.DEVICES["host"] = ("felix", {"bus": "cable"})
    assert "wait" in bundle.root_files("unix")


@pytest.mark.parametrize("same", [True, False])
def test_machine_code_of_another_version_is_done_without(
    micropython: str, board: UnixBoard, same: bool
) -> None:
    """Its header says which version it is of; MicroPython answers another with a ValueError."""
    files = bundle.slot_files("unix", {"i386": "x86", "amd64": "x64"}[micropython])
    native = bytearray(files["bu/skno/crc_native.mpy"])
    assert native[2] & 3 == NATIVE_VERSION
    if not same:
        native[2] ^= 1
    link = Board(board.port)
    for name in ("bu/__init__.mpy", "bu/skno/__init__.mpy", "bu/skno/crc.mpy"):
        link.write(f"/t/{name}", files[name])
    link.write("/t/bu/skno/crc_native.mpy", bytes(native))
    link.run("import sys; sys.path.insert(0, '/t')\nfrom bu.skno import crc")
    assert link.ask("(crc.use_native(), crc.update(b'123456789', 0xFFFF))") == (same, 0x29B1)
    link.close()


def test_the_start_leaves_nothing_behind(board: UnixBoard) -> None:
    """boot.py shares its globals with main.py, in a heap that is precious."""
    link = Board(board.port)
    text = bundle.root_files("unix")["boot.py"].decode()
    assert link.ask(f"(lambda g: (exec({text!r}, g), sorted(g)))({{}})[1]") == []
    link.close()


def test_refusals(micropython: str, board: UnixBoard, tmp_path: Path, monkeypatch, capsys) -> None:
    """No port, no MicroPython, another board, no such board: each says so, with status 1."""
    monkeypatch.setattr("tools.deploy.link.OPEN_S", 0)
    monkeypatch.setattr("tools.deploy.link.ANSWER_S", 1)

    def refused(port: str, name: str) -> str:
        assert deploy.main([port, "--board", name]) == 1
        return capsys.readouterr().err

    for port in ("/dev/ttyNOBODY", "/dev/null", "nonsense://1"):
        assert "no such port" in refused(port, "unix") and "dialout" in refused(port, "unix")
    assert "no such board" in refused(board.port, "arduino")
    facts = bundle.facts("unix")
    facts.MCU = "ESP32S3"
    assert "BOARD=unix is one with ESP32S3. Name the right board" in refused(board.port, "unix")
    facts.ARCH = "armv6m"
    assert "BOARD=unix has armv6m. Name the right board" in refused(board.port, "unix")
    board.power_off()
    assert "no MicroPython answers" in refused(board.port, "unix")
    facts.ARCH, facts.MCU = "x86", "ESP32S3"
    names = ("Generic ESP32 module with ESP32", "Generic ESP32S3 module with ESP32-S3")
    for machine, right in zip(names, (False, True), strict=True):
        with UnixBoard(tmp_path, micropython, version=f"1.26.0/6/{machine}") as other:
            facts.ARCH = {"i386": "x86", "amd64": "x64"}[micropython]
            link = Board(other.port)
            if right:
                assert deploy.right_board(link, "unix") == facts.ARCH
            else:
                with pytest.raises(LinkError, match="this is «Generic ESP32 module with ESP32»"):
                    deploy.right_board(link, "unix")
            link.close()
    for version, said in (("1.19.1", "MicroPython 1.19 with bytecode 6"),
                          ("1.26.0/5", "MicroPython 1.26 with bytecode 5")):
        with UnixBoard(tmp_path, micropython, version=version) as old:
            answer = refused(old.port, "unix")
            assert said in answer and "Flash a newer image" in answer
