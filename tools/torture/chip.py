"""Flash for fuzz targets: any bytes, whatever is in them, and a limit on reading."""

from __future__ import annotations

SECTOR = 4096


class TooMuch(AssertionError):
    """More was read than any image of this size can need."""


class Chip:
    """The extended block device over `data`, filled up with FFh to `sectors`."""

    def __init__(self, sectors: int, data: bytes = b"", most: int = 0) -> None:
        size = sectors * SECTOR
        self.cells = bytearray(data[:size].ljust(size, b"\xff"))
        self.read = 0
        self.most = most

    def readblocks(self, block: int, buf: bytearray | memoryview, off: int = 0) -> None:
        self.read += len(buf)
        if self.most and self.read > self.most:
            raise TooMuch(f"{self.read} bytes read of {len(self.cells)}")
        at = block * SECTOR + off
        buf[:] = self.cells[at : at + len(buf)]

    def writeblocks(self, block: int, buf: bytes | bytearray | memoryview, off: int = 0) -> None:
        for at, value in enumerate(bytes(buf), block * SECTOR + off):
            self.cells[at] &= value

    def ioctl(self, op: int, arg: int = 0) -> int:
        if op == 6:
            self.cells[arg * SECTOR : (arg + 1) * SECTOR] = b"\xff" * SECTOR
        return {4: len(self.cells) // SECTOR, 5: SECTOR}.get(op, 0)


def patched(base: bytes, patches: bytes) -> bytes:
    """`base` with pieces put over it: place (3 bytes, modulo the size), length (1), the bytes."""
    image = bytearray(base)
    at = 0
    while image and at + 4 <= len(patches):
        place = int.from_bytes(patches[at : at + 3], "big") % len(image)
        piece = patches[at + 4 : at + 4 + patches[at + 3]]
        at += 4 + len(piece)
        image[place : place + len(piece)] = piece
    return bytes(image[: len(base)])


def pieces(data: bytes) -> list[tuple[int, bytes]]:
    """The input as records: a kind (1 byte), a length (2), so many bytes."""
    found = []
    at = 0
    while at + 3 <= len(data):
        size = int.from_bytes(data[at + 1 : at + 3], "big")
        found.append((data[at], data[at + 3 : at + 3 + size]))
        at += 3 + size
    return found
