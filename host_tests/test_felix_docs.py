"""docs/felix.md is made from the tables that the code uses, and every code that can arise does."""

import re

import pytest

from bu.fiscal.refusal import Refusal, catalogue
from bu.host.felix import commands, registers, requisites, tables
from host_tests.bench_days import ROOT
from host_tests.felix_host import Host
from tools import felix_table

FELIX = ROOT / "firmware" / "bu" / "host" / "felix"
SOURCES = "\n".join(path.read_text("utf-8") for path in sorted(FELIX.glob("*.py")))
SUITES = sorted((ROOT / "host_tests").glob("test_felix_*.py"))
TESTS = "\n".join(path.read_text("utf-8") for path in SUITES)
CODES = felix_table.notes("codes")


def test_the_page_is_up_to_date():
    assert felix_table.main(["--check"]) == 0


def test_every_row_is_explained():
    said = felix_table.notes("commands")
    assert set(said) == {row[0] for row in commands.rows()}
    known = {row[0] for row in registers.rows()}
    assert set(felix_table.notes("registers")) <= known
    assert len(felix_table.notes("requisites")) == len(requisites.kinds())
    fields = {f"{row[0]}.{row[2]}" for row in tables.rows()}
    assert set(felix_table.notes("tables")) <= fields


def handlers():
    """Codes that a handler raises itself, or a table's field."""
    found = {int(code, 16) for code in re.findall(r"Wrong\(0x([0-9A-F]{2})", SOURCES)}
    for row in tables.rows():
        found |= {int(code, 16) for code in re.findall(r":([0-9A-F]{2})$", row[5])}
    return found


def raised():
    """Those, and the codes of the layouts' ranges, which test_felix_cross has one by one."""
    found = handlers() | {0x08, 0x0A, 0x13, 0x14, 0x66}
    for row in commands.rows():
        found |= {int(code, 16) for code in re.findall(r":([0-9A-F]{2})(?:,|$)", row[5])}
    return found


def test_every_code_that_is_raised_is_in_the_document_and_in_a_test():
    documented = {int(code, 16) for code, row in CODES.items() if not row[2].startswith("-")}
    for code in sorted(raised()):
        assert code in documented, f"{code:02X}"
    for code in sorted(handlers()):
        assert re.search(rf"0x{code:02x}\b", TESTS, re.I), f"{code:02X} arises in no test"


def test_what_never_arises_does_not():
    never = {int(code, 16) for code, row in CODES.items() if row[2].startswith("-")}
    assert not never & raised()
    codes = {int(code, 16) for pair in felix_table.refusals().values() for code in pair}
    assert not never & codes


@pytest.mark.parametrize("dialect", ["rmf", "80k"])
def test_each_refusal_of_the_control_unit_has_one_code(tmp_path, dialect):
    """Whatever the facade refuses with comes out as its code, and the code is in the document."""
    host = Host(tmp_path, dialect)
    host.enter(1, 1)
    codes = felix_table.refusals()
    assert set(codes) == {name for _, name, _, _ in catalogue()}
    for name, pair in codes.items():
        async def refusing(*arguments, name=name):
            raise Refusal(name)

        host.register.unit.deposit = refusing
        answer = host.money(0x49, 100)
        code = pair[0] if dialect == "rmf" else pair[1]
        assert answer == int(code, 16)
        dialects = CODES[code][0]
        assert {"rmf": "r", "80k": "k"}[dialect] in dialects, f"{name}: {code} is no code of it"
