"""The printer model as a process: bytes over TCP and a pty, files, exit code."""

import os
import select
import socket
import subprocess
import sys

import pytest
from PIL import Image

from host_tests.modules import ROOT
from host_tests.printer_model_bytes import INIT, cp866, qr

WAIT_S = 20


def start(*arguments: str) -> tuple[subprocess.Popen, str]:
    """The process, and what its first line says."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.bench.printer_server", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def connect(where: str) -> socket.socket:
    host, port = where.removeprefix("listening on ").split(":")
    return socket.create_connection((host, int(port)), timeout=WAIT_S)


def test_tcp(tmp_path):
    png, text = tmp_path / "tape.png", tmp_path / "tape.txt"
    process, where = start(
        "listen:127.0.0.1:0", "--once", "--columns", "48", "--png", str(png), "--text", str(text)
    )
    with connect(where) as peer:
        peer.sendall(INIT + cp866("Чек\n") + qr() + b"\n\x1dVB\x00\x1dr\x01\x10\x04\x01")
        answers = b""
        while len(answers) < 2:
            answers += peer.recv(10)
    assert sorted(answers) == [0x00, 0x12]
    _, complaints = process.communicate(timeout=WAIT_S)
    assert (process.returncode, complaints) == (0, "")
    assert text.read_text().startswith("Чек\n[QR 8FAB703F74748FDE1D0BD551]\n")
    with Image.open(png) as picture:
        assert picture.width == 576 + 64


def test_what_is_wrong_is_told():
    process, where = start("listen:127.0.0.1:0", "--once")
    with connect(where) as peer:
        peer.sendall(INIT + b"\x07abc")
    _, complaints = process.communicate(timeout=WAIT_S)
    assert process.returncode == 1
    assert complaints.splitlines() == [
        "byte 7: unknown byte 07h",
        "byte 8: text left in the line buffer: 'abc'",
    ]


def test_states_from_stdin():
    process, where = start("listen:127.0.0.1:0", "--once", "--control")
    with connect(where) as peer:
        assert process.stdin
        process.stdin.write("paper-out\n")
        process.stdin.flush()
        answer = 0x12
        while answer == 0x12:
            peer.sendall(b"\x10\x04\x04")
            answer = peer.recv(1)[0]
        assert answer == 0x7E
        process.stdin.write("load-paper\n")
        process.stdin.flush()
        peer.sendall(b"\x1b@a\n\x1dr\x01")
        assert peer.recv(1) == b"\x00"
    process.communicate(timeout=WAIT_S)
    assert process.returncode == 0


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pty here")
def test_pty(tmp_path):
    text = tmp_path / "tape.txt"
    process, path = start("pty:", "--text", str(text))
    line = os.open(path, os.O_RDWR | os.O_NOCTTY)
    try:
        os.write(line, INIT + cp866("Чек\n") + b"\x1dr\x01")
        assert select.select([line], [], [], WAIT_S)[0]
        assert os.read(line, 10) == b"\x00"
    finally:
        os.close(line)
    process.terminate()
    _, complaints = process.communicate(timeout=WAIT_S)
    assert (process.returncode, complaints) == (0, "")
    assert text.read_text() == "Чек\n"


def test_unknown_attachment():
    process, _ = start("carrier-pigeon:")
    _, complaints = process.communicate(timeout=WAIT_S)
    assert process.returncode == 2
    assert complaints == "carrier-pigeon:: listen:HOST:PORT or pty: is expected\n"
