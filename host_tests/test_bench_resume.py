"""A day that is cut goes on with --resume and comes out exactly like the uncut one.

`kill -9` at three moments here; the flash is cut at every operation elsewhere.
"""

import json
import os
import signal
import subprocess
import sys

import pytest

from bu.storage.fiscal_memory import FiscalMemory
from host_tests.bench_days import IDENTITY, ROOT, bench, day_file, expected
from tools.bench.models.nor import Nor


def cut(name, flash, progress_lines):
    """Runs a day and kills the bench with SIGKILL behind so many progress lines."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.bench", "day", str(day_file(name)), "--flash", str(flash)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr
    seen = 0
    for line in process.stderr:
        seen += line.startswith("[")
        if seen == progress_lines:
            break
    os.kill(process.pid, signal.SIGKILL)
    process.stderr.close()
    assert process.wait(20) == -signal.SIGKILL


def numbers(path):
    """Through numbers and Z numbers in the order in which the СКНО took them."""
    documents = json.loads(path.read_text("utf-8"))["documents"]
    through = [entry["number"] for entry in documents if entry["type"] != 15]
    closed = [entry["z_number"] for entry in documents if entry["type"] == 15]
    return through, closed


@pytest.mark.regl("22/1", "28/1-2")
@pytest.mark.parametrize(("name", "moment"), [("grocery", 2), ("currencies", 5), ("marked", 9)])
def test_killed_day_goes_on(name, moment, tmp_path):
    flash, report, documents = tmp_path / "flash", tmp_path / "r.json", tmp_path / "d.json"
    cut(name, flash, moment)
    done = bench("day", day_file(name), "--flash", flash, "--resume", "--report", report,
                 "--documents", documents)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "resumed behind line 0" not in done.stderr
    assert json.loads(report.read_text("utf-8")) == expected(name)
    through, closed = numbers(documents)
    assert through == list(range(1, expected(name)["documents"] + 1))
    assert closed == [1]


def test_killed_twice(tmp_path):
    flash, report = tmp_path / "flash", tmp_path / "r.json"
    cut("marked", flash, 3)
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.bench", "day", str(day_file("marked")), "--flash",
         str(flash), "--resume"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr
    for line in process.stderr:
        if line.startswith("["):
            break
    process.kill()
    process.stderr.close()
    process.wait(20)
    done = bench("day", day_file("marked"), "--flash", flash, "--resume", "--report", report)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(report.read_text("utf-8")) == expected("marked")


@pytest.mark.regl("4.2", "5.2/1", "22/1", "22/4", "34/1")
def test_two_days_on_one_flash(tmp_path):
    flash, report, documents = tmp_path / "flash", tmp_path / "r.json", tmp_path / "d.json"
    assert bench("day", day_file("grocery"), "--flash", flash).returncode == 0
    done = bench("day", day_file("marked"), "--flash", flash, "--report", report,
                 "--documents", documents)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    first, second = expected("grocery"), expected("marked")
    shift = first["documents"]
    figures = json.loads(report.read_text("utf-8"))
    assert figures == {
        **second,
        "z_number": 2,
        "first_payment_document": second["first_payment_document"] + shift,
        "last_payment_document": second["last_payment_document"] + shift,
    }
    through, closed = numbers(documents)
    assert through == list(range(1, shift + second["documents"] + 1))
    assert closed == [1, 2]
    check_memory(flash, [first, second])


def check_memory(flash, days):
    """The БЭП holds a record of each shift, read back from its image with its chain of MACs."""
    memory = FiscalMemory(Nor(path=flash / "memory.nor"), 10)
    memory.open(bytes.fromhex(IDENTITY["secret"]))
    shifts = list(memory.by_numbers(1, 99))
    assert [record.z for record in shifts] == [1, 2]
    for record, day in zip(shifts, days, strict=True):
        assert record.documents == day["payment_documents"]
        sold = day["currencies"]["BYN"]["sales_sum"].replace(".", "")
        assert record.totals[0] == ("BYN", int(sold))
    assert not memory.damage


def test_nothing_to_resume(tmp_path):
    done = bench("day", day_file("marked"), "--flash", tmp_path / "flash", "--resume")
    assert done.returncode == 2 and "nothing to resume" in done.stderr
    assert not list((tmp_path).glob("flash/*"))
