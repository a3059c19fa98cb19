"""СКНО and printer as other programs, on every kind of attachment, in real time."""

import json
import re
import socket
import subprocess
import sys
import threading

import pytest

from host_tests.bench_days import ROOT, bench, write_day
from tools.bench import attach

DAY = [
    {"at": "2026-12-01T08:00:00", "do": "open_shift", "cashier": "Иванова"},
    {"at": "2026-12-01T08:01:00", "do": "sale",
     "lines": [{"name": "Хлеб «Нарочанский»", "price": "2.98", "qty": "2"}],
     "pay": [{"by": "cash", "sum": "10.00"}]},
    {"at": "2026-12-01T08:02:00", "do": "z_report"},
]  # fmt: skip


class Program:
    """A server of the bench as a process; `find` waits for a line of its output."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", *map(str, arguments)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True,
        )  # fmt: skip
        self.lines: list[str] = []

    def find(self, pattern):
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            found = re.search(pattern, line)
            if found:
                threading.Thread(target=self._drain, daemon=True).start()
                return found[1]
        raise AssertionError("".join(self.lines))

    def _drain(self):
        self.lines += self.process.stdout.readlines()

    def end(self):
        self.process.terminate()
        status = self.process.wait(20)
        return status


@pytest.fixture
def programs():
    started = []

    def start(*arguments):
        started.append(Program(*arguments))
        return started[-1]

    yield start
    for program in started:
        if program.process.poll() is None:
            program.process.kill()
            program.process.wait(20)


@pytest.fixture
def day(tmp_path):
    return write_day(tmp_path / "short.day.jsonl", DAY)


def check(report):
    figures = json.loads(report.read_text("utf-8"))
    assert figures["z_number"] == 1 and figures["documents"] == 1
    assert figures["currencies"]["BYN"]["sales_sum"] == "5.96"


def test_skno_over_tcp(day, programs, tmp_path):
    documents, report = tmp_path / "d.json", tmp_path / "r.json"
    server = programs("tools.bench.skno_server", "listen:127.0.0.1:0", "--documents", documents)
    port = server.find(r"127\.0\.0\.1:(\d+)")
    done = bench("day", day, "--skno", f"tcp:127.0.0.1:{port}", "--report", report)
    assert done.returncode == 0, done.stdout + done.stderr
    check(report)
    server.end()
    assert not [line for line in server.lines if line.startswith("violation")]
    assert [
        entry["type"] for entry in json.loads(documents.read_text("utf-8"))["documents"]
    ] == [10, 15]


def test_skno_over_pty(day, programs, tmp_path):
    server = programs("tools.bench.skno_server", "pty:")
    path = server.find(r"(/dev/\S+)")
    report = tmp_path / "r.json"
    done = bench("day", day, "--skno", f"serial:{path}@115200", "--report", report)
    assert done.returncode == 0, done.stdout + done.stderr
    check(report)
    server.end()
    assert not [line for line in server.lines if line.startswith("violation")]


def test_printer_over_tcp(day, programs, tmp_path):
    text = tmp_path / "tape.txt"
    server = programs("tools.bench.printer_server", "listen:127.0.0.1:0", "--columns", 48,
                      "--text", text)  # fmt: skip
    port = server.find(r":(\d+)\b")
    done = bench("day", day, "--printer", f"tcp:127.0.0.1:{port}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert server.end() == 0, server.lines
    tape = text.read_text("utf-8")
    assert "Платежный документ" in tape and "Суточный (сменный) отчет (Z-отчет)" in tape


def test_printer_as_a_file(day, tmp_path):
    paper, report = tmp_path / "paper.bin", tmp_path / "r.json"
    done = bench("day", day, "--printer", f"file:{paper}", "--report", report)
    assert done.returncode == 0, done.stdout + done.stderr
    check(report)
    assert "Платежный документ".encode("cp866") in paper.read_bytes()


@pytest.mark.parametrize(
    "url", ["tcp:127.0.0.1", "tcp:127.0.0.1:x", "udp:1", "sim", "listen:h:99999", "serial:/none@1",
            "tcp:::1:80"]
)
def test_wrong_attachments(day, url):
    done = bench("day", day, "--skno", url)
    assert done.returncode == 2 and url in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(("written", "meant"), [
    ("[::1]:80", ("::1", 80)), (":0", ("127.0.0.1", 0)), ("till.local:9100", ("till.local", 9100)),
    ("[fe80::1%eth0]:5117", ("fe80::1%eth0", 5117)),
])
def test_addresses(written, meant):
    assert attach.address(written) == meant


@pytest.mark.parametrize("written", ["[::1]", "::1", "::1:80", "[::1]:", "[::1]:x", "[::1]:٣"])
def test_what_is_no_address(written):
    with pytest.raises(attach.AttachError):
        attach.address(written)


def test_skno_over_tcp_of_ipv6(day, programs, tmp_path):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError as error:
        pytest.skip(f"no IPv6 on this machine: {error}")
    server, report = programs("tools.bench.skno_server", "listen:[::1]:0"), tmp_path / "r.json"
    port = server.find(r"\[::1\]:(\d+)")
    done = bench("day", day, "--skno", f"tcp:[::1]:{port}", "--report", report)
    assert done.returncode == 0, done.stdout + done.stderr
    check(report)


def test_nobody_there(day):
    """A СКНО that never answers: blocked with its line, exit status 2."""
    done = bench("day", day, "--skno", "tcp:127.0.0.1:9", "--wait", "0")
    assert done.returncode == 2 and "127.0.0.1:9" in done.stderr
