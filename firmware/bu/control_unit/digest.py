"""The firmware's own SHA-256 (регл. 30), over the files that run.

    for each file   name as `bu/fiscal/money.mpy` in UTF-8, 00h, contents, their length (4 bytes)

First the modules at the root, then boards/, then bu/, each by name, a folder's files where the
folder stands. `tools.verify` computes the same of an image or of the sources. A board says where
its files are (`firmware_files`); `beside` and `below` are how it finds them.
"""

import os
from binascii import hexlify
from hashlib import sha256

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PIECE = const(512)
_FOLDER = const(0x4000)
_SUFFIXES = const((".py", ".mpy"))


def of_files(files: "Iterable[tuple[str, str]]") -> str:
    """64 hex digits of (name, path to open) pairs; an OSError is the caller's."""
    whole = sha256()
    buffer = bytearray(_PIECE)
    view = memoryview(buffer)
    for name, path in files:
        whole.update(name.encode())
        whole.update(b"\x00")
        length = 0
        with open(path, "rb") as file:
            while True:
                count = file.readinto(buffer)
                if not count:
                    break
                whole.update(view[:count])
                length += count
        whole.update(length.to_bytes(4, "big"))
    return str(hexlify(whole.digest()), "ascii")


def beside(folder: str) -> "Iterator[tuple[str, str]]":
    """(name, path) of the modules in `folder` itself."""
    for entry in sorted(os.listdir(folder)):
        if entry.endswith(_SUFFIXES):
            yield entry, folder + "/" + entry


def below(folder: str, prefix: str) -> "Iterator[tuple[str, str]]":
    """(name, path) of the modules in `folder` and below, by name; names begin with `prefix`."""
    for entry in sorted(os.listdir(folder)):
        path = folder + "/" + entry
        if os.stat(path)[0] & _FOLDER:
            yield from below(path, prefix + entry + "/")
        elif entry.endswith(_SUFFIXES):
            yield prefix + entry, path
