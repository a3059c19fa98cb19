"""Runs on CPython, under callgrind: crc_rival.py TIMES. crcmod's Python over 1 KB."""

import sys

from crcmod import Crc, _crcfunpy

DATA = bytes(at * 7 & 255 for at in range(1024))
table = Crc(0x11021, 0xFFFF, False).table
for _ in range(int(sys.argv[1])):
    _crcfunpy._crc16(DATA, 0xFFFF, table)
