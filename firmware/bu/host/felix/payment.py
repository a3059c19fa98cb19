"""Subtotal, payment, end of a receipt: 53h, 99h, 4Ah (2.15-2.17 of RMF, 2.40-2.42 of 80K).

Stays in memory. A handler takes the register, the fields of its command and the command before it;
where bit 0 of the flags is set it checks and changes nothing.
"""

from bu.fiscal import document as d
from bu.fiscal.refusal import Refusal
from bu.host.felix.fields import MOST, Wrong, bcd, ok
from bu.host.felix.register import REFUND, SALE, VOID

# Payments by their number, from 1 on: (kind, name), of RMF and of 80K.
TENDERS = (
    ((d.CASH, ""), (d.CARD, ""), (d.OTHER, "Аванс"), (d.OTHER, "Кредит"), (d.OTHER, "")),
    ((d.CASH, ""), (d.OTHER, "Кредит"), (d.OTHER, "Тара"), (d.CARD, "")),
)


async def subtotal(felix, values, last):
    """53h."""
    return ok(bcd(felix.total(), 5 if felix.dialect else 7))


async def pay(felix, values, last):
    """99h: takes a payment; what is left to pay, and the change."""
    flags, number, amount = values
    tender = _tender(felix, number, amount)
    before = felix.tenders
    given = sum(each.sum for each in before) + amount
    if given > MOST[felix.dialect]:
        raise Wrong(0x75)
    felix.tenders = before + [tender]
    try:
        cashless = sum(each.sum for each in felix.tenders if each.kind != d.CASH)
        if cashless > felix.total():
            raise Refusal("cashless_over")
        rest = felix.rest()
        if rest < 0 and felix.kind == REFUND:
            raise Refusal("refund_mismatch")
    except Refusal:
        felix.tenders = before
        raise
    if flags & 1:
        felix.tenders = before
    return ok(bcd(max(rest, 0), 5) + bcd(max(-rest, 0), 5))


def _tender(felix, number, amount):
    if not amount:
        raise Wrong(0x08)
    if felix.dialect and number > 1 and felix.stored(2, 1, number + 1) == b"\x00":
        raise Wrong(0x80)
    kind, name = TENDERS[felix.dialect][number - 1]
    return d.Tender(kind, amount, name)


async def close(felix, values, last):
    """4Ah: the receipt is registered and printed."""
    flags, number, amount = values
    tenders = _payments_80k(felix, number, amount) if felix.dialect else _payments(felix, amount)
    key = None if flags & 1 else felix.key
    unit = felix.unit
    if key is not None:
        unit.stand(felix.held.get("who", felix.cashier))  # whoever came to the keypad since
    if felix.kind == VOID:
        sale = unit.last_sale()
        if sale is None or sale.number != felix.held["void"]:
            raise Wrong(0x73)
        if felix.voiding != sale.total:
            raise Wrong(0x80)
        await unit.void(key)
    elif felix.kind == SALE:
        await unit.sell(felix.receipt, tenders, key)
    else:
        await unit.refund(felix.receipt, tenders, key)
    if key is not None:
        felix.finish()
        await felix.kick()
        await felix.flush_quietly()


def _payments(felix, amount):
    """What 99h took; `amount` is an agent's fee, which a register here has not."""
    if amount:
        raise Wrong(0xFD if amount > felix.total() else 0xFC)
    if felix.rest() > 0:
        raise Wrong(0x72)
    return felix.tenders


def _payments_80k(felix, number, amount):
    """What 99h took, or what this command says itself (2.42)."""
    total = felix.total()
    if felix.tenders or felix.kind == VOID:
        if amount:
            raise Wrong(0x08)
        if felix.tenders and felix.rest() > 0:
            raise Wrong(0x72)
        return felix.tenders  # the kind is not looked at
    if not 1 <= number <= len(TENDERS[1]):
        raise Wrong(0x7E)
    if amount and felix.kind == REFUND:
        raise Wrong(0x08)
    if amount and amount < total:
        raise Wrong(0x86)
    if amount > total and number != 1:
        raise Wrong(0x71)
    amount = amount or total
    return [_tender(felix, number, amount)] if amount else []
