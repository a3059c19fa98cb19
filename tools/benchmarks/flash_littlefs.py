"""Runs on MicroPython: littlefs append + sync of journal records, counted at the block device.

    micropython flash_littlefs.py BLOCKS COUNT SIZE...

COUNT receipts, each appended to one file as records of these sizes with a sync after each; a line
for each size: programs, programmed bytes, erases, and the most erases of one record.
"""

import sys

import vfs

BLOCK = 4096
PAGE = 256


class Counting:
    """A block device in RAM with the NOR model's geometry: sectors of 4096, pages of 256 bytes."""

    def __init__(self, blocks):
        self.cells = [bytearray(b"\xff" * BLOCK) for _ in range(blocks)]
        self.programs = self.programmed = self.erases = 0

    def readblocks(self, block, buf, off=0):
        while block < len(self.cells) and len(buf):
            count = min(len(buf), BLOCK - off)
            buf[:count] = memoryview(self.cells[block])[off : off + count]
            buf = memoryview(buf)[count:]
            block, off = block + 1, 0

    def writeblocks(self, block, buf, off=0):
        assert off % PAGE == 0 and len(buf) % PAGE == 0 and off + len(buf) <= BLOCK
        self.cells[block][off : off + len(buf)] = buf
        self.programs += len(buf) // PAGE
        self.programmed += len(buf)

    def ioctl(self, op, arg):
        if op == 6:
            self.cells[arg][:] = b"\xff" * BLOCK
            self.erases += 1
        return (0, 0, 0, 0, len(self.cells), BLOCK, 0)[op]


def main(args):
    """Prints the counts."""
    blocks, count = int(args[0]), int(args[1])
    sizes = [int(arg) for arg in args[2:]]
    device = Counting(blocks)
    vfs.VfsLfs2.mkfs(device, readsize=PAGE, progsize=PAGE)
    fs = vfs.VfsLfs2(device, readsize=PAGE, progsize=PAGE)
    file = fs.open("journal", "ab")
    totals = [[0, 0, 0, 0] for _ in sizes]
    for _ in range(count):
        for at in range(len(sizes)):
            total = totals[at]
            before = device.programs, device.programmed, device.erases
            file.write(b"\x55" * sizes[at])
            file.flush()
            erases = device.erases - before[2]
            total[0] += device.programs - before[0]
            total[1] += device.programmed - before[1]
            total[2] += erases
            total[3] = max(total[3], erases)
    for total in totals:
        print(*total)


main(sys.argv[1:])
