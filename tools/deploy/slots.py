"""Two slots and a pointer: how a deploy can be cut off anywhere and leave the old version working.

    1  the slot that the pointer does not name is made equal to the new version: what it has
       already stays, what the running slot has is copied on the board, the rest is sent
    2  the board hashes what lies in it; anything else than expected ends the deploy
    3  /slot is replaced by one rename

A slot is a folder of .mpy files, or half of the ROMFS partition (see boards/boot.py). Until step 3
nothing that the old version needs has been touched.
"""

import base64
from collections.abc import Callable
from typing import Protocol

from tools.deploy import bundle
from tools.deploy.link import PIECE, Board, LinkError

Progress = Callable[[str, int, int], None]
METHODS = ("files", "rom")


class Slots(Protocol):
    """One way of keeping two versions."""

    def fill(self, files: dict[str, bytes], target: str, running: str, progress: Progress) -> int:
        """Makes slot `target` hold these files, checked; -> bytes sent. `running`: or ""."""


def pointer(board: Board) -> tuple[str, str, str]:
    """(method, slot, SHA-256 of the listing) of the version that runs, or ("", "", "")."""
    words = board.call("read", "/slot").split()
    if len(words) != 3 or words[0] not in METHODS or words[1] not in ("a", "b"):
        return "", "", ""
    return words[0], words[1], words[2]


def switch(board: Board, method: str, slot: str, listing: str) -> None:
    """Step 3."""
    board.write("/slot", f"{method} {slot} {listing}\n".encode())


class Files:
    """Slots that are folders."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def _listing(self, folder: str) -> dict[str, tuple[int, str]]:
        rows = (line.split(" ", 2) for line in self._board.lines("listing", folder))
        return {name: (int(size), digest) for size, digest, name in rows}

    def fill(self, files: dict[str, bytes], target: str, running: str, progress: Progress) -> int:
        board, folder = self._board, f"/slot_{target}"
        wanted = {name: bundle.sha256(data) for name, data in files.items()}
        there = self._listing(folder)
        stale = [name for name in there if name not in files]
        for name in stale:
            board.call("remove", f"{folder}/{name}")
        if stale:
            board.call("prune", folder)
        missing = [name for name in sorted(files) if there.get(name, (0, ""))[1] != wanted[name]]
        self._room(files, there, missing)
        known = {digest: name for name, (_, digest)
                 in (self._listing(f"/slot_{running}") if running else {}).items()}
        sent = 0
        for count, name in enumerate(missing):
            progress(name, count, len(missing))
            twin = known.get(wanted[name])
            if twin is not None:
                board.call("copy", f"/slot_{running}/{twin}", f"{folder}/{name}")
            else:
                board.write(f"{folder}/{name}", files[name])
                sent += len(files[name])
        progress("checking", len(missing), len(missing))
        there = self._listing(folder)
        wrong = [name for name in {*wanted, *there}
                 if there.get(name, (0, ""))[1] != wanted.get(name)]
        if wrong:
            raise LinkError(f"what the board holds is not what was sent: {', '.join(wrong[:5])}. "
                            "Deploy again; if it stays, its flash is worn")
        return sent

    def _room(self, files: dict[str, bytes], there: dict[str, tuple[int, str]],
              missing: list[str]) -> None:
        """littlefs gives a file whole blocks, a folder two."""
        free, block = self._board.call("free")

        def whole(size: int) -> int:
            return -(-size // block) * block

        # a replaced file's old blocks are free only after its rename: the largest counts twice
        need = sum(whole(len(files[name])) - whole(there[name][0] if name in there else 0)
                   for name in missing)
        need += max((whole(len(files[name])) for name in missing), default=0)
        folders = {name.rpartition("/")[0] for name in missing if name not in there}
        need += 2 * block * (len(folders) + 1)
        if need > free:
            raise LinkError(f"not enough space: {need // 1024} KB are needed, {free // 1024} KB "
                            "are free on the board. Remove what else lies there "
                            "(`python -m mpremote fs tree`)")


class Rom:
    """Slots that are halves of the ROMFS partition."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._blocks, self._size = board.call("partition")

    def fill(self, files: dict[str, bytes], target: str, running: str, progress: Progress) -> int:
        board, size = self._board, self._size
        image = bundle.romfs(files)
        half = self._blocks // 2
        count = -(-len(image) // size)
        if count > half:
            raise LinkError(f"not enough space: the image has {len(image) // 1024} KB, a slot of "
                            f"the ROMFS partition {half * size // 1024} KB")
        first = half if target == "b" else 0
        pieces = [image[at : at + size].ljust(size, b"\xff") for at in range(0, len(image), size)]
        wanted = [bundle.sha256(piece) for piece in pieces]
        sent = 0
        for index, digest in enumerate(board.lines("blocks", first, count)):
            if digest == wanted[index]:
                continue
            progress(f"block {index + 1} of {count}", index, count)
            board.call("clear", first + index)
            for at in range(0, size, PIECE):
                piece = base64.b64encode(pieces[index][at : at + PIECE])
                board.call("fill", first + index, at, piece)
            sent += size
        progress("checking", count, count)
        if board.lines("blocks", first, count) != wanted:
            raise LinkError("what the ROMFS partition holds is not what was sent. Deploy again; "
                            "if it stays, the flash is worn")
        return sent


def method_of(board: Board, asked: str) -> tuple[str, Slots]:
    """The ROMFS partition where the board has one, unless files are asked for."""
    blocks, _ = board.call("partition")
    if asked == "rom" and not blocks:
        raise LinkError("this board has no ROMFS partition: flash an image or a partition table "
                        "that has one (docs/boards.md), or use --method files")
    if asked == "rom" or (not asked and blocks):
        return "rom", Rom(board)
    return "files", Files(board)
