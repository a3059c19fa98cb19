"""Bytes of прил. 2 put together by hand, for the tests of the СКНО model.

A second, deliberately plain writing of tables 1-7 and of the packet: it shares nothing with the
firmware's encoder or with the model's decoder, so that three readings of the regulation meet in
the tests. Sums are kopecks, quantities thousandths; every function returns the field's bytes.
"""

import crcmod.predefined

CRC = crcmod.predefined.mkPredefinedCrcFun("crc-ccitt-false")

SKKO = 123456789
SKNO = 500017
UNP = 190000001
STX, ETX = b"\x17\x13", b"\x17\x05"
ACK, NAK, EOT, REQ, SOH = b"\x17\xaa", b"\x17\x07", b"\x17\x04", b"\x17\x33", b"\x17\x02"


def num(value, size):
    """An integer, high byte first."""
    return value.to_bytes(size, "big")


def text(value, size):
    """cp1251, space-padded."""
    raw = value.encode("cp1251")
    assert len(raw) <= size
    return raw + b" " * (size - len(raw))


def code(value, size):
    """Raw bytes of a marking code or a unique sequence, zero-padded."""
    raw = value.encode("ascii")
    assert len(raw) <= size
    return raw + b"\x00" * (size - len(raw))


def when(moment):
    """(year, month, day, ...) -> month, day, year − 2000, hour, minute, second."""
    year, month, day, hour, minute, second = moment
    return bytes([month, day, year - 2000, hour, minute, second])


def money(kopecks):
    """Sign bit, 39 bits of roubles, a byte of kopecks."""
    roubles, rest = divmod(abs(kopecks), 100)
    raw = num(roubles, 5) + bytes([rest])
    return bytes([raw[0] | 0x80]) + raw[1:] if kopecks < 0 else raw


def gtin(digits="", kind=None):
    """One nibble of kind, thirteen decimal digits."""
    if kind is None:
        kind = 1 if digits else 0
    return bytes.fromhex(f"{kind:x}{digits.rjust(13, '0')}")


def marking(mark="", uks=""):
    """The flag of marking and what it announces (table 1 fields 9-11)."""
    raw = bytes([(1 if mark else 0) + (2 if uks else 0)])
    return raw + (code(mark, 256) if mark else b"") + (code(uks, 64) if uks else b"")


def sale_line(name, total, qty=1000, section=0, ean="", kind=None, discount=0, surcharge=0,
              mark="", uks=""):
    """Table 1, fields 8-17. `discount` is 0 or negative."""
    return (bytes([section]) + marking(mark, uks) + gtin(ean, kind) + text(name, 50)
            + num(qty, 3) + money(total) + money(discount) + money(surcharge))


def refund_line(name, price, qty=1000, section=0, ean="", kind=None, mark="", uks=""):
    """Table 5, fields 7-14."""
    return (bytes([section]) + marking(mark, uks) + gtin(ean, kind) + text(name, 50)
            + num(qty, 3) + money(price))


def head(kind, number, at, currency="BYN", cashier="Ковалёва А. П.", skko=SKKO):
    """Fields 1-6 of tables 1-6."""
    return (bytes([kind]) + num(skko, 4) + text(cashier, 20) + num(number, 4) + when(at)
            + currency.encode("ascii"))


def sale(number, at, lines, subtotal, cash=0, cashless=0, other=0, discount=0, surcharge=0,
         third=0, count=None, to_pay=None, reserve=bytes(30), **common):
    """Table 1."""
    to_pay = subtotal + discount + surcharge if to_pay is None else to_pay
    sums = (subtotal, discount, surcharge, to_pay, cashless, cash, other)
    return (head(10, number, at, **common) + num(len(lines) if count is None else count, 2)
            + b"".join(lines) + num(third, 4) + b"".join(map(money, sums)) + reserve)


def cash_document(kind, number, at, total, reserve=bytes(12), **common):
    """Tables 2, 3 and 4: 11 deposit, 12 withdrawal, 16 card payout (its sum is negative)."""
    return head(kind, number, at, **common) + money(total) + reserve


def refund(number, at, lines, total, cash=0, cashless=0, other=0, **common):
    """Table 5."""
    sums = b"".join(map(money, (total, cash, cashless, other)))
    return head(13, number, at, **common) + b"".join(lines) + sums


def void(number, at, voided, total, lines=(), reserve=bytes(12), **common):
    """Table 6; `lines` are (mark, uks, name) of the marked lines."""
    groups = b"".join(marking(mark, uks) + text(name, 50) for mark, uks, name in lines)
    return head(14, number, at, **common) + num(voided, 4) + groups + money(total) + reserve


Z_FIELDS = (  # table 7, fields 12-37: name, bytes (0: a sum)
    ("sales_n", 2), ("sales_sum", 0), ("cashless", 0), ("cash", 0), ("refunds_n", 2),
    ("refunds_sum", 0), ("deposits_n", 2), ("deposits_sum", 0), ("withdrawals_n", 2),
    ("withdrawals_sum", 0), ("payouts_n", 2), ("payouts_sum", 0), ("cancels_n", 2),
    ("cancels_sum", 0), ("voids_n", 2), ("voids_sum", 0), ("corrections_n", 2),
    ("corrections_sum", 0), ("mark_sold_n", 3), ("mark_sold_sum", 0), ("uks_sold_n", 3),
    ("uks_sold_sum", 0), ("mark_refunded_n", 3), ("uks_refunded_n", 3), ("mark_voided_n", 2),
    ("uks_voided_n", 2))


def z_currency(currency="BYN", orders=None, third=None, **values):
    """Table 7, fields 11-52 of one currency: five (count, sum) of orders, two of third parties."""
    unknown = set(values) - {name for name, _ in Z_FIELDS}
    assert not unknown, unknown
    raw = currency.encode("ascii")
    for name, size in Z_FIELDS:
        value = values.get(name, 0)
        raw += num(value, size) if size else money(value)
    raw += bytes([(1 if orders else 0) + (2 if third else 0)])
    for count, total in orders or ():
        raw += num(count, 3) + money(total)
    for count, total in third or ():
        raw += num(count, 2) + money(total)
    return raw


def z_report(number, opened, at, currencies, payments=0, first=0, last=0, unp=UNP, skko=SKKO):
    """Table 7."""
    return (b"\x0f" + num(unp, 4) + num(skko, 4) + when(opened) + when(at) + num(number, 2)
            + num(payments, 2) + num(first, 4) + num(last, 4) + bytes([len(currencies)])
            + b"".join(currencies))


def stuffed(raw):
    """17h -> 17h 12h."""
    return raw.replace(b"\x17", b"\x17\x12")


def packet(command, data=b"", total=1, number=1, sender=SKKO, receiver=SKNO, length=None,
           crc=None):
    """Table 8: one packet, STX to ETX."""
    body = (num(sender, 4) + num(receiver, 4) + bytes([command])
            + num(len(data) if length is None else length, 2) + num(total, 2) + num(number, 2)
            + data)
    return STX + stuffed(body + num(CRC(body) if crc is None else crc, 2)) + ETX


def packets(command, data, piece=900):
    """A document as packets of `piece` data bytes."""
    parts = [data[i:i + piece] for i in range(0, len(data), piece)]
    return [packet(command, part, len(parts), i + 1) for i, part in enumerate(parts)]


def identification(serial="KCA0000000123", model="OPEN BU", unp=UNP):
    """Table 13."""
    return text(serial, 13) + text(model, 20) + num(unp, 4)
