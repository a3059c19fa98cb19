"""СКНО and printer as other programs, on every kind of attachment, in real time."""

import json
import socket

import pytest

from host_tests.bench_days import SHORT_DAY, bench, write_day
from tools.bench import attach


@pytest.fixture
def day(tmp_path):
    return write_day(tmp_path / "short.day.jsonl", SHORT_DAY)


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
