"""Channels: 55h, 5Bh-5Dh, 68h, 6Ah, 6Bh, 6Dh, 79h, 7Ah, 81h, 83h, 89h, A4h (2.28-2.41 of RMF).

The one channel to the data centre is the СКНО, which is asked; what is programmed for others is
kept and read back.
"""

from bu.host.felix.fields import Wrong, bcd, chars, ok
from bu.host.felix.kept import store

_TABLE = 0x7F
_CHOICE = 0x5B
# What 7Ah shows of each channel: the commands that programmed it.
_SHOWN = (b"\x89\x81\x83", b"\x6b\x6d", b"\x5c\x5d\x79", b"", b"")
_SERVER = 3
_SIZE = 128
# 55h: no GSM, no SIM card, no Wi-Fi; and no Ethernet.
_NO_RADIO = 0x06
_NO_ETHERNET = 0x18


async def _status(felix):
    """The СКНО's last status; it is asked where it gave none yet. None: it is silent."""
    unit = felix.unit
    if unit.skno_state() is None and unit.registered():
        await unit.check()
    return unit.skno_state()


async def links(felix, values, last):
    """55h: the СКНО's link to СККО stands for the network."""
    status = await _status(felix)
    online = status is not None and status.online
    return ok(bytes((_NO_RADIO | (0 if online else _NO_ETHERNET),)))


async def choose(felix, values, last):
    """5Bh."""
    store(felix, _TABLE, 1, _CHOICE, bytes(values) if values[0] else b"")


async def write(felix, values, last):
    """5Ch, 5Dh, 6Bh, 6Dh, 79h, 81h, 83h, 89h: characters, kept by the command's code."""
    store(felix, _TABLE, 1, felix.key[0], chars(values[0], len(values[0])))


async def read(felix, values, last):
    """7Ah."""
    number = values[0]
    shown = [felix.stored(_TABLE, 1, code) or b"" for code in _SHOWN[number - 1]]
    data = b" ".join([part for part in shown if part])[:_SIZE]
    silent = number != _SERVER and felix.unit.skno_state() is None
    chosen = felix.stored(_TABLE, 1, _CHOICE) or b"\x00"
    head = bytes((1 if silent else 0,)) + chosen
    return ok(head + data + bytes(_SIZE - len(data)) + b"\x00")


async def documents(felix, values, last):
    """68h: documents and Z-reports of this register, and those that the СКНО took."""
    unit = felix.unit
    taken = unit.last_number() + unit.z_number()
    waiting = unit.unfinished()
    sending = 1 if waiting and waiting[2] == "sending" and waiting[0] else 0
    return ok(bcd(taken + sending, 4) + bcd(taken, 4) + b"\x00")


async def reload(felix, values, last):
    """6Ah: the СКНО is asked anew."""
    await felix.unit.check()


async def exchange(felix, values, last):
    """A4h: which documents wait in it the СКНО does not say."""
    status = await _status(felix)
    if status is None:
        raise Wrong(0xC9)
    flags = (1 if status.online else 0) | (2 if status.undelivered else 0)
    return ok(bytes((flags, 0, 0, 1 if status.undelivered else 0)) + bytes(9))
