"""VAT per unit and in total (регл. 38, прил. 1 4.8, 5.4): figures worked out by hand."""

from bu.fiscal import document as d
from bu.fiscal import vat
from host_tests.portable.printing_samples import full_sale, goods

REGL = {
    "test_halves_of_a_kopeck_are_rounded_up": ("38/3",),
    "test_a_unit_is_rounded_before_it_is_multiplied": ("38/3", "прил.1.I.5.4"),
    "test_discount_and_surcharge_of_the_line_count": ("38/2",),
    "test_the_receipts_discount_is_shared_by_line_totals": ("38/2",),
    "test_a_whole_receipt": ("38/1-3",),
}  # fmt: skip


def sale(lines, discount=0, surcharge=0):
    document = d.Document(d.SALE, "BYN")
    document.lines = lines
    document.discount = discount
    document.surcharge = surcharge
    return document


def shares_of(document):
    shares = vat.Shares(document)
    return [shares.take(line) for line in document.sold()]


def test_vat_is_taken_out_of_the_price():
    line = goods("А", 12000, 1000, 0, 2000)
    assert vat.unit_vat(line, 0) == 2000
    assert vat.line_vat(line, 0) == 2000


def test_halves_of_a_kopeck_are_rounded_up():
    assert vat.unit_vat(goods("А", 3, 1000, 0, 2000), 0) == 1  # 3 * 20 / 120 = 0.5
    assert vat.unit_vat(goods("А", 2, 1000, 0, 2000), 0) == 0  # 0.33
    assert vat.unit_vat(goods("А", 11, 1000, 0, 1000), 0) == 1  # 11 * 10 / 110 = 1.0


def test_a_unit_is_rounded_before_it_is_multiplied():
    # 0.10 at 20 %: 1.67 kopecks, 2 a unit, 24 for twelve; of the sum of 1.20 it would be 20.
    line = goods("А", 10, 12000, 0, 2000)
    assert vat.unit_vat(line, 0) == 2
    assert vat.line_vat(line, 0) == 24


def test_weighed_goods():
    # 1.668 x 19.89 = 33.18; one kilogram 19.8921, of it 10/110: 1.8084; times 1.668: 3.0191
    line = goods("А", 1989, 1668, 0, 1000)
    assert line.total == 3318
    assert vat.unit_vat(line, 0) == 181
    assert vat.line_vat(line, 0) == 302


def test_discount_and_surcharge_of_the_line_count():
    line = goods("А", 12000, 1000, 0, 2000)
    line.discount, line.surcharge = 1800, 600
    assert vat.unit_vat(line, 0) == 1800  # (120.00 - 18.00 + 6.00) / 6


def test_the_receipts_discount_is_shared_by_line_totals():
    lines = [goods("А", 100, 1000, 0, 2000) for _ in range(3)]
    assert shares_of(sale(lines, discount=10)) == [-3, -3, -4]
    assert shares_of(sale(lines, surcharge=10)) == [3, 3, 4]
    assert shares_of(sale(lines, discount=10, surcharge=1)) == [-3, -3, -3]
    assert shares_of(sale(lines)) == [0, 0, 0]


def test_shares_are_rounded_down_and_the_last_one_takes_the_rest():
    lines = [goods("А", price, 1000, 0, 2000) for price in (1, 999, 12345, 7, 50000)]
    for amount in (1, 4, 99, 63352):
        shares = shares_of(sale(lines, surcharge=amount))
        assert shares[:-1] == [amount * line.total // 63352 for line in lines[:-1]]
        assert sum(shares) == amount
    assert shares_of(sale(lines, discount=63352)) == [-1, -999, -12345, -7, -50000]


def test_corrected_lines_have_no_share():
    lines = [goods("А", 100, 1000, 0, 2000) for _ in range(3)]
    lines[2].corrected = True
    assert shares_of(sale(lines, discount=5)) == [-2, -3]


def test_a_share_larger_than_its_line_leaves_no_vat():
    line = goods("А", 1, 1000, 0, 2000)
    assert vat.unit_vat(line, -2) == 0


def test_a_rate_of_zero_gives_no_vat():
    assert vat.line_vat(goods("А", 100, 1000, 0, 0), 0) == 0


def test_a_whole_receipt():
    # Weights 49.80, 33.18, 189.00 of 271.98 (the corrected bag has none). Of the discount of 5.41
    # they take 0.99, 0.65 and the rest, 3.77; of the surcharge of 0.50: 0.09, 0.06, 0.35.
    # Chocolate: 49.80 - 0.90 = 48.90 / 12 = 4.075, VAT 0.679 -> 0.68, times 12: 8.16
    # Sausage: 33.18 - 1.66 + 0.18 - 0.59 = 31.11 / 1.668 = 18.651, VAT 1.6956 -> 1.70: 2.84
    # Shoes: 189.00 - 3.42 = 185.58, VAT 30.93
    document = full_sale()
    assert (document.discount, document.surcharge) == (541, 50)
    shares = shares_of(document)
    assert shares == [-90, -59, -342]
    sold = list(document.sold())
    assert [vat.unit_vat(line, share) for line, share in zip(sold, shares)] == [68, 170, 3093]
    assert [vat.line_vat(line, share) for line, share in zip(sold, shares)] == [816, 284, 3093]
