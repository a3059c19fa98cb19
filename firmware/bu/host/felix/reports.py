"""Reports that print behind their answer: X, Z, of the БЭП (2.18, 2.19, 2.43-2.49).

What can refuse is looked at before the answer; the report itself is left as the register's job.
"""

from bu.fiscal import dates
from bu.fiscal.refusal import Refusal
from bu.host.felix.fields import Wrong, bcd, ok
from bu.host.felix.sale import cashier


async def _begin(felix):
    """Refusal of a printer that is not in order; whom 7Eh named stands on the paper."""
    trouble = await felix.unit.printer_state()
    if trouble:
        raise Refusal(trouble)
    felix.unit.stand(cashier(felix))


async def x(felix, values, last):
    """67h."""
    if not felix.unit.shift_open():
        raise Refusal("shift_closed")
    await _begin(felix)
    felix.report(felix.unit.x_report())


async def z(felix, values, last):
    """5Ah: states 3.2, then 7.1 once, then 3.0."""
    unit = felix.unit
    if not unit.shift_open():
        raise Wrong(0x8F)
    await _begin(felix)
    await unit.z_report(None)
    felix.report(unit.z_report(felix.key), ends=True)


async def clearing(felix, values, last):
    """77h: nothing clears the БЭП (регл. 35.6)."""
    raise Wrong(0xB1)


async def emergency(felix, values, last):
    """60h: all that the БЭП holds."""
    await _of_memory(felix, 1, felix.unit.z_number())


async def by_shifts(felix, values, last):
    """66h, of the 80K ADh too."""
    _, first, final = values
    if first > final:
        raise Wrong(0xA2)
    await _of_memory(felix, first, final)


async def by_dates(felix, values, last):
    """65h, of the 80K ACh too."""
    _, day, month, year, last_day, last_month, last_year = values
    first = (2000 + year, month, day, 0, 0, 0)
    final = (2000 + last_year, last_month, last_day, 23, 59, 59)
    if not dates.valid(first) or not dates.valid(final) or first > final:
        raise Wrong(0x94)
    await _of_memory(felix, first, final)


async def _of_memory(felix, first, final):
    unit = felix.unit
    for _ in unit.shifts(first, final):
        break
    else:
        raise Wrong(0xAA)
    await _begin(felix)
    felix.report(unit.memory_report(first, final))


async def span(felix, values, last):
    """63h: dates and numbers of the first and the last shift."""
    number = felix.unit.z_number()
    first = final = None
    for _, formed, _, _ in felix.unit.shifts(1, number):
        first = first or formed
        final = formed or final
    if first is None:
        raise Wrong(0xAA)
    days = b""
    for time in (first, final or first):
        days += bcd((time[2] * 100 + time[1]) * 100 + time[0] % 100, 3)
    return ok(days + bcd(1, 2) + bcd(number, 2))
