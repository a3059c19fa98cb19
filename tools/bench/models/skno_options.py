"""What can be set on the СКНО model: times, limits, strictness; and the state of its health.

The defaults are the typical values of регл. 71 and прил. 2 табл. 9; every other value that these
documents allow can be given instead.
"""

from dataclasses import dataclass

KILOBYTE = 1024


@dataclass(frozen=True)
class Options:
    """Times are in ms. An option that is off (False, None) switches that rule off."""

    ack_ms: int = 5              # a packet's end -> its ACK, NAK or EOT
    status_ms: int = 5           # REQ -> status
    processing_ms: int = 200     # a command's end -> its answer is ready
    ack_wait_ms: int = 100       # an answer without ACK is given again after this time ...
    repeat_for_ms: int = 2000    # ... until so long after the first time; then REQ brings it
    clean_start_ms: int = 2000   # switched on -> the first answer, after a correct switching off
    dirty_start_ms: int = 10_000         # the same after an incorrect one (up to 120 000)
    busy_after_dirty_ms: int = 0         # busy after such a start (up to 120 000)
    upload_after_ms: int = 1000  # the last document -> all are with the data centre
    memory_limit: int | None = None      # unsent documents that fill the memory
    unsent_z_limit: int | None = None    # unsent Z-reports that forbid service
    max_document: int = 20 * KILOBYTE
    base: str = "BYN"
    first_number: int | None = 1         # what a СКНО without history expects; None: any
    first_z: int | None = 1
    strict_cash: bool = True     # no more cash out than the documents brought in
    require_status: bool = True  # a command without REQ before it is a violation
    check_timing: bool = True    # repeats before 0,1 s, REQ within 0,2 s of «busy»
    late_refusals: bool = False  # refuse by state on the next REQ instead of at once
    turn_ms: int = 0             # each packet is worked off in its turn, REQ waits behind them
    forget_repeats: bool = False  # a repeat of a finished command gets EOT instead of ACK
    z_unfinished: bool = True    # 41h sets «procedure not finished», too
    z_answer_bytes: int = 12     # 41h: 12 bytes; table 16 prints 2


@dataclass
class Flags:
    """Health and prohibitions, as the status shows them; `forced` replaces both bytes."""

    skzi: bool = True
    online: bool = True
    certificate_ban: bool = False
    z_ban: bool = False
    memory_ban: bool = False
    in_order: bool = True
    blocked: bool = False
    forced: bytes | None = None  # byte 1, byte 0
