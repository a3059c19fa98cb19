"""What a loss of power leaves of a scene, and when two such states are the same.

`lose_power` gives the three ways in which the devices fare:

    off     СКНО and printer are switched off with the unit, and on again with it
    on      they stay on; the unit is back at once, and what the СКНО was sending still arrives
    lost    they stay on; the unit is back later, and what the СКНО was sending is lost

`key` is a digest of all that what follows can depend on, once the unit has forgotten everything:

    flash     every cell, and which cells were programmed or are weak
    СКНО      all that it keeps, and what it still knows of an exchange; times relative to now
    printer   within which command and how far, an empty or a begun line, cuts that wait in its
              buffer, paper or none
    tape      the slips that are complete, and whether another one was begun
    operator  the action in hand

Left out: the day's absolute time in ms, and when the СКНО will have sent its documents on; how
much of an unfinished slip is on the paper; which bytes of a begun packet the СКНО has, and of a
begun line or command the printer. The unit sees none of it, and what it sends first ends the
packet (REQ) and the command (zeros, ESC @). A `coarse` key also leaves out which command the
printer is in, and which bytes of the СКНО are on the way. These are assumptions; campaigns check
them on a random sample.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from tools.bench.models.nor import Nor
from tools.bench.models.printer import Printer
from tools.bench.models.skno import Skno
from tools.torture.scene import Scene

MODES = ("off", "on", "lost")
# The unit comes back later than the СКНО repeats an answer (2 s), and the printer has printed.
AWAY_MS = 5000
# No unit starts faster; the СКНО wants 0,2 s between two REQs.
START_MS = 300
# Ages beyond this are all the same: no rule of the СКНО looks back further.
LONG_MS = 2500


def lose_power(scene: Scene, mode: str) -> None:
    """The unit goes off, and comes back; the devices as `mode` says."""
    if mode == "off":
        scene.skno.power_off()
        scene.printer.power_off()
        scene.late = b""
        scene.sleep_ms(AWAY_MS)
        scene.skno.power_on(scene.now_ms())
        scene.printer.power_on(scene.now_ms())
    elif mode == "lost":
        scene.late = b""
        scene.pass_time(AWAY_MS)
    else:
        scene.sleep_ms(START_MS)
    scene.printer.unit_restarted()
    scene.restarted()


def key(scene: Scene, hand: int, coarse: bool = False) -> bytes:
    """The digest."""
    digest = blake2b(digest_size=16)
    for name in sorted(scene.regions):
        digest.update(chip_key(scene.regions[name]))
    late = bool(scene.late) if coarse else scene.late
    digest.update(repr((hand, late, skno_key(scene.skno, scene.now_ms()),
                        printer_key(scene.printer, coarse))).encode())
    return digest.digest()


def chip_key(nor: Nor) -> bytes:
    """Of one region."""
    digest = blake2b(nor.cells, digest_size=16)
    digest.update(nor._state)
    return digest.digest()


def skno_key(skno: Skno, now: int) -> tuple[Any, ...]:
    """Of the СКНО: what it keeps, its link, what is on the way."""
    state, link = skno.state, skno.link
    receiver, reader, job = link.receiver, link.reader, link.job
    durable = (state.skko, state.register, state.shift_open, state.shifts, state.unfinished,
               state.sent, state.taken, state.records[-1] if state.records else None)
    device = (skno.identified, skno._oversize, skno._told, skno.powered, skno._clean,
              _due(skno._restart_ms, now), _due(skno._ready_ms, now),
              skno._stored_ms is None, tuple(skno.violations), vars(skno.flags))
    wire = (_due(link.busy_until_ms, now), _due(link.mute_until_ms, now),
            _ago(link._busy_told_ms, now), bytes(link.output._ready),
            [(at - now, data) for at, data, _ in link.output._queue],
            reader._body is not None, reader._led)
    partial = receiver._partial
    repeats = (receiver.last_body, _ago(receiver._last_end_ms, now)) if job or partial else None
    inbox = (receiver.asked, repeats,
             partial and (partial.first, partial.number, partial.data))
    work = job and (job.command, job.data, _due(job.until_ms, now), job.refused, job.phase,
                    job.answer, _ago(job.given_ms, now),
                    job.repeat_ms is not None and job.repeat_ms - now, job.intact)
    return durable, device, wire, inbox, work


def printer_key(printer: Printer, coarse: bool = False) -> tuple[Any, ...]:
    """Of the printer and its tape."""
    parser, tape = printer._parser, printer.tape
    waiting = [token.kind for token in printer._queue if token.kind == "cut"]
    waiting += [item.kind for item in printer._work if item.kind == "cut"]
    if printer._printing and printer._printing.kind == "cut":
        waiting.append("cut")
    done = tape.cuts[-1] if tape.cuts else 0
    begun = len(tape.text) > done
    paper = (printer.ready, printer._powered, len(waiting), slips_key(tape.text, done), begun,
             len(printer.errors))
    if coarse:
        return paper
    return (*paper, parser._prefix, parser._name, len(parser._params),
            bool(printer._interpreter._line), bool(printer._queue or printer._work))


def slips_key(text: list[str], done: int) -> int:
    """Of the slips that are complete."""
    return hash(tuple(text[:done]))


def _due(moment: int | None, now: int) -> int | None:
    """Until then; what is past is the same as now."""
    return None if moment is None else max(moment - now, 0)


def _ago(moment: int | None, now: int) -> int | None:
    """Since then, the far past being one."""
    return None if moment is None else min(now - moment, LONG_MS)
