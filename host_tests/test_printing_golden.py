"""The whole tape of every document and report, as text, on 32, 42 and 48 columns.

After an intended change: `UPDATE_GOLDEN=1 python -m pytest host_tests/test_printing_golden.py`,
and read the difference before it is committed.
"""

import os
from pathlib import Path

import pytest

from bu.printing import text
from host_tests.portable import printing_samples as samples

FOLDER = Path(__file__).parent / "golden" / "tape"


def tape(name: str, columns: int) -> str:
    """The sample as text, without the spaces at line ends."""
    lines = text.lines(samples.SAMPLES[name](samples.info(columns)))
    return "".join(line.rstrip() + "\n" for line in lines)


@pytest.mark.regl("18.4.возврат/9", "31")
@pytest.mark.parametrize("columns", [32, 42, 48])
@pytest.mark.parametrize("name", samples.SAMPLES)
def test_tape(name, columns):
    path = FOLDER / f"{name}-{columns}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(tape(name, columns), encoding="utf-8")
    assert tape(name, columns) == path.read_text(encoding="utf-8")


def test_there_are_no_other_golden_tapes():
    expected = {f"{name}-{columns}.txt" for name in samples.SAMPLES for columns in (32, 42, 48)}
    assert {path.name for path in FOLDER.iterdir()} == expected
