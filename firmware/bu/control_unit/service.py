"""Manufacture, registration, clock, restart (регл. 8, 35): what a service engineer does."""

import os
from hashlib import sha256

from micropython import const

from bu import late
from bu.control_unit import papers
from bu.control_unit.core import JOURNAL, MEMORY, Guard
from bu.fiscal import dates
from bu.fiscal.refusal import Refusal
from bu.storage.errors import NotFormatted
from bu.storage.journal import Journal
from bu.storage.settings import Settings

# What a СКНО that has to be replaced looks like (регл. 35.3: по результатам запроса статуса).
_LOST = const(("skno_silent", "skno_foreign", "skno_faulty", "skno_no_crypto"))
_NINE_DIGITS = const(999_999_999)
_LONGEST_SERIAL = const(13)
_LEAST_SECRET = const(16)
_SECRET = const(32)
_MOST_SECRET = const(64)


def manufacture(unit, serial: str, secret: "bytes | None" = None) -> None:
    """The manufacturer's step, once: memories, serial number, pairing (регл. 35.3, 35.6).

    `serial` has 1-13 letters and digits. `secret` (16-64 bytes) keys the БЭП's chain; None:
    the unit makes one that nobody knows. Cut off, it is called again.
    """
    core = unit._core
    now = core.board.rtc.now()
    if core.manufactured or not _is_serial(serial):
        raise Refusal("bad_registration", serial)
    if secret is not None and not _LEAST_SECRET <= len(secret) <= _MOST_SECRET:
        raise Refusal("bad_registration", "%d" % len(secret))
    if not dates.valid(now):
        raise Refusal("bad_time")
    if core.memory.state.unit_id and not core.memory.state.paired:
        raise Refusal("memory_foreign")
    with Guard(JOURNAL):
        if _opens(core.journal):  # it is the last to be made: the БЭП was there, and is not
            raise Refusal("memory_absent")
    with Guard(MEMORY):
        if not _opens(core.settings):
            Settings.format(core.board.settings_flash)
            core.settings.open()
        if not core.memory.state.paired:
            # What a step that was cut off wrote already hangs on its secret.
            secret = core.settings.get("secret") or secret or os.urandom(_SECRET)
            core.settings.set("secret", secret)
            core.memory.open(secret)
            if not core.memory.state.manufactured:
                core.memory.manufacture(serial, core.board.model, now)
            # The БЭП shows this id to whoever reads the chip: nothing of the secret itself.
            core.memory.pair(sha256(b"unit" + secret).digest()[:16], now)
    with Guard(JOURNAL):
        Journal.format(core.board.journal_flash)
        core.journal.open()
    core.manufactured = True


async def register(unit, unp: int, skko: int, skno: int) -> int:
    """Registration in the БЭП, with its printed report (регл. 35.1-35.3); its ordinal.

    In an open shift, or while a document waits for the СКНО, only another СКНО can be
    registered, and only while the one in force is faulty or gone (регл. 35.3): the shift goes
    on with it.
    """
    core = unit._core
    for number in (unp, skko, skno):
        if not 0 < number <= _NINE_DIGITS:
            raise Refusal("bad_registration", str(number))
    if core.journal.state.shift_open or core.journal.state.unfinished is not None:
        await _require_lost_skno(unit, unp, skko, skno)
    if unit.session.user is not None:
        unit.require_own_passwords()
    unit._blockings.require("register")
    await unit._cycle.printer_ready()
    now = core.now()
    with Guard(MEMORY):
        ordinal = core.memory.add_registration(now, unp, skko, skno)
    core.latest = now
    core.address_skno()
    await unit._cycle.print_registration()
    return ordinal


async def _require_lost_skno(unit, unp, skko, skno):
    """Refusal unless another СКНО takes the place of one that is lost to the open shift."""
    core = unit._core
    if core.waiting() is None:
        core.require_idle()
    there = core.registration()
    if (unp, skko) != (there.unp, there.skko) or skno == there.skno:
        core.require_closed()
    try:
        status = await unit._cycle.gate.status()
        causes = status.prohibitions()
    except Refusal as refusal:
        causes = [refusal.name]
    if not any(name in _LOST for name in causes):
        core.require_closed()


async def registration_report(unit) -> None:
    """Prints the report of the registration in force once more (регл. 35.3)."""
    core = unit._core
    core.require_idle()
    there = core.registration()
    slips = late.fetch(papers.SLIPS)
    report = slips.registration(core.info(), there.ordinal, there.date_time, there.skno)
    await unit._print(report)


def set_clock(unit, time: tuple) -> None:
    """Sets date and time: shift closed, never before the last record (регл. 8, 35.6)."""
    core = unit._core
    core.require_closed()
    if not dates.valid(time):
        raise Refusal("bad_time")
    if core.latest is not None and time < core.latest:
        raise Refusal("clock_behind", dates.text(core.latest))
    core.board.rtc.set(time)


def restart(unit) -> int:
    """Операция перезапуска: recorded in the БЭП (регл. 35.5); its ordinal."""
    core = unit._core
    core.require_idle()
    core.registration()
    unit._blockings.require("restart")
    now = core.now()
    with Guard(MEMORY):
        return core.memory.add_restart(now)


def _is_serial(text) -> bool:
    return 0 < len(text) <= _LONGEST_SERIAL and all("-" <= sign <= "z" for sign in text)


def _opens(store) -> bool:
    """Opens a store; False where its region was not formatted yet."""
    try:
        store.open()
    except NotFormatted:
        return False
    return True
