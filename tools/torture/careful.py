"""A bench port that sees when flash is erased: never while the СКНО's answer is awaited.

Flash is erased ahead, before the first byte of a document leaves (docs/design.md): an erase takes
tens of ms, and the СКНО repeats its answer after 0,1 s.
"""

from __future__ import annotations

from tools import inspect
from tools.bench.models.skno import Skno
from tools.bench.world import Port

_STX, _DOCUMENTS, _COMMAND_AT = b"\x17\x13", (0x10, 0x41), 8


class CarefulPort(Port):
    """Adds what is wrong to the complaints of its `skno`; `restarted` at each start of a unit."""

    skno: Skno
    _sent = b""  # the journal when the unit that is on now last sent a document

    def restarted(self) -> None:
        """Another unit: it may erase before it asks the СКНО."""
        self._sent = b""

    def stream_write(self, name: str, data: bytes | bytearray | memoryview) -> None:
        self.look(name, bytes(data))
        super().stream_write(name, data)

    def look(self, name: str, data: bytes) -> None:
        """Notes whether a document goes out."""
        if name == "skno" and data[:2] == _STX:
            body = data[2:].replace(b"\x17\x12", b"\x17")
            if body[_COMMAND_AT] in _DOCUMENTS:
                self._sent = bytes(self.regions["journal"].cells)

    def flash_erase(self, name: str, block: int) -> None:
        if name == "journal" and self._sent:
            last, now = _last(self._sent), _last(bytes(self.regions[name].cells))
            # One that is being written may look prepared already; it was not sent.
            if now and last and now.stage == "prepared" and now.position == last.position:
                self.skno.violations.append(
                    f"an erase while {now.kind} {now.number} is on its way")
        super().flash_erase(name, block)


def _last(image: bytes) -> inspect.Document | None:
    """The journal's last document, read from outside."""
    documents = inspect.read({"journal": image}).documents
    return documents[-1] if documents else None
