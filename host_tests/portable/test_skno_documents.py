"""Electronic documents: images by hand, sizes, lazy reading."""

from bu.fiscal import document as d
from bu.fiscal.counters import FIELDS, Counters
from bu.fiscal.report import Report
from bu.skno import document_reader, documents
from host_tests.portable import skno_peer as peer
from host_tests.portable.support import joined, raises, refused, unhex

REGL = {
    "test_cash_documents": ("67/2", "79/2", "табл.2.*", "табл.3.*", "табл.4.*"),
    "test_sale": ("25/1", "64.1.1/1", "64.2.1/1", "65", "67/2", "79/2", "табл.1.*"),
    "test_refund_gives_the_price_paid_for_one_unit": ("67/2", "табл.5.14", "табл.5.16-19"),
    "test_void_has_the_marked_lines_only": ("64.1.3", "64.2.3", "67/2", "табл.6.*"),
    "test_z_report": ("67/2", "75/2", "табл.7.1-38", "табл.7.49-52", "табл.16.1"),
    "test_z_report_with_orders": ("табл.7.38-48",),
    "test_too_large": ("67/1",),
}  # fmt: skip

UNP = 190000001
CASHIER = unhex("C8E2E0EDEEE2" + "20" * 14)


def make(kind, total):
    document = d.Document(kind, "BYN", "Иванов")
    document.number = 0x01020304
    document.time = (2026, 12, 31, 23, 59, 58)
    document.total = total
    return document


def head(kind):
    return bytes((kind,)) + unhex("075BCD15") + CASHIER + unhex("01020304 0C1F1A173B3A 42594E")


def image(document):
    out = joined(documents.encode(document, peer.SKKO, UNP))
    assert len(out) == documents.size(document)
    return out


def back(raw):
    return document_reader.decode(peer.Source(raw), len(raw))


def line(name="Хлеб", price=250, quantity=1000, total=250):
    return d.Line(name, price, quantity, total)


def padded(name, width=50):
    raw = unhex(name)
    return raw + b" " * (width - len(raw))


def test_cash_documents():
    for kind in (d.DEPOSIT, d.WITHDRAWAL):
        assert image(make(kind, 12345)) == head(kind) + unhex("00000000 7B2D") + bytes(12)
    raw = head(d.CARD_PAYOUT) + unhex("80000000 7B2D") + bytes(12)
    assert image(make(d.CARD_PAYOUT, 12345)) == raw
    read = back(raw)
    assert (read.kind, read.total, read.number, read.cashier) == (16, 12345, 0x01020304, "Иванов")
    assert (read.time, read.currency, len(read.lines)) == ((2026, 12, 31, 23, 59, 58), "BYN", 0)


def sale():
    document = make(d.SALE, 5000)
    plain, marked, corrected = line(), line("Шина", 5000, 1000, 5000), line("Нет")
    plain.section, plain.gtin, plain.gtin_kind = 23, "4810000000018", d.GTIN_EAN
    plain.quantity, plain.total, plain.discount = 2500, 625, 25
    marked.mark, marked.uks, marked.surcharge = b"01\x1d", b"BYA", 100
    corrected.corrected = True
    document.lines = [plain, corrected, marked]
    document.subtotal, document.discount, document.surcharge = 5700, 800, 100
    document.cash, document.cashless, document.other = 1000, 4000, 500
    document.third_party = 290000002
    return document


SALE = (
    head(d.SALE) + unhex("0002")
    + unhex("17 00 14810000000018") + padded("D5EBE5E1") + unhex("0009C4")
    + unhex("000000000619 800000000019 000000000000")
    + unhex("00 03 30311D") + bytes(253) + b"BYA" + bytes(61) + bytes(7) + padded("D8E8EDE0")
    + unhex("0003E8 000000003200 000000000000 000000000100")
    + unhex("1149 0C82".replace(" ", "")) + unhex("000000003900 800000000800 000000000100")
    + unhex("000000003200 000000002800 000000000A00 000000000500") + bytes(30)
)  # fmt: skip


def test_sale():
    assert image(sale()) == SALE
    assert len(SALE) == documents.lines_size(d.SALE, sale().lines)
    read = back(SALE)
    for name in ("subtotal", "discount", "surcharge", "total", "cash", "cashless", "other",
                 "third_party"):  # fmt: skip
        assert getattr(read, name) == getattr(sale(), name), name
    assert len(read.lines) == 2
    for _ in range(2):
        plain, marked = list(read.lines)
        assert (plain.name, plain.section, plain.gtin, plain.quantity) == (
            "Хлеб", 23, "4810000000018", 2500,
        )  # fmt: skip
        assert (plain.total, plain.discount, plain.net()) == (625, 25, 600)
        assert (marked.mark, marked.uks, marked.surcharge) == (b"01\x1d", b"BYA", 100)
    assert image(read) == SALE


def test_refund_gives_the_price_paid_for_one_unit():
    document = make(d.REFUND, 605)
    document.lines = [line("Сыр", 250, 2500, 625)]
    document.lines[0].discount = 20
    document.cash, document.cashless, document.other = 5, 600, 100
    raw = (
        head(d.REFUND) + unhex("00 00 00000000000000") + padded("D1FBF0") + unhex("0009C4")
        + unhex("00000000022A")
        + unhex("000000000605 000000000005 000000000600 000000000100")
    )  # fmt: skip
    assert image(document) == raw
    read = back(raw)
    (entry,) = read.lines
    assert (entry.price, entry.quantity, entry.total) == (242, 2500, 605)
    assert (read.cash, read.cashless, read.other) == (5, 600, 100)


def test_void_has_the_marked_lines_only():
    document = make(d.VOID, 5000)
    document.voided = 7
    document.lines = sale().lines
    raw = (
        head(d.VOID) + unhex("00000007")
        + unhex("03 30311D") + bytes(253) + b"BYA" + bytes(61) + padded("D8E8EDE0")
        + unhex("000000003200") + bytes(12)
    )  # fmt: skip
    assert image(document) == raw
    read = back(raw)
    assert (read.voided, read.total) == (7, 5000)
    assert [(entry.name, entry.mark, entry.uks) for entry in read.lines] == [
        ("Шина", b"01\x1d", b"BYA")
    ]
    document.lines = []
    assert image(document) == head(d.VOID) + unhex("00000007 000000003200") + bytes(12)


def report():
    counters = Counters()
    counters.currencies = {
        "EUR": [0] * len(FIELDS), "BYN": [place + 1 for place in range(len(FIELDS))],
    }  # fmt: skip
    counters.payment_documents, counters.first_payment, counters.last_payment = 3, 10, 12
    opened, formed = (2026, 1, 2, 3, 4, 5), (2026, 1, 2, 20, 0, 0)
    return Report(77, opened, formed, counters, "BYN")


def currency(code, flags, values, more=b""):
    """Fields 11-52 of a currency from its counters in the order of FIELDS."""
    widths = {"mark_sold_n": 3, "uks_sold_n": 3, "mark_refunded_n": 3, "uks_refunded_n": 3}
    raw = code
    for place, name in enumerate(FIELDS[:27]):
        if name.endswith("_n"):
            raw += values[place].to_bytes(widths.get(name, 2), "big")
        elif name != "other":
            raw += bytes(5) + bytes((values[place],))
    return raw + bytes((flags,)) + more


def test_z_report():
    third = unhex("001C 00000000001D 001E 00000000001F")
    raw = (
        unhex("0F 0B532B81 075BCD15 01021A030405 01021A140000 004D 0003 0000000A 0000000C 02")
        + currency(b"BYN", 2, list(range(1, 28)), third) + currency(b"EUR", 0, [0] * 27)
    )  # fmt: skip
    assert image(report()) == raw
    read = back(raw)
    assert (read.number, read.opened, read.formed, read.base) == (
        77, (2026, 1, 2, 3, 4, 5), (2026, 1, 2, 20, 0, 0), "BYN",
    )  # fmt: skip
    assert read.counters.get("BYN", "uks_voided_n") == 27
    assert read.counters.get("BYN", "third_voided_sum") == 31
    assert read.counters.get("BYN", "drawer") == 0
    assert read.counters.last_payment == 12
    assert image(read) == raw


def test_z_report_with_orders():
    document = report()
    document.orders = {"EUR": [1, 200, 3, 400, 5, 600, 7, 800, 9, 1000]}
    raw = image(document)
    assert raw.endswith(
        currency(b"EUR", 1, [0] * 27)
        + unhex("000001 000000000200 000003 000000000400 000005 000000000600")
        + unhex("000007 000000000800 000009 000000000A00")
    )
    assert back(raw).orders == document.orders
    assert image(back(raw)) == raw


def test_empty_shift_still_has_the_base_currency():
    document = Report(1, (2026, 1, 2, 3, 4, 5), (2026, 1, 2, 3, 4, 6), Counters(), "BYN")
    assert image(document)[23:37] == unhex("0000 00000000 00000000 01 42594E")


def test_too_large():
    document = make(d.SALE, 1)
    document.lines = [line() for _ in range(254)]
    assert documents.size(document) == 116 + 254 * 80 == 20436
    document.lines.append(line())
    assert refused(documents.size, document) == "receipt_large"


def test_unit_price_that_does_not_fit():
    entry = line(quantity=1)
    entry.surcharge = 549755813887 * 100
    assert refused(documents.lines_size, d.REFUND, (entry,)) == "counter_overflow"
    assert documents.lines_size(d.SALE, (entry,)) == 116 + 80


def test_no_image():
    for raw in (
        b"", b"\x11" * 100, SALE[:-1], SALE + b"\x00", SALE[:38] + b"\x00\x03" + SALE[40:],
        head(d.DEPOSIT) + bytes(19), head(d.SALE),
    ):  # fmt: skip
        raises(ValueError, back, raw)
