"""The paper section of a journal record: image and paper together give the whole document back."""

from bu import resident  # noqa: F401 - first, so that no import is inside another
from bu.control_unit import record, stored
from bu.control_unit.packing import Unpacker, effect_of
from bu.control_unit.record import Packer
from bu.fiscal import counters
from bu.fiscal import document as d
from bu.fiscal.receipt import Receipt, adjust_line, make_line, mark_line
from bu.skno import document_reader
from bu.skno import documents as images
from host_tests.portable.support import joined, raises

REGL = {
    "test_sale_with_everything": ("27/1",),
    "test_refund_with_everything": ("27/1",),
}  # fmt: skip

LONG = "Порошок стиральный «Мара» автомат 2,4 кг, морозная свежесть, в мешке"


class Source:
    """Bytes that are read by offset."""

    def __init__(self, data):
        self.data = data

    def readinto(self, offset, buffer):
        buffer[:] = self.data[offset : offset + len(buffer)]


def image_of(document):
    return joined(images.encode(document, 110000001, 190000001))


def paper_of(document, effect):
    size, pieces = record.pack(document, effect)
    paper = joined(pieces())
    assert len(paper) == size
    return paper


def again(document):
    """The document as the journal gives it back."""
    image = image_of(document)
    paper = paper_of(document, counters.effect(document))
    back = document_reader.decode(Source(image), len(image))
    return stored.merge(back, Source(paper), len(paper))


def sale(kind=d.SALE):
    receipt = Receipt(kind, "BYN")
    long = make_line(LONG, 1890, 2000, 6)
    long.vat = 2000
    adjust_line(long, (0, 700), (0, 0))
    wrong = make_line("Пакет", 12)
    marked = make_line("Кроссовки", 18900, 1000, 7)
    mark_line(marked, "", b"010481790415221821TvRF\x1d91EE06", b"BYB1")
    adjust_line(marked, (100, 0), (0, 150))
    greek = make_line("Ω-3", 100, 333)
    for line in (long, wrong, marked, greek):
        receipt.add(line)
    receipt.correct(1)
    if kind == d.SALE:
        receipt.set_discount(0, 250)
        receipt.set_surcharge(5, 0)
    cash = receipt.total() - (500 if kind == d.REFUND else 0)
    tenders = [d.Tender(d.OTHER, 500, "Подарочный сертификат"), d.Tender(d.CASH, cash)]
    document = receipt.close(tenders)
    document.number, document.time = 12345678, (2026, 12, 1, 8, 3, 33)
    document.cashier = "Константинопольская-Ковалёва А. П."
    return document


def fields_of(document):
    names = (
        "kind", "currency", "cashier", "subtotal", "discount", "discount_rate", "surcharge",
        "surcharge_rate", "total", "cash", "cashless", "other", "change", "third_party",
    )  # fmt: skip
    return [getattr(document, name) for name in names]



LINE = ("name", "price", "quantity", "total", "section", "gtin", "gtin_kind", "vat", "discount",
        "discount_rate", "surcharge", "surcharge_rate", "mark", "uks", "corrected")  # fmt: skip
TENDER = ("kind", "sum", "name", "currency", "amount", "rate", "units")


def values(items, names):
    return [[getattr(item, name) for name in names] for item in items]


def check(document):
    back = again(document)
    assert fields_of(back) == fields_of(document)
    assert values(back.lines, LINE) == values(document.lines, LINE)
    assert values(back.tenders, TENDER) == values(document.tenders, TENDER)
    assert len(back.lines) == len(document.lines)
    assert values(back.lines, LINE) == values(document.lines, LINE)  # read anew
    assert back.drawer_moves() == document.drawer_moves()


def test_sale_with_everything():
    check(sale())


def test_refund_with_everything():
    check(sale(d.REFUND))


def test_void_with_its_ways_of_payment():
    sold = sale()
    void = d.Document(d.VOID, "BYN", "Иванова")
    void.time = sold.time
    void.voided = sold.number
    for name in ("total", "cash", "cashless", "other", "tenders", "change"):
        setattr(void, name, getattr(sold, name))
    void.lines = [line for line in sold.sold() if line.marking()]
    back = again(void)
    assert fields_of(back) == fields_of(void)
    names = ("name", "mark", "uks")
    assert values(back.lines, names) == values(void.lines, names)
    assert back.voided == sold.number
    assert sorted(back.drawer_moves()) == sorted(void.drawer_moves())


def test_payment_and_change_in_other_currencies():
    document = sale()
    euro = d.Tender(d.CASH, 3521)
    euro.currency, euro.amount, euro.rate = "EUR", 1000, 35210
    document.tenders.append(euro)
    document.change += 3521
    document.change_currency, document.change_amount = "RUB", 97200
    document.change_rate, document.change_units = 36215, 100
    check(document)
    assert again(document).change_units == 100


def test_the_effect_is_read_alone():
    document = sale()
    effect = counters.effect(document)
    paper = paper_of(document, effect)
    assert sorted(effect_of(Source(paper), len(paper))) == sorted(effect)


def test_numbers_there_and_back():
    out = Packer()
    samples = (0, 1, 127, 128, 16383, 16384, 54975581388799, 2**64)
    for value in samples:
        out.number(value)
        out.signed(value)
        out.signed(-value)
    size, pieces = out.take()
    data = joined(pieces())
    assert len(data) == size
    source = Unpacker(Source(data), len(data), window=5)
    for value in samples:
        assert source.number() == value
        assert source.signed() == value
        assert source.signed() == -value
    raises(ValueError, source.byte)


def test_an_unknown_version_is_refused():
    raises(ValueError, effect_of, Source(b"\x02\x00"), 2)
