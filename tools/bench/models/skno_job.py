"""What the parts of the СКНО's link share: a command's life, and what the link asks of the device.

    partial -> busy -> answer (REQ brings it) -> acknowledged
                    -> refused (REQ brings EOT)
"""

from dataclasses import dataclass
from typing import Protocol

from tools.bench.models.skno_faults import Fault
from tools.bench.models.skno_wire import Packet

BUSY, ANSWER, REFUSED = "busy", "answer", "refused"
TOLERANCE_MS = 5


@dataclass
class Job:
    """A whole command; `packet` is its last one, `data` all of its data."""

    packet: Packet
    data: bytes
    until_ms: int
    refused: bool = False
    phase: str = BUSY
    answer: bytes = b""
    given_ms: int | None = None
    repeat_ms: int | None = None
    intact: bool = False

    @property
    def command(self) -> int:
        """Its code."""
        return self.packet.command


class Host(Protocol):
    """The device above the link. Texts are problems; None means that there is none."""

    def refusal(self, packet: Packet) -> str | None:
        """Why a command's first packet is refused; "" for a refusal nobody can be blamed for."""

    def overtakes(self, packet: Packet, job: Job) -> bool:
        """Whether a new command may replace one that is not finished."""

    def oversize(self) -> None:
        """A document was longer than the regulation allows."""

    def take(self, packet: Packet, data: bytes) -> bool:
        """A whole command came; False: it is wrong. Durable when this returns."""

    def answer(self, job: Job) -> bytes:
        """Processing has ended; -> the answer's data."""

    def delivered(self, job: Job) -> None:
        """The answer was acknowledged."""

    def status(self, busy: bool) -> bytes:
        """The two status bytes as they are sent: byte 1, byte 0."""

    def violation(self, text: str) -> None:
        """Records what the register did against the rules."""

    def set_flag(self, fault: Fault) -> None:
        """A fault changes the device's health."""

    def lose_power(self, fault: Fault, now_ms: int) -> None:
        """A fault switches the device off."""
