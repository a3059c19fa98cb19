"""MicroPython's unix port as a board on a serial line: micropython repl.py FOLDER CUT [VERSION].

Its flash is FOLDER/flash.lfs (littlefs, mounted at /), FOLDER/romfs.bin (the ROMFS partition) and
FOLDER/storage.bin (what `rp2.Flash` gives, for the register's memories).
It starts as boards do: /boot.py, /main.py, then a REPL with the raw mode that mpremote talks to.
The port has none of its own, nor `machine` and `vfs.rom_ioctl`: a board's stand in for them.

CUT is how many blocks may be erased or programmed before the power fails; 0: it does not fail.
VERSION is what it says of itself: 1.19, 1.26/5 (another bytecode), 1.26/6/NAME.
`machine.reset()` ends the process with status 64, the power's end with 65.
"""

import sys
import time

import ffi
import vfs

BLOCK = 4096
FILE_BLOCKS, ROM_BLOCKS, STORAGE_BLOCKS = 512, 256, 196
RESET, CUT = 64, 65
WINDOW = 64

_exit = ffi.open("libc.so.6").func("v", "_exit", "i")
_left = [int(sys.argv[2])]
_offset = [0]


def _wear():
    """One block is about to change; the power may fail in its midst."""
    _left[0] -= 1
    if not _left[0]:
        _exit(CUT)


class Flash(bytearray):
    """A block device in memory whose every change goes to a file as well."""

    def open(self, path):
        """Takes the file's contents; makes it, erased, where there is none."""
        try:
            self._file = open(path, "r+b")
            self._file.readinto(self)
        except OSError:
            for at in range(0, len(self), BLOCK):
                self[at : at + BLOCK] = b"\xff" * BLOCK
            with open(path, "wb") as file:
                file.write(self)
            self._file = open(path, "r+b")
        return self

    def _store(self, at, data):
        self[at : at + len(data)] = data
        self._file.seek(at)
        self._file.write(data)
        self._file.flush()

    def readblocks(self, block, buf, offset=0):
        at = block * BLOCK + offset
        buf[:] = memoryview(self)[at : at + len(buf)]

    def writeblocks(self, block, buf, offset=0):
        half = len(buf) // 2
        self._store(block * BLOCK + offset, bytes(memoryview(buf)[:half]))
        _wear()
        self._store(block * BLOCK + offset + half, bytes(memoryview(buf)[half:]))

    def ioctl(self, operation, argument):
        if operation == 4:
            return len(self) // BLOCK
        if operation == 5:
            return BLOCK
        if operation == 6:
            self._store(argument * BLOCK, b"\xff" * (BLOCK // 2))
            _wear()
            self._store(argument * BLOCK + BLOCK // 2, b"\xff" * (BLOCK // 2))
        return 0


class Rtc:
    """The processor's calendar: (year, month, day, weekday, hour, minute, second, 0)."""

    def datetime(self, moment=None):
        if moment is None:
            now = time.gmtime(time.time() + _offset[0])
            return now[0], now[1], now[2], now[6], now[3], now[4], now[5], 0
        year, month, day, _, hour, minute, second, _ = moment
        _offset[0] = time.mktime((year, month, day, hour, minute, second, 0, 0)) - int(time.time())


class Machine:
    """The module `machine` of a board."""

    RTC = Rtc

    @staticmethod
    def reset():
        _exit(RESET)


class Rp2:
    """The module `rp2`."""

    @staticmethod
    def Flash(start, len):
        """The whole storage."""
        assert (start, len) == (0, STORAGE_BLOCKS * BLOCK)
        return _storage


class Vfs:
    """The module `vfs` of a board with a ROMFS partition."""

    mount, umount, VfsLfs2, VfsRom = vfs.mount, vfs.umount, vfs.VfsLfs2, vfs.VfsRom

    @staticmethod
    def rom_ioctl(operation, number):
        return _rom if (operation, number) == (2, 0) else -22


# What it says of itself: version, bytecode, name.
_said = sys.argv[3].split("/") if len(sys.argv) > 3 else ["0"]
_said += ["0", "6", "another board"][len(_said) :]


class Sys:
    """The module `sys` of another version or board."""

    path = sys.path

    class implementation:
        _machine = _said[2]
        _mpy = sys.implementation._mpy & ~0xFF | int(_said[1])
        version = tuple(int(part) for part in _said[0].split("."))


def _start(path):
    """Runs a file as the board does; what it raises is shown, and the REPL comes."""
    try:
        with open(path) as file:
            text = file.read()
    except OSError:
        return
    try:
        exec(text, {"__name__": "__main__"})
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        sys.print_exception(error, sys.stdout)


def _byte():
    """One byte of the line; without a line the process ends."""
    byte = sys.stdin.buffer.read(1)
    if not byte:
        _exit(0)
    return byte


def _execute(text, names):
    """Runs a text; what it printed, 04h, what it raised, 04h."""
    try:
        exec(str(text, "utf-8"), names)
        print("\x04\x04", end=">")
    except Exception as error:
        print("\x04", end="")
        sys.print_exception(error, sys.stdout)
        print("\x04", end=">")


def _paste(names):
    """The raw-paste mode: a window of bytes, 01h for each that was taken."""
    print("R\x01%c%c" % (WINDOW & 0xFF, WINDOW >> 8), end="")
    text = bytearray()
    byte = _byte()
    while byte != b"\x04":
        text.extend(byte)
        if not len(text) % WINDOW:
            print("\x01", end="")
        byte = _byte()
    print("\x04", end="")
    _execute(text, names)


def _raw(names):
    """The raw mode, until Ctrl-B."""
    banner = "raw REPL; CTRL-B to exit\r\n>"
    print(banner, end="")
    text = bytearray()
    while True:
        byte = _byte()
        if byte == b"\x01":
            print(banner, end="")
            text = bytearray()
        elif byte == b"\x02":
            return
        elif byte == b"\x03":
            text = bytearray()
        elif byte == b"\x05" and not text:
            _byte(), _byte()
            _paste(names)
        elif byte == b"\x04":
            print("OK", end="")
            _execute(text, names)
            text = bytearray()
        else:
            text.extend(byte)


_files = Flash(FILE_BLOCKS * BLOCK).open(sys.argv[1] + "/flash.lfs")
_storage = Flash(STORAGE_BLOCKS * BLOCK).open(sys.argv[1] + "/storage.bin")
_rom = Flash(ROM_BLOCKS * BLOCK).open(sys.argv[1] + "/romfs.bin")
sys.modules["machine"], sys.modules["vfs"], sys.modules["rp2"] = Machine, Vfs, Rp2
if len(sys.argv) > 3:
    sys.modules["sys"] = Sys
vfs.umount("/")
try:
    _system = vfs.VfsLfs2(_files, progsize=256)
except OSError:
    vfs.VfsLfs2.mkfs(_files, progsize=256)
    _system = vfs.VfsLfs2(_files, progsize=256)
vfs.mount(_system, "/")
sys.path[:] = ["", ".frozen"]
_start("/boot.py")
_start("/main.py")
while True:
    print("MicroPython\r\n>>> ", end="")
    while _byte() != b"\x01":
        pass
    _raw({"__name__": "__main__"})
