"""Goods for the tests: flash regions in RAM and in a file, items made from a number."""

from binascii import crc32

from bu.fiscal.goods import Item
from bu.storage import goods_layout as layout
from bu.storage.goods import Goods

SECTOR = 4096
PAGE = 256
BLANK = b"\xff" * PAGE
GTIN = "4817904152218"
TIME = (2026, 11, 20, 8, 30, 0)
NAMES = ("Хлеб «Нарочанский» подовый 0,85 кг", "Вада мінеральная «Дарыда», 1,5 л, ў", "Сыр")


class Flash:
    """A region that counts reads; programs only clear bits, inside one page."""

    def __init__(self, blocks):
        self.blocks = blocks
        self.reads = self.bytes = self.programs = self.erases = 0

    def readblocks(self, block, buf, off=0):
        self.reads += 1
        self.bytes += len(buf)
        self.get(block * SECTOR + off, buf)

    def writeblocks(self, block, buf, off=0):
        assert off % PAGE == 0 and len(buf) == PAGE and off < SECTOR and block < self.blocks
        self.programs += 1
        old = bytearray(PAGE)
        self.get(block * SECTOR + off, old)
        for at in range(PAGE):
            assert buf[at] == 0xFF or old[at] == 0xFF
            old[at] &= buf[at]
        self.put(block * SECTOR + off, old)

    def ioctl(self, op, arg=0):
        if op == 6:
            assert 0 <= arg < self.blocks
            self.erases += 1
            for page in range(SECTOR // PAGE):
                self.put(arg * SECTOR + page * PAGE, b"\xff" * PAGE)
        return {4: self.blocks, 5: SECTOR}.get(op, 0)


class RamFlash(Flash):
    """A factory-new region in RAM; a sector that is blank takes none."""

    def __init__(self, blocks):
        super().__init__(blocks)
        self.sectors = [None] * blocks

    def get(self, at, buf):
        place = at % SECTOR
        sector = self.sectors[at // SECTOR]
        assert place + len(buf) <= SECTOR
        if sector is None:
            for offset in range(len(buf)):
                buf[offset] = 0xFF
        else:
            buf[:] = memoryview(sector)[place : place + len(buf)]

    def put(self, at, data):
        block, place = divmod(at, SECTOR)
        if self.sectors[block] is None:
            if not any(byte != 0xFF for byte in data):
                return
            self.sectors[block] = bytearray(b"\xff" * SECTOR)
        self.sectors[block][place : place + len(data)] = data

    def ioctl(self, op, arg=0):
        if op == 6:
            self.sectors[arg] = None
        return super().ioctl(op, arg)

    def flip(self, at, mask):
        """Changes bits of one byte, as time does."""
        self.sectors[at // SECTOR][at % SECTOR] ^= mask

    def crc(self):
        """Of all contents."""
        found = 0
        for sector in self.sectors:
            found = crc32(sector or b"", found + 1)
        return found


class FileFlash(Flash):
    """A factory-new region in a file, for bases that do not fit a small heap."""

    def __init__(self, path, blocks):
        super().__init__(blocks)
        self.file = open(path, "w+b")
        for _ in range(blocks * SECTOR // PAGE):
            self.file.write(b"\xff" * PAGE)

    def get(self, at, buf):
        self.file.seek(at)
        assert self.file.readinto(buf) == len(buf)

    def put(self, at, data):
        self.file.seek(at)
        self.file.write(data)


def gtin(number):
    """A GTIN of 13 digits with a right check digit."""
    digits = "481%09d" % number
    total = sum(int(digits[place]) * (3 if place % 2 else 1) for place in range(12))
    return digits + str(-total % 10)


def make_item(number):
    """One of many different items; every fifth has no barcode."""
    made = Item(number * 13 + 5, "%s %d" % (NAMES[number % 3], number), number * 7 + 1)
    if number % 5:
        made.gtin = gtin(number * 7919)
        made.marking = number % 4
    made.section = number % 256
    made.vat = (-1, 0, 1000, 2000)[number % 4]
    made.weighed = not made.marking and number % 2 == 0
    return made


def item(**changed):
    """One item, these of its fields changed."""
    made = Item(7, "Молоко", 279)
    for name in changed:
        setattr(made, name, changed[name])
    return made


def fields(item):
    """All that an item says, as a tuple."""
    return (
        item.code, item.name, item.price, item.gtin, item.section, item.vat, item.marking,
        item.weighed,
    )  # fmt: skip


def opened(flash):
    """The base in this region."""
    goods = Goods(flash)
    goods.open()
    return goods


def run_all(steps):
    """Runs a generator to its end; the number of its steps."""
    count = 0
    for _ in steps:
        count += 1
    return count


def make_items(count):
    """The first items, by rising code, one at a time."""
    return (make_item(number) for number in range(count))


def load(goods, items, version=1, time=TIME, capacity=100):
    """Builds a base of these items (by rising code) on the unit."""
    builder = goods.build(capacity)
    for item in items:
        builder.add(item)
    run_all(builder.finish(version, time))


def same(goods, items):
    """True if the base holds these items and no others."""
    found = goods.items()
    for item in items:
        if fields(next(found)) != fields(item):
            return False
    return not any(True for _ in found)


def base_file(flash, first):
    """The pages of the base in the half that begins at sector `first`, as in a base file."""
    page = bytearray(PAGE)
    flash.get(first * SECTOR, page)
    total = layout.unpack_header(page).total()
    pages = [bytes(page[: layout.HEADER]) + b"\xff" * (PAGE - layout.HEADER)]
    for number in range(1, total):
        flash.get(first * SECTOR + number * PAGE, page)
        pages.append(bytes(page) if any(byte != 0xFF for byte in page) else BLANK)
    return pages


def receive(goods, pages, size=PAGE):
    """Loads a base file in pieces of `size` bytes."""
    receiver = goods.receive()
    left = b""
    for page in pages:
        left += page
        while len(left) >= size:
            receiver.write(left[:size])
            left = left[size:]
    receiver.write(left)
    run_all(receiver.finish())
