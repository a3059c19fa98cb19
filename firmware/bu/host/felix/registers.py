"""The registers: 91h, tables 6 and 13 (2.42 of RMF, 2.18 of 80K).

    number | dialects | parameters | sizes and kinds | sources    # what it is

Parameters: t type of receipt, p type of payment, s type of total; what is not named must be 0.
Kinds: b BCD, n binary, l binary with the low byte first, c characters, s bytes. A source is a
counter of the shift behind a + (of sales / refunds / voids, by the type of receipt), a function
here, or one of `figures`, which is imported for it. The counters of a closed shift are zero: the
Z-report cleared them.
"""

from bu.host.felix import fields, payment, state
from bu.host.felix.fields import Wrong

_TABLE = (
    b"\n"
    b"1|rk|t|6b|+sales_sum/refunds_sum/voids_sum\n"  # Сумма регистраций
    b"2|rk|t|6b|+corrections_sum\n"  # Сумма сторно
    b"3|rk|tp|6b|payments\n"  # Сумма платежей
    b"4|rk||6b|+deposits_sum\n"  # Сумма внесений
    b"5|rk||6b|+withdrawals_sum\n"  # Сумма выплат
    b"6|r|t|2b|+sales_n/refunds_n\n"  # Количество регистраций
    b"6|k|t||\n"  # Зарезервировано
    b"7|rk|t|2b|+corrections_n\n"  # Количество сторно
    b"8|rk||2b|+deposits_n\n"  # Количество внесений
    b"9|rk||2b|+withdrawals_n\n"  # Количество выплат
    b"10|rk||7b|+drawer\n"  # Наличность в кассе
    b"11|rk||1b 6b|sign revenue\n"  # Знак выручки, выручка
    b"12|rk|s|7b|+sales_sum\n"  # Сменный итог
    b"13|rk|s|7b|ever\n"  # Необнуляемая сумма
    b"14|rk|s|7b|since\n"  # Необнуляемая сумма после перерегистрации
    b"15|rk||1b|left\n"  # Осталось перерегистраций
    b"16|rk||2b|room\n"  # Осталось сменных записей
    b"17|rk||3b 3b|day time\n"  # Дата и время
    b"18|rk||1n 6b|open until\n"  # Смена открыта, когда истечет
    b"19|r||1n 1n 2b 4b "  # Режим, состояние чека, номер чека, сквозной номер, фискальный признак
    b"5b|mode kind next next fiscal\n"
    b"19|k||1n 1n 2b 4b|mode kind next next\n"  # Режим, состояние чека, номер чека, сквозной номер
    b"20|rk||5b 5b 5b|total rest change\n"  # Сумма, остаток, сдача
    b"21|rk||2b|shift\n"  # Номер последней закрытой смены
    b"22|rk||4b|serial\n"  # Заводской номер
    b"23|rk|||\n"  # Зарезервировано
    b"24|rk||1b 2b 1b 2b 1b 2b|columns dots zero zero zero zero\n"  # Ширина строки и ленты
    b"25|r||2b|capacity\n"  # Байт в пакете
    b"26|r||1b 1b|ordinal left\n"  # Номер регистрации, осталось
    b"27|r||12c 20c 1n 5s 4l|unp skko taxes "  # ИНН, РНМ, СНО, дата и номер документа регистрации
    b"registered ordinal\n"
    b"28|r||16c|skno\n"  # Номер ФН
    b"30|r||7b|zero\n"  # Зарезервировано
    b"31|r||1b|one\n"  # Печатать QR-код
    b"33|r||1n|agent\n"  # Признак платежного агента
    b"54|r||1n 1n 1n|zero zero zero\n"  # Версии ФФД
)  # fmt: skip
_DIALECTS = (b"r", b"k")
# Types of receipts and totals; the places of the first three are those of the sources.
_RECEIPTS = (b"\x01\x02\x00\x04\x05\x07\x09", b"\x01\x02\x03\x04\x05\x06")
_TOTALS = (b"\x01\x04", b"\x00\x01")
# These go through the journal or the БЭП, which a report that prints is reading.
_LONG = (3, 13, 14)


def rows() -> list:
    """All registers as lists of strings."""
    return [row.split("|") for row in _TABLE.decode().strip().split("\n")]


def find(number: int, dialect: int) -> list:
    """[parameters, sizes, sources] of a register; Wrong(6Ch) where there is none."""
    wanted = b"\n%d|" % number
    start = _TABLE.find(wanted)
    while start >= 0:
        end = _TABLE.find(b"\n", start + 1)
        dialects = start + len(wanted)
        there = _TABLE.find(b"|", dialects)
        if _TABLE.find(_DIALECTS[dialect], dialects, there) > 0:
            return _TABLE[there + 1 : end].decode().split("|")
        start = _TABLE.find(wanted, end)
    raise Wrong(0x6C)


async def read(felix, values, last):
    """91h."""
    number, first, second = values
    parameters, sizes, sources = find(number, felix.dialect)
    if felix.printing and number in _LONG:
        raise Wrong(0x66)
    _check(felix, parameters, first, second)
    place = 0
    if parameters[:1] == "t":
        place = _RECEIPTS[felix.dialect].find(bytes((first,)))
    elif parameters == "s":
        place = _TOTALS[felix.dialect].find(bytes((first,)))
    answer = b""
    for size, source in zip(sizes.split(), sources.split()):
        answer += _packed(size, _value(felix, source, place, second))
    return fields.ok(answer)


def _check(felix, parameters, first, second):
    """13h, 6Ah, 7Eh for parameters that the register has not."""
    if parameters[:1] == "t" and (not first or first not in _RECEIPTS[felix.dialect]):
        raise Wrong(0x13 if felix.dialect else 0x6A)
    if parameters == "s" and first not in _TOTALS[felix.dialect]:
        raise Wrong(0x13)
    if parameters == "tp" and not 1 <= second <= len(payment.TENDERS[felix.dialect]):
        raise Wrong(0x7E)
    if (not parameters and first) or (parameters != "tp" and second):
        raise Wrong(0x13)


def _packed(size, value):
    length, kind = int(size[:-1]), size[-1]
    if kind == "b":
        return fields.bcd(value, length)
    if kind == "c":
        return fields.chars(value, length)
    if kind == "s":
        return value
    return value.to_bytes(length, "little" if kind == "l" else "big")


def _value(felix, source, place, second):
    if source[0] == "+":
        names = source[1:].split("/")
        return felix.unit.counter(names[place]) if place < len(names) else 0
    function = globals().get("_" + source) or felix.handler("figures." + source)
    return function(felix, place, second)


# --- sources


def _mode(felix, place, second):
    return state.state(felix)


def _kind(felix, place, second):
    return felix.kind


def _next(felix, place, second):
    felix.seen = felix.unit.last_number()
    return felix.seen + 1


def _fiscal(felix, place, second):
    """The last ten digits of the last УИ as a number: there is room for no more."""
    return int.from_bytes(felix.unit.last_uid(), "big") % 10**10


def _total(felix, place, second):
    return felix.total()


def _rest(felix, place, second):
    return max(0, felix.rest())


def _change(felix, place, second):
    return max(0, -felix.rest())
