"""A shift and refunds from the keypad: displays and tape are golden files, on both interpreters.

Made anew, after a change that was meant, with

    python -m tools.bench keys tools/bench/keys/shift.keys --registered --goods \\
        tools/bench/keys/goods.csv --text host_tests/golden/ui/shift.tape.txt \\
        > host_tests/golden/ui/shift.displays.txt
"""

import difflib

import pytest

from host_tests.bench_days import ROOT, bench
from host_tests.ui_bench import KEYS

GOLDEN = ROOT / "host_tests" / "golden" / "ui"
DISPLAYS = (GOLDEN / "shift.displays.txt").read_text("utf-8")
TAPE = (GOLDEN / "shift.tape.txt").read_text("utf-8")


def difference(expected, found):
    lines = difflib.unified_diff(expected.splitlines(), found.splitlines(), lineterm="", n=2)
    return "\n".join(list(lines)[:60])


def replayed(name, runtime, request, tmp_path):
    """The script shows and prints what its golden files hold."""
    if runtime == "micropython":
        request.getfixturevalue("micropython")
    paper = tmp_path / "tape.txt"
    done = bench("keys", KEYS / f"{name}.keys", "--registered", "--goods", KEYS / "goods.csv",
                 "--text", paper, "--runtime", runtime)  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    for kind, found in (("displays", done.stdout), ("tape", paper.read_text("utf-8"))):
        golden = (GOLDEN / f"{name}.{kind}.txt").read_text("utf-8")
        assert not difference(golden, found)


@pytest.mark.regl("5.4/1", "10.2-4", "10.6", "10.8-16", "14")
@pytest.mark.parametrize("runtime", ["cpython", "micropython"])
def test_shift(runtime, request, tmp_path):
    replayed("shift", runtime, request, tmp_path)


@pytest.mark.regl("10.13")
@pytest.mark.parametrize("runtime", ["cpython", "micropython"])
def test_returns(runtime, request, tmp_path):
    """Parts of lines, no more than was sold, and what is refused."""
    replayed("returns", runtime, request, tmp_path)


def test_factory_new_unit(tmp_path):
    """Manufacture, registration, programming and the first shift, from the keypad alone."""
    paper = tmp_path / "tape.txt"
    done = bench("keys", KEYS / "factory.keys", "--text", paper)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    text = paper.read_text("utf-8")
    for words in ("Регистрация", 'ООО "Ромашка"', "Бакалея", "Итого НДС, НДС 10%",
                  "Кассир                             Иванова А. П.",
                  "Отчет по данным из БЭП"):  # fmt: skip
        assert words in text, words


def test_golden_files_hold_what_the_shift_is_for():
    """A golden file that was made anew by mistake must not pass unseen."""
    for words in ("Платежный документ", "Документ возврата", "Документ аннулирования",
                  "Документ внесения", "Документ изъятия", "Отмена платежного документа",
                  "Коррекция", "Скидка", "СКИДКА НА ИТОГ", "Иным способом", "Курс за 1 EUR",
                  "Сменный отчет без гашения", "Копия документа", "Контрольная лента",
                  "Суточный (сменный) отчет (Z-отчет)", "М Кроссовки"):  # fmt: skip
        assert words in TAPE, words
    for words in ("Аннулировать № 6?", "ОТМЕНИТЬ ВЕСЬ ЧЕК?", "Код УКЗ?", "Закрыть смену (Z)?"):
        assert words in DISPLAYS, words
    rows = [line for line in DISPLAYS.splitlines() if line.startswith("|")]
    assert {line.index("|", 1) for line in rows} == {21}
