"""Goods: the rules of an item, its fields from text, its receipt line (регл. 13, 26, 64)."""

from bu.fiscal import document as d
from bu.fiscal import goods as rules
from bu.fiscal.goods import to_line
from bu.fiscal.refusal import Refusal
from host_tests.portable.goods_support import GTIN, gtin, item
from host_tests.portable.support import raises, refused

REGL = {
    "test_line_of_an_item": ("13/1",),
    "test_marked_item_needs_its_codes": ("64.1.1/1", "64.2.1/1", "26/11"),
    "test_marked_item_needs_a_gtin": ("64.1.1/2", "64.2.1/2"),
}  # fmt: skip

MARK = b"010481790415221821TvRFevJXYBGKE\x1d91EE06\x1d926F849b4d"
UKS = b"BYB23579090144815349820686"


def test_rules_of_an_item():
    rules.check(item())
    rules.check(item(name="Ы" * 120, code=9999999999999, gtin=GTIN, vat=10000, marking=3))
    for changed, name in (
        ({"code": 0}, "bad_code"),
        ({"code": 10000000000000}, "bad_code"),
        ({"name": ""}, "bad_name"),
        ({"name": " \xa0"}, "bad_name"),
        ({"name": "Ы" * 121}, "bad_name"),
        ({"name": "Кофе\n"}, "bad_name"),
        ({"name": "Кофе\x7f"}, "bad_name"),
        ({"name": "Crème"}, "bad_name"),
        ({"price": 0}, "bad_price"),
        ({"price": -1}, "bad_price"),
        ({"gtin": "4817904152219"}, "bad_gtin"),
        ({"gtin": "04817904152218"}, "bad_gtin"),
        ({"gtin": "0000000000000"}, "bad_gtin"),
        ({"section": 256}, "bad_section"),
        ({"vat": 10001}, "bad_vat"),
        ({"vat": -2}, "bad_vat"),
        ({"marking": 4}, "bad_marking_kind"),
        ({"marking": 1, "weighed": True}, "bad_marking_kind"),
    ):
        assert refused(rules.check, item(**changed)) == name, changed


def test_fields_from_text():
    columns = dict(rules.COLUMNS)
    for name, text, value in (
        ("code", "0012", 12),
        ("code", "9999999999999", 9999999999999),
        ("name", "  Хлеб ", "Хлеб"),
        ("gtin", "", ""),
        ("gtin", "96385074", "0000096385074"),
        ("gtin", "04817904152218", GTIN),
        ("price", "2.79", 279),
        ("price", "3", 300),
        ("section", "", 0),
        ("section", "255", 255),
        ("vat", "", d.NO_VAT),
        ("vat", "0", 0),
        ("vat", "10.5", 1050),
        ("marking", "", 0),
        ("marking", "3", 3),
        ("weighed", "", False),
        ("weighed", "1", True),
    ):
        assert columns[name](text) == value
    for name, text in (
        ("code", "0"), ("code", "12a"), ("code", "00000000000001"), ("code", ""), ("name", ""),
        ("gtin", "123"), ("gtin", "481790415221x"), ("gtin", "00000000"), ("price", "1.234"),
        ("price", "0"), ("price", ""), ("price", "-1"), ("price", "1e3"), ("section", "256"),
        ("section", "1.5"), ("vat", "100.01"), ("vat", "10%"), ("marking", "4"),
        ("marking", "да"), ("weighed", "2"),
    ):  # fmt: skip
        assert refused(columns[name], text), (name, text)


def test_line_of_an_item():
    line = to_line(item(vat=1000, section=4, gtin=GTIN), 3000)
    assert (line.name, line.price, line.quantity, line.total) == ("Молоко", 279, 3000, 837)
    assert (line.section, line.vat, line.gtin, line.gtin_kind) == (4, 1000, GTIN, 1)
    line = to_line(item(weighed=True), 229)
    assert (line.total, line.gtin, line.vat) == (64, "", d.NO_VAT)
    assert refused(to_line, item(), 1500) == "goods_pieces"
    assert refused(to_line, item(), 0) == "bad_quantity"
    assert refused(to_line, item(gtin=GTIN), 1000, b"", b"", gtin(1)) == "bad_gtin"
    assert to_line(item(), 1000, b"", b"", "96385074").gtin == "0000096385074"


def test_marked_item_needs_its_codes():
    for kind, mark, uks in ((1, MARK, b""), (2, b"", UKS), (3, MARK, UKS)):
        marked = item(marking=kind, gtin=GTIN)
        line = to_line(marked, 1000, mark, uks)
        assert (line.mark, line.uks, line.gtin) == (mark, uks, GTIN)
        assert refused(to_line, marked) == "mark_missing"
        assert refused(to_line, marked, 2000, mark, uks) == "mark_quantity"
        assert refused(to_line, marked, 500, mark, uks) == "mark_quantity"
    assert raises(Refusal, to_line, item(marking=3), 1000, MARK).detail == "УКЗ"
    assert raises(Refusal, to_line, item(marking=3), 1000, b"", UKS).detail == "код маркировки"


def test_marked_item_needs_a_gtin():
    assert to_line(item(marking=1), 1000, MARK).gtin == GTIN
    assert refused(to_line, item(marking=1, gtin=gtin(1)), 1000, MARK) == "bad_mark"
    assert raises(Refusal, to_line, item(marking=2), 1000, b"", UKS).detail == "GTIN"
    assert to_line(item(marking=2), 1000, b"", UKS, GTIN).gtin == GTIN
    assert to_line(item(), 1000, MARK).mark == MARK
