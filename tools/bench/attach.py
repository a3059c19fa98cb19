"""Attachments: what stands behind the unit's СКНО, printer and host sockets.

    sim:             the built-in model           pty:               makes one, prints its path
    tcp:HOST:PORT    connects                     serial:PATH@BAUD   a serial port
    listen:HOST:PORT waits for a connection       file:PATH          keeps the bytes (printer)

HOST is a name or an address; one of IPv6 stands in brackets, as in tcp:[::1]:9100.

Every channel has write(data) and read(timeout_ms) -> bytes. A peer that goes away is silence for
the unit; the channel takes the next connection.
"""

import os
import select
import socket
import sys
import tty
from collections.abc import Callable
from typing import Any, Protocol

# How long a device may hold up the line.
FLOW_MS = 5000
LOOPBACK = "127.0.0.1"


class AttachError(Exception):
    """An attachment that cannot be made: the message is for the person at the bench."""


class Clock(Protocol):
    def now_ms(self) -> int: ...
    def wait_until(self, moment: int) -> None: ...


class Device(Protocol):
    """A bench model (see tools/bench/models)."""

    def feed(self, data: bytes, now_ms: int) -> None: ...
    def output(self, now_ms: int) -> bytes: ...
    def next_event_ms(self) -> int | None: ...


class SimChannel:
    """A model of the bench behind a wire of `baud` bits a second (10 bits a byte).

    A device that says it is `busy` is waited for, as hardware flow control does, but not for ever.
    `record` keeps what was written.
    """

    def __init__(
        self,
        device: Device,
        clock: Clock,
        baud: int,
        record: Callable[[bytes], object] | None = None,
    ) -> None:
        self.device = device
        self._record = record
        self._clock = clock
        self._baud = baud
        self._owed = 0
        self.bytes = 0

    def write(self, data: bytes) -> None:
        self.bytes += len(data)
        self._owed += len(data) * 10_000
        whole, self._owed = divmod(self._owed, self._baud)
        self._clock.wait_until(self._clock.now_ms() + whole)
        self._wait_while_busy()
        if self._record:
            self._record(data)
        self.device.feed(data, self._clock.now_ms())

    def _wait_while_busy(self) -> None:
        deadline = self._clock.now_ms() + FLOW_MS
        while getattr(self.device, "busy", False) and self._clock.now_ms() < deadline:
            event = self.device.next_event_ms()
            now = self._clock.now_ms()
            self._clock.wait_until(min(deadline, max(event or deadline, now + 1)))
            self.device.feed(b"", self._clock.now_ms())

    def read(self, timeout_ms: int) -> bytes:
        deadline = self._clock.now_ms() + timeout_ms
        while True:
            now = self._clock.now_ms()
            data = self.device.output(now)
            self.bytes += len(data)
            if data or now >= deadline:
                return data
            event = self.device.next_event_ms()
            later = deadline if event is None else min(deadline, max(event, now + 1))
            self._clock.wait_until(later)


class FileChannel:
    """A file that keeps every byte; it never answers, so nothing is asked of it."""

    def __init__(self, path: str) -> None:
        try:
            self._file = open(path, "ab", buffering=0)
        except OSError as error:
            raise AttachError(error.strerror or str(error)) from error

    def write(self, data: bytes) -> None:
        self._file.write(data)

    def read(self, timeout_ms: int) -> bytes:
        return b""


class DescriptorChannel:
    """Any file descriptor with bytes both ways: a pty or a serial port."""

    def __init__(self, descriptor: int, keep: Any) -> None:
        self._descriptor = descriptor
        self._keep = keep
        os.set_blocking(descriptor, False)

    def write(self, data: bytes) -> None:
        rest = memoryview(bytes(data))
        while rest:
            if not select.select([], [self._descriptor], [], 2.0)[1]:
                return
            rest = rest[os.write(self._descriptor, rest) :]

    def read(self, timeout_ms: int) -> bytes:
        if not select.select([self._descriptor], [], [], timeout_ms / 1000)[0]:
            return b""
        try:
            return os.read(self._descriptor, 4096)
        except (BlockingIOError, OSError):
            return b""

    def close(self) -> None:
        """Lets go of the port; a pty is gone with it."""
        if isinstance(self._keep, int):
            os.close(self._keep)
            os.close(self._descriptor)
        else:
            self._keep.close()


def listener(where: tuple[str, int]) -> socket.socket:
    """A socket that waits for connections there. OSError."""
    family = socket.AF_INET6 if ":" in where[0] else socket.AF_INET
    return socket.create_server(where, family=family)


class SocketChannel:
    """A TCP peer, connected to or waited for; it may go and come again."""

    def __init__(self, host: str, port: int, listen: bool) -> None:
        self._address = (host, port)
        self._peer: socket.socket | None = None
        self._server: socket.socket | None = None
        try:
            if listen:
                self._server = listener(self._address)
            else:
                self._peer = socket.create_connection(self._address, timeout=5)
                self._ready(self._peer)
        except OSError as error:
            raise AttachError(str(error.strerror or error)) from error

    @property
    def port(self) -> int:
        """The port listened on (for `listen:HOST:0`)."""
        assert self._server
        return self._server.getsockname()[1]

    def _ready(self, peer: socket.socket) -> None:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer.settimeout(5)

    def _connected(self, timeout: float) -> socket.socket | None:
        if self._peer is None and self._server is not None:
            if select.select([self._server], [], [], timeout)[0]:
                self._peer = self._server.accept()[0]
                self._ready(self._peer)
        elif self._peer is None:
            try:
                self._peer = socket.create_connection(self._address, timeout=max(timeout, 0.2))
                self._ready(self._peer)
            except OSError:
                select.select([], [], [], timeout)
        return self._peer

    def _drop(self) -> None:
        if self._peer is not None:
            self._peer.close()
            self._peer = None

    def write(self, data: bytes) -> None:
        peer = self._connected(0.05)
        if peer is None:
            return
        try:
            peer.sendall(data)
        except OSError:
            self._drop()

    def read(self, timeout_ms: int) -> bytes:
        peer = self._connected(timeout_ms / 1000)
        if peer is None:
            return b""
        try:
            if not select.select([peer], [], [], timeout_ms / 1000)[0]:
                return b""
            data = peer.recv(4096)
        except OSError:
            data = b""
        if not data:
            self._drop()
        return data


Channel = SimChannel | FileChannel | DescriptorChannel | SocketChannel


def _tcp(rest: str) -> Channel:
    return SocketChannel(*address(rest), listen=False)


def _listen(rest: str) -> Channel:
    channel = SocketChannel(*address(rest), listen=True)
    _say(f"listening on {rest.rpartition(':')[0] or LOOPBACK}:{channel.port}")
    return channel


def _pty(rest: str) -> Channel:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    tty.setraw(ours)
    _say(f"pty {os.ttyname(theirs)}")
    return DescriptorChannel(ours, keep=theirs)


def _serial(rest: str) -> Channel:
    import serial

    path, _, baud = rest.partition("@")
    if baud and not baud.isdecimal():
        raise AttachError("serial:PATH@BAUD is expected, as serial:/dev/ttyUSB0@115200")
    try:
        port = serial.Serial(path, int(baud or 115200), timeout=0, exclusive=True)
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None)
        raise AttachError(os.strerror(number) if number else str(error)) from error
    return DescriptorChannel(port.fileno(), keep=port)


def address(rest: str) -> tuple[str, int]:
    """Host and port of HOST:PORT. AttachError: it is none."""
    host, _, port = rest.rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise AttachError(f"an IPv6 address stands in brackets: [{host}]:{port}")
    if not (port.isascii() and port.isdigit() and int(port) <= 65535):
        raise AttachError("HOST:PORT is expected")
    return host or LOOPBACK, int(port)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


_MAKERS = {"tcp": _tcp, "listen": _listen, "pty": _pty, "serial": _serial, "file": FileChannel}


def attach(url: str) -> Channel:
    """The channel of a URL other than `sim:`."""
    scheme, colon, rest = url.partition(":")
    if not colon or scheme not in _MAKERS:
        known = ", ".join(["sim:"] + [f"{name}:" for name in _MAKERS])
        raise AttachError(f"{url}: unknown attachment; known are {known}")
    try:
        return _MAKERS[scheme](rest)
    except AttachError as error:
        raise AttachError(f"{url}: {error}") from error
