"""The two status bytes of the СКНО (прил. 2 табл. 12): names, prohibitions, reasons.

On the wire byte 1 comes before byte 0. The status has no check sum of its own.
"""

from bu.skno.commands import DOCUMENT, IDENTIFY, OPEN_SHIFT, REPEAT_UID, Z_REPORT

TYPE_CHECKING = False

# Bits 0-7 of byte 0, bits 0-4 of byte 1; bits 5-7 of byte 1 are reserved and looked at by nobody.
NAMES = (
    "busy", "crypto", "online", "certificate", "z_unsent", "full", "identified", "shift_open",
    "unfinished", "undelivered", "oversize", "ok", "blocked",
)  # fmt: skip

_REGISTERING = (OPEN_SHIFT, DOCUMENT, Z_REPORT)
# The СКНО decides itself about a Z-report under the prohibitions of bits 3-5 and about its shift.
_NOT_Z = (OPEN_SHIFT, DOCUMENT)

# (refusal, attribute, value that stops, commands stopped), gravest first.
_RULES = (
    ("skno_faulty", "ok", False, (IDENTIFY, REPEAT_UID) + _REGISTERING),
    ("skno_blocked", "blocked", True, (IDENTIFY, REPEAT_UID) + _REGISTERING),
    ("skno_no_crypto", "crypto", False, (REPEAT_UID,) + _REGISTERING),
    ("skno_certificate", "certificate", True, _NOT_Z),
    ("skno_z_unsent", "z_unsent", True, _NOT_Z),
    ("skno_full", "full", True, _NOT_Z),
    ("skno_identification", "identified", False, _REGISTERING),
    ("unfinished", "unfinished", True, _REGISTERING),
    ("skno_shift", "shift_open", True, (OPEN_SHIFT,)),
    ("skno_shift", "shift_open", False, (DOCUMENT,)),
    # 11h is carried out only while the bit is set (регл. 77).
    ("skno_rejected", "unfinished", False, (REPEAT_UID,)),
)
# Those that say nothing about the СКНО, only that a command does not fit its state.
_OF_COMMAND = ("skno_shift", "skno_rejected")


class Status:
    """A status: an attribute of True or False for each of `NAMES`."""

    if TYPE_CHECKING:
        busy = crypto = online = certificate = z_unsent = full = identified = shift_open = False
        unfinished = undelivered = oversize = ok = blocked = False

    def __init__(self, byte0: int, byte1: int):
        self.raw = (byte0, byte1)
        bits = byte1 << 8 | byte0
        for name in NAMES:
            setattr(self, name, bool(bits & 1))
            bits >>= 1

    def prohibitions(self, command: int = 0) -> list:
        """Refusal names that stop `command`, gravest first; 0: all that hold for any command."""
        return [
            refusal
            for refusal, name, stops, commands in _RULES
            if getattr(self, name) == stops
            and (command in commands if command else refusal not in _OF_COMMAND)
        ]

    def reason(self, command: int) -> str:
        """The refusal name that explains best why the СКНО refused `command`."""
        if self.oversize and command in (DOCUMENT, Z_REPORT):
            return "skno_oversize"
        stops = self.prohibitions(command)
        if not stops and command == Z_REPORT and not self.shift_open:
            return "skno_shift"
        return stops[0] if stops else "skno_rejected"

    def texts(self) -> list:
        """Russian lines for service: what is worth saying about this status."""
        from bu.skno.status_texts import texts

        return texts(self)
