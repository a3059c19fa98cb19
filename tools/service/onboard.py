"""The board's end of self-test and reading: sent to its raw REPL as text after tools/deploy's."""

import sys
from binascii import a2b_base64, b2a_base64

_goods = _loading = None
_region = _made = None  # and _rom, of tools/deploy/onboard.py
_BLOCK = bytearray(4096)


def _table():
    import board

    path = "bu.hal." + board.PORT
    __import__(path)
    # Once started it cannot be stopped.
    board.DEVICES.pop("watchdog", None)
    return board, sys.modules[path]


def self_test():
    """Prints a line for each part: name, tab, what is wrong."""
    from bu import self_test as test

    test.main(*_table())


def open_region(name):
    """The region's blocks; 0: this board has none, or its chip does not answer."""
    global _region, _made
    if _made is None:
        from bu import assembly

        _made = assembly.make(*_table())
    _region = getattr(_made, name + "_flash")
    return 0 if _region is None else _region.ioctl(4, 0)


def read_rom(block):
    """A block of the ROMFS partition in base64; "" where it is blank."""
    piece = bytes(memoryview(_rom)[block * 4096 : block * 4096 + 4096])  # noqa: F821
    return "" if piece.count(b"\xff") == 4096 else str(b2a_base64(piece), "ascii")


def begin_goods():
    """A base file is to come into the region that is open; the old one stays until it is whole."""
    global _goods, _loading
    from bu.storage.goods import Goods

    _goods = Goods(_region)
    _goods.open()
    _loading = _goods.receive()


def put_goods(text):
    """A piece of it, in base64."""
    _loading.write(a2b_base64(text))


def end_goods():
    """Checks it and puts it in force; its items."""
    for _ in _loading.finish():
        pass
    return _goods.count


def read_block(block):
    """A block in base64; "" where it is blank."""
    _region.readblocks(block, _BLOCK)
    return "" if _BLOCK.count(b"\xff") == 4096 else str(b2a_base64(_BLOCK), "ascii")
