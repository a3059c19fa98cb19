"""A deploy that breaks off, by power, cable, reset or flash: the version before runs."""

from pathlib import Path

import pytest

from host_tests import deploy_bench
from host_tests.deploy_bench import NEW, OLD, STEPS, put, quiet, standing
from tools.bench.unix_board import UnixBoard
from tools.deploy import slots
from tools.deploy.link import Board, LinkError

board, architecture = deploy_bench.board, deploy_bench.architecture


@pytest.mark.parametrize("method", ["files", "rom"])
def test_power_cut_leaves_the_old_version(
    micropython: str, tmp_path: Path, method: str
) -> None:
    """The power fails in the midst of a block's change, each time later, until it gets through."""
    with UnixBoard(tmp_path, micropython) as board:
        put(board.port, method, OLD, "a", "")
        old = standing(board.port)
        cut, survived = 0, 0
        while True:
            cut += STEPS[method]
            board.power_on(cut)
            try:
                put(board.port, method, NEW, "b", "a")
            except LinkError:
                assert board.failed(), f"cut {cut}: the deploy stopped without a cut"
            else:
                break
            board.power_on()
            slot, files = standing(board.port)
            if slot == "b":
                break
            assert (slot, files) == old, f"cut at block change {cut}"
            survived += 1
        assert survived > 1
        board.power_on()
        put(board.port, method, NEW, "b", "a")
        if method == "files":
            assert standing(board.port) == ("b", NEW)


def test_cable_pulled_leaves_the_old_version(board: UnixBoard) -> None:
    """The tool dies after each file that it has sent or copied."""
    put(board.port, "files", OLD, "a", "")

    def pull(what: str, done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    for _ in NEW:
        link = Board(board.port)
        with pytest.raises(KeyboardInterrupt):
            slots.Files(link).fill(NEW, "b", "a", pull)
        link.close()
        assert standing(board.port) == ("a", OLD)
    link = Board(board.port)
    assert slots.Files(link).fill(NEW, "b", "a", pull) == 0
    link.close()


def test_a_board_that_starts_anew_in_the_middle(board: UnixBoard) -> None:
    """A watchdog, a brown-out: the board answers as its REPL does, and what ran before runs."""
    put(board.port, "files", OLD, "a", "")
    link = Board(board.port)
    link.run("put_, count = put, [0]\ndef put(text):\n count[0] += 1\n"
             " if count[0] == 4: __import__('machine').reset()\n put_(text)\n")
    with pytest.raises(LinkError, match="started anew. What ran before runs"):
        slots.Files(link).fill(NEW, "b", "a", quiet)
    link.close()
    assert standing(board.port) == ("a", OLD)
    put(board.port, "files", NEW, "b", "a")
    assert standing(board.port) == ("b", NEW)


@pytest.mark.parametrize(("spoil", "said"), [
    ("put_(text)\n raise OSError(28)", "no space left on the board. Remove what else"),
    ("_file.write(b'?')\n put_(text)", "not what was sent: .*part9"),
], ids=["full", "spoilt on the way"])  # fmt: skip
def test_a_board_that_does_not_keep_what_it_gets(board: UnixBoard, spoil: str, said: str) -> None:
    """Where the reckoning of room was wrong, the board's own error and what helps; where a file
    is spoilt, its hash tells. The pointer stays."""
    put(board.port, "files", OLD, "a", "")
    link = Board(board.port)
    link.run(f"put_ = put\ndef put(text):\n {spoil}\n")
    with pytest.raises(LinkError, match=said):
        slots.Files(link).fill(NEW, "b", "a", quiet)
    link.close()
    assert standing(board.port) == ("a", OLD)


def test_a_file_that_rotted_is_found_and_mended(board: UnixBoard) -> None:
    put(board.port, "files", OLD, "a", "")
    link = Board(board.port)
    link.run("f = open('/slot_a/part3.mpy', 'r+b'); f.seek(100); f.write(b'rot'); f.close()")
    link.close()
    assert put(board.port, "files", OLD, "a", "a") == len(OLD["part3.mpy"])
    assert standing(board.port) == ("a", OLD)


@pytest.mark.parametrize("method", ["files", "rom"])
def test_no_room(board: UnixBoard, method: str) -> None:
    put(board.port, method, OLD, "a", "")
    big = {f"big{number}.mpy": bytes(60000) for number in range(40)}
    with pytest.raises(LinkError, match="not enough space"):
        put(board.port, method, big, "b", "a")
    assert standing(board.port)[0] == "a"
