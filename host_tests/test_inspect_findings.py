"""Every finding of the inspector, made on purpose: damaged and forged images, one fault each.

A case changes the recorded images and names the codes that must come out, and no others.
"""

import re
from typing import Any

import pytest

from host_tests.bench_days import ROOT
from host_tests.inspect_cross_cases import CROSS
from host_tests.inspect_edits import KEY
from host_tests.inspect_journal_cases import JOURNAL
from host_tests.inspect_region_cases import GOODS, MEMORY, VALUES, settings, superseded
from tools.inspect import findings, read


def codes(report: Any) -> set[str]:
    return {finding.code for finding in report.findings}


@pytest.mark.parametrize("name", JOURNAL)
def test_of_a_journal(name: str) -> None:
    make, wanted = JOURNAL[name]
    assert codes(read(make())) == wanted


@pytest.mark.parametrize("name", MEMORY)
def test_of_a_fiscal_memory(name: str) -> None:
    make, wanted = MEMORY[name]
    assert codes(read(make(), key=KEY)) == wanted


@pytest.mark.parametrize("name", VALUES)
def test_of_settings(name: str) -> None:
    make, wanted = VALUES[name]
    assert codes(read(settings(make()))) == wanted


def test_of_settings_that_are_replaced() -> None:
    report = read(superseded())
    assert codes(report) == {"old"}
    assert report.settings == {"vat": 0}


@pytest.mark.parametrize("name", GOODS)
def test_of_goods(name: str) -> None:
    make, wanted = GOODS[name]
    assert codes(read(make())) == wanted


@pytest.mark.parametrize("name", CROSS)
def test_between_regions(name: str) -> None:
    make, wanted = CROSS[name]
    images, state = make()
    assert codes(read(images, state)) == wanted


def test_no_finding_is_without_its_case() -> None:
    tables: list[dict[str, tuple[Any, set[str]]]] = [JOURNAL, MEMORY, VALUES, GOODS, CROSS]
    shown = {code for table in tables for _, wanted in table.values() for code in wanted}
    assert set(findings.CODES) == shown


def test_the_page_lists_each_finding() -> None:
    page = (ROOT / "docs" / "inspect.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (normal|warning|service) \| \S", page, re.MULTILINE)
    assert rows == [(code, level) for code, (level, _, _) in findings.CODES.items()]


def test_each_finding_says_what_it_is_and_what_to_do() -> None:
    for level, text, remedy in findings.CODES.values():
        assert level in ("normal", "warning", "service")
        assert text.endswith(".") and remedy.endswith(".")
