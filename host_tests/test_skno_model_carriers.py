"""The СКНО model behind I2C, and as a process of its own."""

import contextlib
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time

import pytest

from host_tests import skno_model_bytes as b
from host_tests.modules import ROOT
from host_tests.skno_model_unit import DEPOSIT, body, device, split
from tools.bench.models.skno_i2c import ADDRESS, SknoI2c


class Bus:
    """An I2C master on virtual time."""

    def __init__(self, **options):
        self.now = 0
        self.skno = device()
        self.port = SknoI2c(self.skno, lambda: self.now, **options)

    def ask(self, raw, size=32, wait=20):
        self.port.write(raw)
        self.now += wait
        return self.port.read(size)


def test_reads_have_a_fixed_size_and_idle_bytes_at_the_end():
    bus = Bus()
    assert bus.ask(b"", 4) == b"\xff" * 4
    assert bus.ask(b.REQ) == bytes.fromhex("170208061705") + b"\xff" * 26
    assert Bus(idle=0).ask(b.REQ, 8) == bytes.fromhex("1702080617050000")


def test_a_reply_goes_on_in_the_next_read():
    bus = Bus()
    bus.ask(b.REQ)
    assert bus.ask(b.packet(0x55))[:2] == b.ACK
    bus.now += 200
    whole = bus.ask(b.REQ, 9) + bus.port.read(9) + bus.port.read(40)
    reply, idle = whole[:whole.rindex(b.ETX) + 2], whole[whole.rindex(b.ETX) + 2:]
    assert len(body(split(reply)[2], 0x55)) == 6
    assert set(idle) == {0xFF}


def test_a_frame_may_be_written_in_pieces():
    bus = Bus()
    bus.ask(b.REQ)
    raw = b.packet(0x55)
    for at in range(0, len(raw) - 5, 5):
        assert bus.ask(raw[at:at + 5], 2) == b"\xff\xff"
    assert bus.ask(raw[len(raw) // 5 * 5:], 2) == b.ACK


def test_micropython_calls():
    bus = Bus()
    assert bus.port.writeto(ADDRESS, b.REQ) == 2
    bus.now += 20
    buffer = bytearray(8)
    bus.port.readfrom_into(ADDRESS, buffer)
    assert buffer == bytes.fromhex("170208061705ffff")
    for call in (lambda: bus.port.writeto(3, b.REQ), lambda: bus.port.readfrom_into(3, buffer)):
        with pytest.raises(OSError, match="5"):
            call()


def test_a_device_that_is_off_does_not_answer_its_address():
    bus = Bus()
    bus.port.write(b.REQ)
    bus.skno.power_off()
    with pytest.raises(OSError, match="5"):
        bus.port.read(4)
    with pytest.raises(OSError, match="5"):
        bus.port.write(b.REQ)
    bus.skno.power_on(bus.now)
    assert bus.ask(b.REQ, 2, wait=2000) == b"\xff\xff"
    assert bus.ask(b.REQ, 2) == b.SOH


class Process:
    """`python -m tools.bench.skno_server` and the line that says where it listens."""

    def __init__(self, tmp_path, url, *more):
        self.documents = tmp_path / "documents.json"
        command = [sys.executable, "-m", "tools.bench.skno_server", url,
                   "--serial", str(b.SKNO), "--state", str(tmp_path / "state"),
                   "--documents", str(self.documents), "--processing-ms", "20", *more]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, cwd=ROOT)
        self.where = self.process.stderr.readline()

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        out, _ = self.process.communicate(timeout=20)
        return self.process.returncode, out


@contextlib.contextmanager
def process(*arguments):
    running = Process(*arguments)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.communicate()


def exchange(write, read, raw, end):
    write(raw)
    reply, deadline = b"", time.monotonic() + 10
    while not reply.endswith(end) and time.monotonic() < deadline:
        reply += read()
    return reply


def run_command(write, read, code, data=b""):
    exchange(write, read, b.REQ, b.ETX)
    assert exchange(write, read, b.packet(code, data), b.ACK) == b.ACK
    reply, deadline = b"", time.monotonic() + 10
    while len(reply) < 20 and time.monotonic() < deadline:
        reply = exchange(write, read, b.REQ, b.ETX)
    write(b.ACK)
    return body(split(reply)[2], code)


def test_server_over_tcp(tmp_path):
    with process(tmp_path, "listen:127.0.0.1:0") as server:
        host, port = re.search(r"([\d.]+):(\d+)", server.where).groups()
        with socket.create_connection((host, int(port)), timeout=10) as link:
            def read():
                return link.recv(4096)
            assert run_command(link.sendall, read, 0xAA, b.identification()) == b""
            assert run_command(link.sendall, read, 0x40) == b""
            uid = run_command(link.sendall, read, 0x10, DEPOSIT)
        code, out = server.end()
    assert code == 0
    assert f"УИ {uid.hex().upper()}" in out
    content = json.loads(server.documents.read_text("utf-8"))
    assert content["documents"][0]["uid"] == uid.hex().upper()
    assert json.loads((tmp_path / "state").read_text("utf-8"))["last_number"] == 1


def test_server_on_a_pty_says_what_was_wrong(tmp_path):
    with process(tmp_path, "pty:") as server:
        port = os.open(server.where.split()[-1], os.O_RDWR | os.O_NOCTTY)

        def read():
            return os.read(port, 4096) if select.select([port], [], [], 5)[0] else b""
        reply = exchange(lambda raw: os.write(port, raw), read, b.packet(0x77), b.EOT)
        os.close(port)
        code, out = server.end()
    assert reply == b.EOT
    assert code == 1
    assert "violation: unknown command 77h" in out


@pytest.mark.parametrize("arguments", [
    ["nowhere:"], ["pty:", "--faults", "[]missing.json"], ["pty:", "--skko", "5"]])
def test_server_that_cannot_start(tmp_path, arguments):
    (tmp_path / "state").write_text("{}")
    done = subprocess.run([sys.executable, "-m", "tools.bench.skno_server", *arguments,
                           "--state", str(tmp_path / "state")], capture_output=True, text=True,
                          timeout=30, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.startswith("skno_server: ")


def test_server_with_faults(tmp_path):
    plan = tmp_path / "faults.json"
    plan.write_text(json.dumps([{"kind": "garbage", "on": "status", "data": "ffff"}]))
    with process(tmp_path, "listen:127.0.0.1:0", "--faults", str(plan), "--any-number") as server:
        host, port = re.search(r"([\d.]+):(\d+)", server.where).groups()
        with socket.create_connection((host, int(port)), timeout=10) as link:
            link.sendall(b.REQ)
            assert link.recv(100) == b"\xff\xff" + bytes.fromhex("170208061705")
        assert server.end()[0] == 0
