"""docs/coverage/*.txt is whole, true and shown by tests, and docs/coverage.md is made from it."""

import json
import re
import subprocess
import sys

import pytest

from bu.fiscal import document as d
from bu.skno import fields
from bu.skno.tables import layout
from host_tests.bench_days import ROOT
from tools import coverage_table as table

# How many points stand directly below each, counted in the regulation: "18.1/" are the unnumbered
# lines of point 18.1, "табл.1." the fields of table 1 of appendix 2.
COUNTS = {
    "": 79, "3/": 5, "4.": 5, "4.5/": 2, "4/": 3, "5.": 4, "5.1/": 9, "5.2/": 6, "5.4/": 4,
    "6/": 7, "7/": 5, "8/": 5, "10.": 16, "10.5/": 4, "10.доп.": 7, "10/": 2, "12/": 2, "13/": 2,
    "14/": 5, "15.": 6, "15.2/": 20, "15.3/": 16, "15.4/": 14, "15.5/": 14, "15.6/": 13,
    "18.": 4, "18.1/": 31, "18.2/": 35, "18.3/": 13, "18.4.лента/": 7, "18.4.продажа/": 10,
    "18.4.возврат/": 10, "18.4.прочие/": 5, "19/": 4, "21/": 2, "22/": 4, "23/": 2, "25/": 2,
    "26/": 13, "27/": 4, "28/": 2, "29/": 5, "32/": 3, "34/": 2, "35.": 6, "35.1/": 5,
    "35.3/": 5, "35.4/": 4, "35.5/": 3, "35.6/": 7, "37/": 19, "38/": 3, "41/": 7, "43/": 9,
    "45/": 6, "46/": 3, "47/": 18, "48/": 5, "51/": 2, "52/": 2, "56/": 5, "57/": 4, "58/": 6,
    "59/": 2, "60.": 3, "60.1/": 6, "60.2/": 7, "60.3/": 7, "61.": 2, "61.1/": 11, "61.2/": 4,
    "64.": 3, "64.1.": 4, "64.1.1/": 4, "64.1.2/": 4, "64.2.": 4, "64.2.1/": 4, "64.2.2/": 4,
    "67/": 3, "68/": 7, "69/": 13, "70/": 11, "71/": 11, "72/": 6, "74/": 3, "75/": 2, "77/": 4,
    "78/": 3, "79/": 2,
    "прил.1.I.": 8, "прил.1.I.1.": 4, "прил.1.I.2.": 3, "прил.1.I.3.": 2, "прил.1.I.4.": 8,
    "прил.1.I.5.": 11, "прил.1.I.6.": 3, "прил.1.II.": 9, "прил.1.II.1.": 5, "прил.1.II.2.": 3,
    "прил.1.II.3.": 2, "прил.1.II.4.": 2, "прил.1.II.5.": 6, "прил.1.II.6.": 5,
    "прил.1.II.7.": 8, "прил.1.II.8.": 3, "прил.1.III.4.": 9, "прил.1.IV.1.": 1,
    "прил.1.IV.3.": 1, "прил.1.IV.4.": 5, "прил.1.V.4.": 2, "прил.1.VI.7.": 6,
    "прил.1.VII.4.3.": 2, "прил.1.VIII.4.5.": 1,
    "табл.": 16, "табл.1.": 31, "табл.1.18.": 10, "табл.2.": 9, "табл.3.": 9, "табл.4.": 9,
    "табл.5.": 19, "табл.5.15.": 8, "табл.6.": 15, "табл.6.12.": 4, "табл.7.": 52, "табл.8.": 10,
    "табл.9.": 8, "табл.9.прим.": 2, "табл.10.": 7, "табл.11.": 4, "табл.12.0.": 8,
    "табл.12.1.": 8, "табл.12.прим.": 3, "табл.13.": 3, "табл.14.": 6, "табл.15.": 1,
    "табл.15.прим.": 2, "табл.16.": 1, "табл.16.прим.": 2,
}  # fmt: skip
# Where counting does not begin with 1: raw bits, and a line that replaces one of раздел I.
FIRST = {"табл.12.0.": 0, "табл.12.1.": 0, "прил.1.IV.1.": 2}
# Points with names instead of numbers.
NAMED = {
    "10.доп", "18.4.лента", "18.4.продажа", "18.4.возврат", "18.4.прочие", "табл.14.прим",
    "прил.1.I.4.прим", "прил.1.I.5.прим", "прил.1.II.7.прим",
    *(f"прил.1.{roman}" for roman in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")),
}  # fmt: skip
KINDS = {1: d.SALE, 2: d.DEPOSIT, 3: d.WITHDRAWAL, 4: d.CARD_PAYOUT, 5: d.REFUND, 6: d.VOID,
         7: d.Z_REPORT}  # fmt: skip


@pytest.fixture(scope="module")
def marks():
    """The marks of all tests, as another pytest collects them."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.coverage_table", "--marks"],
        cwd=ROOT, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def ids():
    return [point.id for chapter in table.read() for point in chapter.points]


def test_no_point_was_dropped():
    found = {}
    for name in ids():
        number = re.fullmatch(r"(.*?)(\d+)", name)
        if number:
            found.setdefault(number[1], []).append(int(number[2]))
    assert {below: len(numbers) for below, numbers in found.items()} == COUNTS
    for below, numbers in found.items():
        first = FIRST.get(below, 1)
        assert numbers == list(range(first, first + len(numbers))), below
    assert {name for name in ids() if not name[-1].isdigit()} == NAMED


@pytest.mark.parametrize("number", KINDS)
def test_widths_of_the_fields_are_those_that_are_sent(number):
    """The widths behind the fields of tables 1-7 come to a document with a line of everything."""
    widths = [
        int(re.search(r"\((\d+)\)$", point.title)[1])
        for chapter in table.read()
        for point in chapter.points
        if re.fullmatch(rf"табл\.{number}\.\d+", point.id) and "repeated" not in point.title
    ]
    sizes = [fields.size(part, 3) for part in layout(KINDS[number])]
    assert sum(widths) == sum(sizes)


def test_every_point_has_its_work_and_its_tests(marks):
    chapters, missing = table.read(), table.read_missing()
    wrong = table.attach(chapters, marks) + table.findings(chapters, missing)
    assert wrong == []
    assert all(missing.values())


def test_only_profiles_are_planned():
    """Chapters 6-10, and the parts of appendix 1 that belong to them."""
    chapters = ("6", "7", "8", "9", "10", "Appendix 1")
    for chapter in table.read():
        number = chapter.title.removeprefix("Chapter ").split(".")[0]
        planned = {point.id for point in chapter.points if point.kind == "planned"}
        assert not planned or number in chapters, planned
        assert not any(name.startswith(("прил.1.I.", "прил.1.VIII.")) for name in planned)


def test_the_page_is_that_of_the_data(marks):
    chapters = table.read()
    table.attach(chapters, marks)
    text = table.page(chapters, table.read_missing())
    assert table.PAGE.read_text("utf-8") == text, "make coverage-table"


POINTS = ["1", "1.1", "1.2", "1.2/1", "1.2/2", "1.2/3", "10.1"]


def test_what_a_mark_means():
    assert table.spread("1", POINTS) == ["1"]
    assert table.spread("1.*", POINTS) == ["1.1", "1.2", "1.2/1", "1.2/2", "1.2/3"]
    assert table.spread("1.2/2-3", POINTS) == ["1.2/2", "1.2/3"]
    for unknown in ("2", "1.3", "1.2/2-4", "1.2/3-2", "x*", ""):
        assert table.spread(unknown, POINTS) == [], unknown


def test_what_is_wrong_is_found():
    def found(how, name="7", missing=(), marks=()):
        chapters = [table.Chapter("", [table.Point(name, how, "title")])]
        wrong = table.attach(chapters, {"test": list(marks)})
        return wrong + table.findings(chapters, dict.fromkeys(missing, "what"))

    assert found("fiscal.money:text", marks=["7"]) == []
    assert found("fiscal.money:text") == ["7: no test shows it"]
    assert found("fiscal.money:texts", marks=["7"]) == ["7: there is no fiscal.money:texts"]
    assert found("fiscal.mony", marks=["7"]) == ["7: there is no fiscal.mony"]
    assert found("no: hardware") == found("planned: taxi") == []
    assert found("no:") == ["7: no reason"]
    assert found("no: hardware", marks=["7"]) == ["test shows 7, which is not firmware"]
    assert found("missing", missing=["7"]) == []
    assert found("missing") == ["7: missing, and not listed in missing.txt"]
    assert found("no: hardware", missing=["7"]) == ["missing.txt: 7 is not missing"]
    assert found(":") == ["7: a heading over nothing"]
    assert found("doc: docs/design.md#Money") == []
    assert found("doc: docs/design.md#Monney") == ["7: not to be found: docs/design.md#Monney"]
    assert found("doc: docs/none.md") == ["7: not to be found: docs/none.md"]
    assert found("fiscal.money:text", marks=["7", "8"]) == ["test names 8: no such point"]
