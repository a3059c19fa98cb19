"""Runs a module of a ROMFS image: micropython start.py IMAGE MODULE [ARGUMENTS].

The module has a main(arguments) that returns the exit status.

The image is mapped by the C library, read-only and outside the heap, as flash is on a board.
"""

import os
import sys

import ffi
import uctypes
import vfs


def map_file(path: str) -> memoryview:
    """The file's bytes, mapped."""
    size = os.stat(path)[6]
    libc = ffi.open("libc.so.6")
    # void *mmap(addr, length, PROT_READ, MAP_PRIVATE, fd, offset)
    mmap = libc.func("p", "mmap", "pLiiiL")
    with open(path, "rb") as file:
        address = mmap(0, size, 1, 2, file.fileno(), 0)
    return uctypes.bytearray_at(address, size)


def main(image: str, module: str, *arguments: str) -> None:
    """Mounts the image, makes it the only place to import from, runs the module."""
    vfs.mount(vfs.VfsRom(map_file(image)), "/rom")
    sys.path[:] = ["/rom", ".frozen"]
    __import__(module)
    sys.exit(sys.modules[module].main(list(arguments)))


main(*sys.argv[1:])
