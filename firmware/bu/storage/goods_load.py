"""Loading a goods base into the half that is not in force; here: from a file (tools/goods.py).

    receiver = goods.receive()
    receiver.write(piece)  ...
    for _ in receiver.finish():
        await clock.sleep_ms(0)

`finish` checks all that was written and then puts the base in force, with one program of its
header page; it is a generator of short steps (a page each), so that other tasks get their turn
in between. Cut off anywhere, by a loss of power or by an error, the old base stays. Sectors are
erased one at a time, when something first goes into them. RAM: two page buffers (three with
`goods_build`) and a bit for each sector, while loading; the old base answers meanwhile.
"""

from micropython import const

from bu.storage import goods_layout as layout
from bu.storage.errors import Damaged, Faulty, Full, NotFormatted, WrongOrder
from bu.storage.goods_image import Image
from bu.storage.layout import PAGE, is_blank

try:
    from typing import TYPE_CHECKING
except ImportError:
    TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bu.storage.goods import Goods

_ERASE = const(6)


class Loading:
    """What both ways of loading share: sectors, pages, and the step into force."""

    def __init__(self, goods: "Goods", device, first: int, blocks: int) -> None:
        self._goods = goods
        self._device = device
        self._image = Image(device, first, blocks, bytearray(PAGE))
        self._erased = bytearray((blocks + 7) // 8)
        self._page = bytearray(PAGE)  # what is programmed next
        layout.clear(self._page)
        self._taking = True

    def _require_current(self) -> None:
        """WrongOrder if another loading was begun, or this one failed, finishes or is done."""
        if self._goods.loading is not self or not self._taking:
            raise WrongOrder("this loading is over")

    def _finish(self, steps: "Iterator[None]") -> "Iterator[None]":
        """Runs the steps, as long as no other loading is begun."""
        self._taking = False
        for _ in steps:
            yield
            if self._goods.loading is not self:
                raise WrongOrder("another loading was begun")

    def _give_up(self) -> None:
        self._goods.loading = None

    def _prepare(self, number: int) -> None:
        """Erases the sector of a page, once; Faulty if it does not become blank."""
        block = number // layout.SECTOR_PAGES
        if self._erased[block >> 3] & 1 << (block & 7):
            return
        self._device.ioctl(_ERASE, self._image.first + block)
        for page in range(layout.SECTOR_PAGES):
            self._image.read_raw(block * layout.SECTOR_PAGES + page)
            if not is_blank(self._image.page):
                self._give_up()
                raise Faulty("sector %d" % block, block)
        self._erased[block >> 3] |= 1 << (block & 7)

    def _program(self, number: int) -> None:
        """Programs `_page` and makes it blank again."""
        self._prepare(number)
        block, place = divmod(number, layout.SECTOR_PAGES)
        self._device.writeblocks(self._image.first + block, self._page, place * PAGE)
        layout.clear(self._page)

    def _settle(self, head: bytes) -> None:
        """Seals the base, which was checked, and retires the old one."""
        data = head + layout.pack_seal(head, self._goods.load + 1)
        self._page[: len(data)] = data
        self._program(0)
        self._image.read_raw(0)
        if self._image.page[: len(data)] != data:
            raise Faulty("header", 0)
        self._goods.replace()


class Receiver(Loading):
    """Takes a base file (tools/goods.py) in pieces of any size."""

    def __init__(self, goods: "Goods", device, first: int, blocks: int) -> None:
        super().__init__(goods, device, first, blocks)
        self._size = 0
        self._prepare(0)

    def write(self, data: "bytes | bytearray | memoryview") -> None:
        """The next bytes. NotFormatted: no base file; Full: too large; Damaged; Faulty."""
        self._require_current()
        view = memoryview(data)
        done = 0
        while done < len(view):
            start = self._size % PAGE
            count = min(PAGE - start, len(view) - done)
            self._page[start : start + count] = view[done : done + count]
            done += count
            self._size += count
            if self._size % PAGE == 0:
                try:
                    self._take(self._size // PAGE - 1)
                except Exception:
                    self._give_up()
                    raise

    def _take(self, number: int) -> None:
        if number == 0:
            header = layout.unpack_header(self._page)
            if header is None:
                raise NotFormatted("no goods base")
            self._image.adopt(header)
            if self._image.header is None:
                raise Full("%d pages, room for %d" % (header.total(), self._image.pages))
            layout.clear(self._page)
            return
        header = self._image.header
        assert header
        if number >= header.total():
            raise Damaged("more than %d pages" % header.total(), number)
        self._prepare(number)
        if is_blank(self._page):
            return
        if number < layout.CHANGES + header.changes:
            raise Damaged("price changes in a base file", number)
        self._program(number)

    def finish(self) -> "Iterator[None]":
        """Checks the base and puts it in force; one short step a page. Damaged, Faulty."""
        self._require_current()
        header = self._image.header
        if header is None or self._size != header.total() * PAGE:
            raise Damaged("cut short after %d bytes" % self._size)
        yield from self._finish(self._image.verify())
        self._settle(header.pack())
