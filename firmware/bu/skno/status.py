"""The two status bytes of the СКНО (прил. 2 табл. 12): names, prohibitions, reasons.

On the wire byte 1 comes before byte 0. The status has no check sum of its own.
"""

from micropython import const

from bu.skno.commands import DOCUMENT, IDENTIFY, OPEN_SHIFT, REPEAT_UID, Z_REPORT

TYPE_CHECKING = False

# Bits 0-7 of byte 0, bits 0-4 of byte 1; bits 5-7 of byte 1 are reserved and looked at by nobody.
NAMES = (
    "busy", "crypto", "online", "certificate", "z_unsent", "full", "identified", "shift_open",
    "unfinished", "undelivered", "oversize", "ok", "blocked",
)  # fmt: skip

# A rule: number of the bit, whether it stops when it is set, and the commands that it stops.
_COMMANDS = bytes((IDENTIFY, REPEAT_UID, OPEN_SHIFT, DOCUMENT, Z_REPORT))
_OTHER = const(0x10)  # any other command: no rule has this
_IDENTIFY = const(0x20)
_REPEAT = const(0x40)
_OPEN = const(0x80)
_DOCUMENT = const(0x100)
_SET = const(0x400)
_REGISTERING = const(0x380)
# The СКНО decides itself about a Z-report under the prohibitions of bits 3-5 and about its shift.
_NOT_Z = const(0x180)
_RULES = (
    11 | _IDENTIFY | _REPEAT | _REGISTERING,
    12 | _SET | _IDENTIFY | _REPEAT | _REGISTERING,
    1 | _REPEAT | _REGISTERING,
    3 | _SET | _NOT_Z,
    4 | _SET | _NOT_Z,
    5 | _SET | _NOT_Z,
    6 | _REGISTERING,
    8 | _SET | _REGISTERING,
    7 | _SET | _OPEN,
    7 | _DOCUMENT,
    8 | _REPEAT,  # 11h is carried out only while the bit is set (регл. 77)
)
# Their refusals, gravest first.
_REFUSALS = const((
    "skno_faulty", "skno_blocked", "skno_no_crypto", "skno_certificate", "skno_z_unsent",
    "skno_full", "skno_identification", "unfinished", "skno_shift", "skno_shift", "skno_rejected",
))  # fmt: skip
# Those that say nothing about the СКНО, only that a command does not fit its state.
_OF_COMMAND = const(("skno_shift", "skno_rejected"))


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
        bits = self.raw[1] << 8 | self.raw[0]
        wanted = _OTHER << _COMMANDS.find(bytes((command,))) + 1
        found = []
        for place, rule in enumerate(_RULES):
            if (bits >> (rule & 15) & 1) == (1 if rule & _SET else 0):
                refusal = _REFUSALS[place]
                if rule & wanted if command else refusal not in _OF_COMMAND:
                    found.append(refusal)
        return found

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
