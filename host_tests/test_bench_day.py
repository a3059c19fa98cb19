"""The three trading days come out to the kopeck, on both interpreters."""

import json

import pytest

from host_tests.bench_days import NAMES, Bench, actions, bench, day_file, expected
from tools import inspect
from tools.bench.day import FIGURES

RUNTIMES = ("cpython", "micropython")


@pytest.mark.regl(
    "4.1", "6/1", "6/6", "10.1", "10.4", "10.5/1-4", "10.6", "10.8-11", "10.13-16", "10.доп.2",
    "10.доп.4", "10.доп.6", "10/1-2", "11", "14", "29/1-3", "64.1.1/4", "64.1.2/4", "64.1.4",
    "64.2.1/4", "64.2.2/4", "64.2.4", "66", "68/1-7", "табл.10.5-6",
)
@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", NAMES)
def test_day_comes_out(name, runtime, request, tmp_path):
    if runtime == "micropython":
        request.getfixturevalue("micropython")
    report, documents = tmp_path / "report.json", tmp_path / "documents.json"
    flash = tmp_path / "flash"
    done = bench("day", day_file(name), "--runtime", runtime, "--report", report,
                 "--documents", documents, "--flash", flash)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(report.read_text("utf-8")) == expected(name)
    inspect_day(name, flash)


def inspect_day(name, flash):
    """What is in the flash afterwards, read by code that is not the register's."""
    images = {file.stem: file.read_bytes() for file in flash.glob("*.nor")}
    found = inspect.read(images, inspect.skno_of(flash / "skno.json"))
    assert found.findings == []
    assert inspect.totals(found, FIGURES) == expected(name)
    (shift,) = found.shifts
    sums = {code: values["sales_sum"] for code, values in expected(name)["currencies"].items()}
    assert {code: f"{total / 100:.2f}" for code, total in shift.totals} == sums
    assert found.skno_documents == expected(name)["documents"] + 1


@pytest.mark.parametrize("name", NAMES)
def test_the_skno_came_to_the_same(name, tmp_path):
    """The СКНО's own sums over the documents that it received, against the expectation."""
    register = Bench(tmp_path)
    assert register.run(*actions(name)) == []
    assert register.world.skno.totals() == expected(name)
    assert register.world.skno.violations == []
