"""Any names, sums and quantities: every line fits the paper, and nothing is lost on the way."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bu.fiscal import document as d
from bu.fiscal import money, receipt
from bu.printing import documents, escpos, items, profiles, slips, tape
from host_tests.portable import printing_samples as samples

columns = st.sampled_from([32, 42, 48])
names = st.text(min_size=1, max_size=255)
sums = st.integers(1, money.MAX_SUM)


@st.composite
def lines(draw):
    line = d.Line(draw(names), draw(sums), draw(st.integers(1, money.MAX_QUANTITY)), draw(sums))
    line.section = draw(st.integers(0, 255))
    line.vat = draw(st.sampled_from([d.NO_VAT, 0, 1000, 2000, 2525]))
    line.discount = draw(st.integers(0, line.total))
    line.discount_rate = draw(st.integers(0, 10000))
    line.surcharge = draw(st.sampled_from([0, 1, 99999]))
    line.corrected = draw(st.booleans())
    line.mark = draw(st.sampled_from([b"", b"01"]))
    line.gtin = draw(st.sampled_from(["", "4811010642922"]))
    return line


@st.composite
def tenders(draw):
    tender = d.Tender(draw(st.sampled_from([d.CASH, d.CARD, d.OTHER])), draw(sums), draw(names))
    tender.currency = draw(st.sampled_from(["", "EUR", "RUB"]))
    tender.rate, tender.units = draw(st.integers(0, 10**9)), draw(st.sampled_from([1, 100]))
    return tender


@st.composite
def written(draw):
    kinds = [d.SALE, d.REFUND, d.VOID, d.DEPOSIT, d.WITHDRAWAL, d.CARD_PAYOUT]
    document = d.Document(draw(st.sampled_from(kinds)), "BYN", draw(st.text(max_size=20)))
    document.number = draw(st.integers(1, 2**32 - 1))
    document.lines = draw(st.lists(lines(), max_size=4))
    document.tenders = draw(st.lists(tenders(), max_size=3))
    document.total = document.subtotal = document.cash = draw(sums)
    document.discount = draw(st.integers(0, 10**6))
    document.surcharge = draw(st.integers(0, 10**6))
    document.change = draw(st.integers(0, 10**6))
    document.change_currency = draw(st.sampled_from(["", "EUR"]))
    document.third_party = draw(st.sampled_from([0, 999999999]))
    document.uid = draw(st.binary(min_size=12, max_size=12))
    return document


def check(layout, width):
    """Every line fits, is one line, and has as many printable bytes as characters."""
    profile = profiles.get({32: "generic-58", 42: "generic-42", 48: "generic-80"}[width])
    listed = list(layout)
    for kind, value in listed:
        if kind in (items.TEXT, items.BOLD):
            assert 0 < len(value) <= width
            assert len(value.splitlines()) == 1
            data = b"".join(chunk for chunk, _ in escpos.encode([(items.TEXT, value)], profile))
            body = data[len(b"\x1b@\x1c.\x1bt\x11\x1bM\x00") : -1]
            assert len(body) == len(value)
            assert all(byte >= 0x20 and byte != 0x7F for byte in body)
    assert all(len(chunk) <= 256 for chunk, _ in escpos.encode(listed, profile))
    return listed


@settings(max_examples=150)
@given(written(), columns, names, st.booleans())
def test_any_document_fits(document, width, name, copy):
    shop = samples.info(width, name=name, bottom=[name], top=[name])
    check(documents.lay_out(shop, document, copy), width)
    check(tape.control_tape(shop, samples.TIME, [document]), width)


@settings(max_examples=100)
@given(st.lists(st.text(max_size=120), max_size=5), columns)
def test_any_text_of_others_is_framed(texts, width):
    listed = check(slips.foreign_text(samples.info(width), texts), width)
    framed = [value for kind, value in listed if kind == items.TEXT]
    assert all(line.startswith("# ") and line.endswith(" #") for line in framed)


@settings(max_examples=200)
@given(st.text(max_size=300), st.integers(1, 60))
def test_wrapping_loses_nothing_but_spaces(text, width):
    wrapped = list(items.wrap(text, width))
    assert all(0 < len(line) <= width for line in wrapped)
    assert "".join(wrapped).replace(" ", "") == items.clean(text).replace(" ", "")


@settings(max_examples=200)
@given(names, st.text(alphabet="0123456789.", min_size=1, max_size=40), st.integers(16, 48))
def test_a_pair_keeps_both_sides(label, value, width):
    listed = [line for _, line in items.pair(label, value, width)]
    assert all(len(line) <= width for line in listed)
    assert "".join(listed).replace(" ", "") == (items.clean(label) + value).replace(" ", "")
    assert len(listed[-1]) == width


@settings(max_examples=50)
@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=8), st.integers(0, 10000))
def test_the_printed_vat_is_that_of_the_lines(prices, rate):
    entered = receipt.Receipt(d.SALE, "BYN")
    for price in prices:
        entered.add(samples.goods("Товар", price, 1000, 0, 2000))
    entered.set_discount(0, rate)
    tender = d.Tender(d.CASH, max(entered.total(), 1))
    document = samples.registered(entered.close([tender]), 1)
    printed = [value for _, value in documents.lay_out(samples.info(48), document)]
    units = [line for line in printed if line and line.startswith("в том числе НДС")]
    total = [line for line in printed if line and line.startswith("Итого НДС, НДС 20%")]
    amounts = [int(line.split()[-1].replace(".", "")) for line in units]
    assert len(amounts) == len(prices)
    assert sum(amounts) == int(total[0].split()[-1].replace(".", ""))
