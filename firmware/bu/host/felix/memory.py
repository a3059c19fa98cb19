"""Mode 6: what the documents call ФН or ЭКЛЗ is the БЭП, the journal and the СКНО (2.16-2.25)."""

from bu.fiscal.refusal import Refusal
from bu.host.felix.fields import Wrong, bcd, chars, from_bcd, ok
from bu.host.felix.register import REFUND

_NINE_DIGITS = 999_999_999


async def settlements(felix, values, last):
    """A6h of the RMF: the СКНО is asked how it stands; its trouble is the answer."""
    for blocking in await felix.unit.check():
        if blocking.name.startswith("skno"):
            raise Refusal(blocking.name)


async def activate(felix, values, last):
    """A6h of the 80K: prints the registration in force. With a number (5 BCD, an addition to the
    document) it names the СКНО that the next 62h registers."""
    number = values[0]
    if not number:
        await felix.unit.registration_report()
        return
    if len(number) != 5:
        raise Wrong(0x14)
    if not 0 < from_bcd(number) <= _NINE_DIGITS:
        raise Wrong(0xE2)
    felix.held["skno"] = from_bcd(number)


async def registration(felix, values, last):
    """A8h."""
    await felix.unit.registration_report()


async def parameters(felix, values, last):
    """ACh of the RMF: the registration in force; the others are in the report of the БЭП."""
    if values[0] != felix.unit.registration().ordinal:
        raise Wrong(0xDA)
    await felix.unit.registration_report()


async def unsent(felix, values, last):
    """A9h of the RMF: whether the СКНО still has documents for СККО."""
    await felix.unit.check()
    status = felix.unit.skno_state()
    if status is None:
        raise Refusal("skno_silent")
    await felix.flush(
        "Есть документы, не переданные в СККО" if status.undelivered else "Все документы переданы"
    )


async def shift(felix, values, last):
    """A9h of the 80K: one shift of the БЭП."""
    unit = felix.unit
    if not 0 < values[0] <= unit.z_number():
        raise Wrong(0xDA)
    await _paper(felix)
    felix.report(unit.memory_report(values[0], values[0]))


async def tape(felix, values, last):
    """AAh of the 80K: the control tape of the open shift; of others the journal may have none."""
    unit = felix.unit
    if not unit.shift_open() or values[0] != unit.z_number() + 1:
        raise Wrong(0xDA)
    await _paper(felix)
    felix.report(unit.control_tape())


async def documents(felix, values, last):
    """ADh of the RMF: documents of the open shift."""
    unit = felix.unit
    first, final = values
    if first > final:
        raise Wrong(0xDB)
    for _ in unit.tape_records(first, final) if unit.shift_open() else ():
        break
    else:
        raise Wrong(0xDA)
    await _paper(felix)
    felix.report(unit.control_tape(first, final))


async def _paper(felix):
    trouble = await felix.unit.printer_state()
    if trouble:
        raise Refusal(trouble)


async def document(felix, values, last):
    """AAh, ABh, B0h: a copy, with its УИ."""
    if not values[0]:
        raise Wrong(0xDA)
    await felix.unit.copy(values[0])


async def status(felix, values, last):
    """AEh."""
    return _of_80k(felix) if felix.dialect else _of_rmf(felix)


def _of_rmf(felix):
    unit = felix.unit
    there = unit.registration()
    known = unit.skno_state()
    flags = 0
    if known is not None:
        flags |= 0x01 if known.certificate else 0
        flags |= 0x04 if known.full else 0
        flags |= 0x08 if known.z_unsent else 0
        flags |= 0 if known.ok else 0x80
    year, month, day, hour, minute, _ = unit.latest() or unit.now()
    waiting = unit.unfinished()
    current = 0x04 if felix.kind else 0
    if waiting:
        current = {0: 0x02, 15: 0x08}.get(waiting[0], 0x04)
    return ok(b"".join((
        b"\x03",
        bytes((current, 1 if felix.total() else 0, 1 if unit.shift_open() else 0, flags)),
        bytes((year % 100, month, day, hour, minute)),
        b"%016d" % there.skno,
        unit.last_number().to_bytes(4, "little"),
        bytes(3),
        bytes((unit.registrations_owed(), there.ordinal)),
        chars(unit.version(), 16),
        b"\x01",
    )))  # fmt: skip


def _of_80k(felix):
    unit = felix.unit
    sale = unit.last_sale()
    total = felix.total() or (sale.total if sale is not None else 0)
    year, month, day, hour, minute, _ = unit.latest() or unit.now()
    known = unit.skno_state()
    flags = 0x04 | 0x08 | (0x02 if felix.kind == REFUND else 0)
    flags |= 0x20 if felix.kind else 0
    flags |= 0x40 if unit.shift_open() else 0
    flags |= 0x80 if known is not None and not known.ok else 0
    return ok(b"".join((
        bcd(total, 5),
        bcd((((year % 100 * 100 + month) * 100 + day) * 100 + hour) * 100 + minute, 5),
        bcd(unit.last_number(), 4),
        bcd(unit.registration().skno, 5),
        bytes((flags,)),
        bcd(unit.z_number() + 1, 2),
    )))  # fmt: skip
