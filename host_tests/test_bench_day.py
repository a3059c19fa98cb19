"""The three trading days come out to the kopeck, on both interpreters."""

import json

import pytest

from host_tests.bench_days import NAMES, bench, day_file, expected

RUNTIMES = ("cpython", "micropython")


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("name", NAMES)
def test_day_comes_out(name, runtime, request, tmp_path):
    if runtime == "micropython":
        request.getfixturevalue("micropython")
    report, documents = tmp_path / "report.json", tmp_path / "documents.json"
    done = bench("day", day_file(name), "--runtime", runtime, "--report", report,
                 "--documents", documents)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(report.read_text("utf-8")) == expected(name)
