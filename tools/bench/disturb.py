"""Byte faults on the wire of a bench model: bytes that change, go missing or come from nowhere."""

from dataclasses import dataclass, field
from typing import Any

WAYS = ("to", "from")
KINDS = ("flip", "drop", "add")


@dataclass
class Disturbance:
    """After `after` bytes more on the way `to` or `from` the device one byte is XORed with
    `value` (flip), is lost (drop) or comes in addition (add); `times` bytes in a row."""

    way: str
    kind: str
    after: int = 0
    value: int = 1
    times: int = 1

    def __post_init__(self) -> None:
        if self.way not in WAYS or self.kind not in KINDS or not 0 < self.value < 256:
            raise ValueError(f"{self}")


@dataclass
class Disturbed:
    """The device behind a disturbed wire; it keeps the bench's device contract."""

    device: Any
    plan: list[Disturbance] = field(default_factory=list)

    def feed(self, data: bytes, now_ms: int) -> None:
        self.device.feed(self._through("to", data), now_ms)

    def output(self, now_ms: int) -> bytes:
        return self._through("from", self.device.output(now_ms))

    def next_event_ms(self) -> int | None:
        return self.device.next_event_ms()

    @property
    def busy(self) -> bool:
        return getattr(self.device, "busy", False)

    def _through(self, way: str, data: bytes) -> bytes:
        if not self.plan:
            return data
        out = bytearray()
        for byte in data:
            out += self._byte(way, byte)
        return bytes(out)

    def _byte(self, way: str, byte: int) -> bytes:
        for fault in self.plan:
            if fault.way != way:
                continue
            if fault.after:
                fault.after -= 1
                return bytes((byte,))
            fault.times -= 1
            if not fault.times:
                self.plan.remove(fault)
            changed = {"flip": (byte ^ fault.value,), "drop": (), "add": (fault.value, byte)}
            return bytes(changed[fault.kind])
        return bytes((byte,))

