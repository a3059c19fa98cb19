"""Chooses the firmware that runs: /boot.py on a stock image, frozen beside _boot.py in our own.

    /slot     "files a", "files b", "rom a" or "rom b", and the SHA-256 of what was deployed;
              replaced by one rename, the last step of a deploy. Absent: what is frozen runs.
    /slot_a   modules of a slot of files, /slot_b the other
    ROMFS     the partition's first half is slot a, the second slot b; the chosen one is mounted

The chosen slot comes first on the path, before the frozen modules. Nothing here formats or writes.

    /wait     there on a board whose USB line is a device's: once that device is at work nobody can
              interrupt it, so the start waits for a Ctrl-C first
"""

import sys
import time

MOUNT = "/bu_rom"

_WAIT_S = 4


def chosen() -> tuple:
    """(method, slot) of the pointer, or ("", "")."""
    try:
        with open("/slot") as file:
            words = file.read().split()
    except OSError:
        return "", ""
    if len(words) == 3 and words[0] in ("files", "rom") and words[1] in ("a", "b"):
        return words[0], words[1]
    return "", ""


def half(partition, slot: str):
    """The memory of one slot of the ROMFS partition."""
    memory = memoryview(partition)
    middle = partition.ioctl(4, 0) // 2 * partition.ioctl(5, 0)
    return memory[:middle] if slot == "a" else memory[middle:]


def select() -> None:
    """Puts the chosen slot on the path; without one, leaves the path as it is."""
    method, slot = chosen()
    if not method:
        return
    home = "/slot_" + slot
    if method == "rom":
        import vfs

        home = MOUNT
        try:
            vfs.umount(home)
        except OSError:
            pass
        vfs.mount(vfs.VfsRom(half(vfs.rom_ioctl(2, 0), slot)), home)
    sys.path[:] = [home, ".frozen", "/lib"]


def exists(path: str) -> bool:
    """True if there is such a file."""
    try:
        open(path).close()
    except OSError:
        return False
    return True


if exists("/wait"):
    time.sleep(_WAIT_S)
select()
# What stands here would stay in the heap: main.py has the same globals.
for _name in ("chosen", "exists", "half", "select", "MOUNT", "_WAIT_S", "sys", "time"):
    del globals()[_name]
del _name
