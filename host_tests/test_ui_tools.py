"""The bench commands `keys` and `term`: scripts, statuses, the screen, a real terminal."""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

import pytest

from host_tests.bench_days import ROOT, bench
from host_tests.ui_bench import OPENED, Till
from tools.bench import keys, term_screen
from tools.bench.place import EVENTS, PAIRS

BAD_SCRIPTS = [
    "7 НЕТ", "at: вчера", "wait: долго", "wait: -1", "cut: 0", "paper away", "scan", "77x",
]  # fmt: skip


@pytest.mark.parametrize("line", BAD_SCRIPTS)
def test_bad_line_is_named(line, tmp_path):
    script = tmp_path / "bad.keys"
    script.write_text(f"# fine\n1 2 3\n{line}\n", encoding="utf-8")
    done = bench("keys", script, "--registered")
    assert done.returncode == 2
    assert "bad.keys" in done.stderr and "line 3" in done.stderr
    assert done.stdout == ""


def test_no_such_file(tmp_path):
    done = bench("keys", tmp_path / "none.keys")
    assert done.returncode == 2 and "none.keys" in done.stderr


def test_expectation_that_fails_is_status_1(tmp_path):
    script = tmp_path / "a.keys"
    script.write_text("expect: Режим\nexpect: Нарзан\n", encoding="utf-8")
    done = bench("keys", script, "--registered")
    assert done.returncode == 1
    assert "line 2: «Нарзан» is on neither display" in done.stdout
    assert "line 1" not in done.stdout


def test_violation_of_a_counterpart_is_status_1(tmp_path):
    """Paper that ends in the middle and never comes back: some of it is never printed."""
    script = tmp_path / "a.keys"
    script.write_text("1 1111 ВВОД ВВОД 1 С1 ИТОГ\npaper out\n", encoding="utf-8")
    assert bench("keys", script, "--registered").returncode == 0
    script.write_text("1 1111 ВВОД ВВОД 1 С1 ИТОГ\npaper ends: 5\nКОПИЯ\n", encoding="utf-8")
    done = bench("keys", script, "--registered")
    assert done.returncode == 1 and "never printed" in done.stdout


def test_a_journal_that_cannot_be_filled_now_is_named(tmp_path):
    script = tmp_path / "a.keys"
    script.write_text("at: 2026-12-01T08:00:00\njournal room: 900\n", encoding="utf-8")
    done = bench("keys", script, "--registered")
    assert done.returncode == 2
    assert "line 2: journal room: 301 Смена закрыта" in done.stderr


def test_words_of_a_script():
    def names(line):
        return [step.value for step in keys.steps(line)]

    assert names("12.50 НАЛ") == ["1", "2", "point", "5", "0", "cash"]
    assert names("00 × * C С C1 С1") == ["00", "times", "times", "clear", "clear", "s1", "s1"]
    assert names("X Х cash ВВОД # 7") == ["x", "x", "cash", "enter"]
    assert names("# 7\n\n5") == ["5"]
    step = keys.steps("scan: 01<GS># 7")[0]
    assert (step.kind, step.value) == ("scan", "01<GS># 7")


def test_every_event_has_its_end():
    assert len(EVENTS) == 2 * len(PAIRS)


@pytest.fixture
def till(tmp_path):
    made = Till(tmp_path, script=OPENED)
    yield made
    made.close()


def test_screen_fits_80_by_24(till):
    till.keys("10 С1 ИТОГ")
    lines = term_screen.compose(till.place, till.tape().splitlines())
    assert len(lines) == 24 and max(map(len, lines)) <= 79
    text = "\n".join(lines)
    assert "|ОПЛАЧЕНО       10.00|" in text and "[QR " in text
    for row in term_screen.layout.LAYOUT:
        for _, legend in row:
            assert legend in text


@pytest.mark.parametrize(("width", "height"), [(79, 24), (80, 23), (10, 3), (1, 1)])
def test_small_screen_says_so(till, width, height):
    (line,) = term_screen.compose(till.place, [], "", width, height)
    assert len(line) < max(width, 1)
    assert f"Окно {width}x{height}: нужно не меньше 80x24".startswith(line)


def test_large_screen_shows_more_tape(till):
    tape = [f"line {number}" for number in range(100)]
    lines = term_screen.compose(till.place, tape, "", 120, 60)
    assert len(lines) == 60
    assert "line 48" in lines[0] and "line 99" in lines[51]


def test_host_keys_reach_every_key_of_the_keypad():
    assert set(term_screen.HOST.values()) == set(term_screen.layout.names())
    assert term_screen.host_key("ь") == "mode" and term_screen.host_key("M") == "mode"
    assert term_screen.host_key("KEY_HOME") is None


def test_switches_turn_over_and_back(till):
    for key, (bad, _) in term_screen.SWITCHES.items():
        assert term_screen.state(till.place, key)
        term_screen.toggle(till.place, key)
        assert not term_screen.state(till.place, key), bad
        term_screen.toggle(till.place, key)
        assert term_screen.state(till.place, key), bad
    assert till.cashier[0] == "Режим"


class Terminal:
    """`tools.bench term` in a pseudo-terminal."""

    def __init__(self, flash, columns, rows):
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.chdir(ROOT)
            # Not `execv`: readline puts COLUMNS and LINES behind the back of os.environ.
            clean = {**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8"}
            clean = {name: clean[name] for name in clean if name not in ("COLUMNS", "LINES")}
            command = [sys.executable, "-m", "tools.bench", "term", "--flash", flash]
            os.execve(sys.executable, command, clean)
        self._resize(columns, rows)
        self.text = ""

    def _resize(self, columns, rows):
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def until(self, pattern, seconds=20):
        """Reads until the screen's bytes match."""
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.text):
            assert time.monotonic() < deadline, self.text[-800:]
            if select.select([self._fd], [], [], 0.2)[0]:
                self.text += os.read(self._fd, 65536).decode("utf-8", "replace")

    def type(self, keys_):
        self.text = ""
        os.write(self._fd, keys_.encode())

    def end(self):
        os.write(self._fd, b"\x1b[21~")
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if select.select([self._fd], [], [], 0.1)[0]:
                try:
                    os.read(self._fd, 65536)
                except OSError:
                    pass
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                os.close(self._fd)
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("term does not end")


def test_term_in_a_terminal(tmp_path):
    terminal = Terminal(str(tmp_path), 80, 24)
    terminal.until("F10")
    terminal.until("Режим")
    terminal.type("1")
    terminal.until("Пароль")
    terminal.type("1111\r")
    terminal.until("Смена закрыта")
    terminal.type("\r")
    terminal.until("00:00")
    terminal.type("5f=")
    terminal.until("ОПЛАЧЕНО")
    assert terminal.end() == 0


def test_term_in_a_small_terminal(tmp_path):
    terminal = Terminal(str(tmp_path), 60, 20)
    terminal.until("нужно не меньше 80x24")
    assert terminal.end() == 0


def test_term_without_a_terminal(tmp_path):
    done = bench("term", "--flash", tmp_path)
    assert done.returncode == 2 and "a terminal is needed" in done.stderr
