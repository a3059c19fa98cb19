"""The board's end of a deploy: sent to its raw REPL as text, never imported here.

Every function prints nothing and returns plain values; the other end asks for their `repr`.
"""

import binascii
import hashlib
import os

_FOLDER = 0x4000
_file = _digest = _rom = None


def _hash(path):
    digest = hashlib.sha256()
    piece = bytearray(512)
    with open(path, "rb") as file:
        count = file.readinto(piece)
        while count:
            digest.update(memoryview(piece)[:count])
            count = file.readinto(piece)
    return str(binascii.hexlify(digest.digest()), "ascii")


def _exists(path):
    try:
        os.stat(path)
        return True
    except OSError:
        return False


def listing(folder, below=""):
    """Prints a line for each file below a folder: size, SHA-256, name."""
    for entry in os.ilistdir(folder + below) if _exists(folder) else ():
        name = below + "/" + entry[0]
        if entry[1] & _FOLDER:
            listing(folder, name)
        else:
            print(os.stat(folder + name)[6], _hash(folder + name), name[1:])


def begin(path):
    """Opens path.new for `put`, and makes the folders above it."""
    global _file, _digest
    parts = path.split("/")[1:-1]
    for count in range(len(parts)):
        folder = "/" + "/".join(parts[: count + 1])
        if not _exists(folder):
            os.mkdir(folder)
    _file = open(path + ".new", "wb")
    _digest = hashlib.sha256()


def put(text):
    """Appends a piece, in base64."""
    piece = binascii.a2b_base64(text)
    _file.write(piece)
    _digest.update(piece)


def end(path):
    """Closes path.new and renames it to path; the SHA-256 of what came."""
    _file.close()
    os.rename(path + ".new", path)
    return str(binascii.hexlify(_digest.digest()), "ascii")


def copy(source, target):
    """Copies a file on the board."""
    begin(target)
    with open(source, "rb") as file:
        piece = file.read(512)
        while piece:
            _file.write(piece)
            piece = file.read(512)
    end(target)


def remove(path):
    """Removes a file if it is there."""
    if _exists(path):
        os.remove(path)


def prune(folder):
    """Removes the folders below this one that are empty, and itself if it is."""
    for entry in list(os.ilistdir(folder)):
        if entry[1] & _FOLDER:
            prune(folder + "/" + entry[0])
    if not list(os.ilistdir(folder)):
        os.rmdir(folder)


def writable():
    """True where there is a file system."""
    try:
        open("/hold", "w").close()
        os.remove("/hold")
    except OSError as error:
        return error.errno == 28
    return True


def format_rp2(size):
    """A new file system on the first bytes of the storage area, as our _boot.py mounts it."""
    import rp2
    import vfs

    device = rp2.Flash(start=0, len=size)
    vfs.VfsLfs2.mkfs(device, progsize=256)
    vfs.mount(vfs.VfsLfs2(device, progsize=256), "/")


def format_esp32(size):
    """A new file system on the partition «vfs»."""
    import vfs
    from flashbdev import bdev

    vfs.VfsLfs2.mkfs(bdev)
    vfs.mount(bdev, "/")


def free():
    """(free bytes, block size) of the file system."""
    known = os.statvfs("/")
    return known[0] * known[3], known[0]


def read(path):
    """A small file's text, or ""."""
    if not _exists(path):
        return ""
    with open(path) as file:
        return file.read()


def partition():
    """(blocks, block size) of the ROMFS partition, or (0, 0)."""
    global _rom
    try:
        import vfs

        _rom = vfs.rom_ioctl(2, 0)
        return _rom.ioctl(4, 0), _rom.ioctl(5, 0)
    except (ImportError, AttributeError):
        return 0, 0


def blocks(first, count):
    """Prints the SHA-256 of each of these blocks of the partition."""
    size = _rom.ioctl(5, 0)
    for block in range(first, first + count):
        digest = hashlib.sha256(memoryview(_rom)[block * size : (block + 1) * size]).digest()
        print(str(binascii.hexlify(digest), "ascii"))


def clear(block):
    """Erases a block."""
    _rom.ioctl(6, block)


def fill(block, offset, text):
    """Programs a piece of an erased block, in base64."""
    _rom.writeblocks(block, bytearray(binascii.a2b_base64(text)), offset)
