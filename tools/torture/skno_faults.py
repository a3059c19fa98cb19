"""Faults of a СКНО and of its wire: what may happen, and what the unit may say of it.

A row is a fault of the model's plan, a change of what passes on the wire, or something that is
done to the device; `skno_case` carries them out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tools.bench.models.skno import Skno

from .ram import BREAD, IDENTITY, Register

FOR_EVER = 1_000_000
PAUSE_MS = 15_000
LIE = b"\x02\xc6"  # byte 1 bit 3 clear; idle, identified, nothing unfinished
CASH = [{"by": "cash", "sum": "500.00"}]

# name -> order
DOCUMENTS: dict[str, dict[str, Any]] = {
    "opening": {"do": "open_shift", "cashier": "Иванова"},
    "deposit": {"do": "deposit", "sum": "23.23"},
    "withdrawal": {"do": "withdraw", "sum": "10.00"},
    "payout": {"do": "card_payout", "sum": "5.00"},
    "sale": {"do": "sale", "lines": [BREAD], "pay": CASH},
    "long sale": {"do": "sale", "pay": CASH, "lines": [
        {"name": f"Товар {n}", "price": "1.05", "section": 23} for n in range(32)]},
    "refund": {"do": "refund", "lines": [BREAD], "pay": [{"by": "cash", "sum": "2.98"}]},
    "void": {"do": "void"},
    "z_report": {"do": "z_report"},
}  # fmt: skip


def skno(register: Register) -> Skno:
    """The СКНО on the wire, or the one that belongs there."""
    return register.world.skno


class Tap:
    """Stands between unit and СКНО; counts messages, and does something at some of them."""

    def __init__(self, wire: Any) -> None:
        self.wire = wire
        self.count = {">": 0, "<": 0}
        self.plan: list[tuple[str, int, int, Callable[[bytes], bytes]]] = []

    def at(self, way: str, first: int, times: int, change: Callable[[bytes], bytes]) -> None:
        """`change` makes what arrives of messages `first` to `first + times` of one way."""
        self.plan.append((way, first, first + times, change))

    def _pass(self, way: str, data: bytes) -> bytes:
        place = self.count[way]
        self.count[way] += 1
        for other, first, last, change in self.plan:
            if way == other and first <= place < last:
                data = change(data)
        return data

    def write(self, data: bytes) -> None:
        """From the unit."""
        self.wire.write(self._pass(">", data))

    def read(self, timeout_ms: int) -> bytes:
        """To the unit."""
        clock = self.wire._clock
        until = clock.now_ms() + timeout_ms
        while True:
            data = self.wire.read(max(0, until - clock.now_ms()))
            if not data:
                return b""
            data = self._pass("<", data)
            if data:
                return data


def tap(register: Register) -> Tap:
    """The tap on a register's wire, put in where there is none."""
    channels: dict[str, Any] = register.world.channels  # type: ignore[assignment]
    if not isinstance(channels["skno"], Tap):
        channels["skno"] = Tap(channels["skno"])
    return channels["skno"]


@dataclass(frozen=True)
class Fault:
    """One row of the matrix; `says` are the names that the unit may give it."""

    name: str
    says: tuple[str, ...]
    plan: tuple[str, str, tuple[tuple[str, Any], ...]] | None = None  # of the model
    wire: tuple[str, str] | None = None  # way, name in CHANGES
    act: str = ""  # name in ACTS
    times: int = 1


def _flip(data: bytes) -> bytes:
    at = len(data) * 5 // 8
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


# What a wire may make of a message.
CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "lost": lambda data: b"",
    "a bit flipped": _flip,
    "its beginning lost": lambda data: data[len(data) // 3 :],
    "its end lost": lambda data: data[: len(data) * 2 // 3],
    "behind half a frame": lambda data: b"\x17\x13\x00\x17" + data,
    "behind an STX": lambda data: b"\x17\x13" + data,
    "behind an ACK": lambda data: b"\x17\xaa" + data,
    "behind a NAK": lambda data: b"\x17\x07" + data,
    "behind an EOT": lambda data: b"\x17\x04" + data,
}


def _flag(name: str, value: Any) -> Callable[[Register], None]:
    def act(register: Register) -> None:
        setattr(skno(register).flags, name, value)

    return act


def _off(register: Register) -> None:
    skno(register).power_off()


def _on(register: Register) -> None:
    if not skno(register).powered:
        skno(register).power_on(register.world.now_ms())


def _another(register: Register) -> None:
    """Another СКНО on the wire; the one that belongs there lies beside it, without power."""
    world = register.world
    skno(register).power_off()
    other = Skno(IDENTITY["skno_serial"] + 1, clock=world.calendar.now)
    other.options = other.link.options = replace(other.options, check_timing=False)
    tap(register).wire.device = other


def _own(register: Register) -> None:
    tap(register).wire.device = skno(register)
    _on(register)


# What may happen to the СКНО, and what ends it.
ACTS: dict[str, tuple[Callable[[Register], None], Callable[[Register], None]]] = {
    "switched off": (_off, _on),
    "another one": (_another, _own),
    **{name: (_flag(flag, value), _flag(flag, not value)) for name, flag, value in (
        ("certificate", "certificate_ban", True), ("z unsent", "z_ban", True),
        ("memory full", "memory_ban", True), ("blocked", "blocked", True),
        ("not in order", "in_order", False), ("no crypto", "skzi", False))},
    **{f"status {status.hex()}": (_flag("forced", status), _flag("forced", None))
       for status in (b"\x17\x17", b"\x08\x17", b"\x17\x46", b"\x17\xc6", b"\x02\x46", LIE)},
}  # fmt: skip


def _plan(name: str, says: tuple[str, ...], kind: str, on: str, times: tuple[int, ...] = (1,),
          **more: Any) -> Iterator[Fault]:  # fmt: skip
    for count in times:
        label = name + {1: "", FOR_EVER: " for ever"}.get(count, f" {count} times")
        yield Fault(label, says, plan=(kind, on, tuple(more.items())), times=count)


ANY = (1, 3, FOR_EVER)
ONCE_AND_EVER = (1, FOR_EVER)
SILENT = ("skno_silent",)
NOISE = ("skno_protocol", "skno_silent")
OFF = ("skno_silent", "skno_identification")
STATUS = ("skno_faulty", "skno_blocked", "skno_no_crypto", "skno_z_unsent", "skno_busy",
          "skno_identification", "skno_shift", "unfinished", "skno_protocol", "skno_rejected",
          "skno_silent", "skno_certificate")  # fmt: skip


def _faults() -> Iterator[Fault]:
    yield from _plan("NAK", NOISE, "nak", "packet", ANY)
    yield from _plan("EOT", ("skno_rejected", "skno_protocol"), "eot", "packet", ANY)
    yield from _plan("packet not heard", NOISE, "ignore", "packet", ANY)
    yield from _plan("REQ not heard", SILENT, "ignore", "req", ANY)
    yield from _plan("ACK not heard", NOISE, "ignore", "in_ack", ANY)
    yield from _plan("silent for 1,5 s", NOISE, "mute", "packet", ms=1500)
    yield from _plan("silent for 9 s", NOISE, "mute", "req", ms=9000)
    yield from _plan("silent for 10 min", SILENT, "mute", "packet", ms=600_000)
    yield from _plan("silent for 10 min at REQ", SILENT, "mute", "req", ms=600_000)
    yield from _plan("busy for 2 min", (), "busy", "command", ms=115_000)
    yield from _plan("busy at REQ for 2 min", (), "say_busy", "req", ms=115_000)
    yield from _plan("busy for 10 min", ("skno_busy",), "busy", "command", ms=600_000)
    yield from _plan("busy at REQ for 10 min", ("skno_busy",), "say_busy", "req", ms=600_000)
    yield from _plan("refused", ("skno_rejected",), "refuse", "command", ONCE_AND_EVER)
    wrong = ("skno_protocol", "skno_foreign", "unfinished")
    for field in ("crc", "sender", "receiver", "command", "length", "total", "number"):
        yield from _plan(f"answer with a wrong {field}", wrong, "bad_" + field, "answer", ANY)
    for on in ("answer", "status", "ack"):
        yield from _plan(f"{on} lost", NOISE, "lose", on, ANY)
        yield from _plan(f"{on} twice", NOISE, "twice", on, ONCE_AND_EVER)
        yield from _plan(f"{on} 0,15 s late", NOISE, "late", on, ONCE_AND_EVER, ms=150)
        yield from _plan(f"{on} 1,9 s late", NOISE, "late", on, ONCE_AND_EVER, ms=1900)
        # Each status is then the answer to an earlier REQ, and says how things stood.
        yield from _plan(f"{on} 2,5 s late", (*NOISE, "skno_identification", "skno_shift"),
                         "late", on, ONCE_AND_EVER, ms=2500)  # fmt: skip
        yield from _plan(f"{on} cut to 3", NOISE, "cut", on, ONCE_AND_EVER, n=3)
        yield from _plan(f"{on} cut to 9", NOISE, "cut", on, ONCE_AND_EVER, n=9)
        yield from _plan(f"{on} behind garbage", NOISE, "garbage", on, ANY,
                         data=bytes.fromhex("17130517aa17ff"))  # fmt: skip
    yield from _plan("bare 17h in the status", (), "raw_status", "status", ONCE_AND_EVER)
    yield from _plan("bare 17h before the answer", (), "raw_status", "answer", ONCE_AND_EVER)
    for point in ("before_take", "after_take", "after_ack", "processed", "after_answer",
                  "before_done", "after_done"):  # fmt: skip
        yield from _plan(f"power gone {point}", OFF, "power_loss", point, ms=3000)
    for change in CHANGES:
        for way in "><":
            for times in ANY:
                name = f"{'to' if way == '>' else 'from'} the СКНО: {change}"
                yield Fault(f"{name} x{times}", (*NOISE, *STATUS), wire=(way, change),
                            times=times)  # fmt: skip
    # Nothing but an answer tells one СКНО from another.
    named = {"switched off": OFF,
             "another one": ("skno_foreign", "skno_protocol", "skno_rejected", "skno_shift",
                             "skno_identification"),
             "certificate": ("skno_certificate",), "z unsent": ("skno_z_unsent",),
             "memory full": ("skno_full",), "blocked": ("skno_blocked",),
             "not in order": ("skno_faulty",), "no crypto": ("skno_no_crypto",)}  # fmt: skip
    for act in ACTS:
        yield Fault(act, named.get(act, STATUS), act=act, times=FOR_EVER)
        if act.startswith("status"):
            yield Fault(f"{act} x2", STATUS, act=act, times=2)


FAULTS = {fault.name: fault for fault in _faults()}
