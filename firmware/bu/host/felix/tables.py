"""The tables of appendix 1: 46h reads, 50h programs, 71h resets (2.22 of RMF, 2.50 of 80K).

    table | rows | field | dialects | size and kind | range | default | effect | what it is

Kinds: b BCD, n binary, c characters (fewer are padded). A range may have a code of its own for
what lies outside; so a field that the regulation fixes has a range of one value and 80h. Defaults
are numbers, «row» the row's number, or texts («%02d»: the row). An effect names the pair of
functions here by which the field is a setting of the register itself; without one it is kept in
the setting host.felix, and who looks at it is said in docs/felix.md.
"""

from bu.fiscal import money
from bu.fiscal.refusal import Refusal
from bu.host.felix import fields, modes
from bu.host.felix.fields import Wrong

_TABLE = """
2|1|1|rk|1b|1-99|1||Номер ККТ в магазине
2|1|2|rk|1b||0||
2|1|3|r|1b||0||
2|1|3|k|1b|0-1:1B|1||Разрешение вида оплаты 2
2|1|4|r|1b||0||
2|1|4|k|1b|0-1:1B|1||Разрешение вида оплаты 3
2|1|5|r|1b||0||
2|1|5|k|1b|0-1:1B|1||Разрешение вида оплаты 4
2|1|6|r|1b||0||
2|1|6|k|1b|0-1|0||Удвоение картинки по вертикали
2|1|7|rk|1b|0-20|0|feed|Количество строк пропуска до заголовка
2|1|8|r|1b|0-2|0||Сфера применения
2|1|8|k|1b|0-0|0||Режим работы
2|1|9|rk|1b||1||
2|1|10|rk|1b||0||
2|1|11|r|1b||0||
2|1|11|k|1b|0-4|0|tax|Тип налога
2|1|12|rk|1b||0||
2|1|13|rk|1b||1||
2|1|14|rk|1b||1||
2|1|15|rk|1b|0-1|0|sections|Печать названия секции
2|1|16|rk|1b||0||
2|1|17|rk|1b||5||
2|1|18|rk|1b||0||
2|1|19|rk|1b|1-8|5||Яркость печати
2|1|20|rk|1b|0-1|1||Работа с денежным ящиком
2|1|21|rk|1b||0||
2|1|22|rk|1b|1-1:80|1||Гашение наличности
2|1|23|rk|2b||0||Пароль доступа
2|1|24|rk|1b||0||
2|1|25|rk|1b|0-15|5||Высота итоговой суммы
2|1|26|rk|1b|1-1:80|1||Печатать имена кассиров
2|1|28|rk|1b|0-0:80|0||Обнулять счетчик чеков
2|1|29|r|1b||0||
2|1|29|k|1b|1-1:80|1||Печатать название чека продажи
2|1|30|rk|1b||0||
2|1|31|r|1b|1-1:80|1||Печатать QR-код
2|1|31|k|1b||2||
2|1|32|r|1b||0||
2|1|32|k|1b||3||
2|1|33|r|1b|0-99|0||Признак платежного агента
2|1|33|k|1b||3||
2|1|34|r|1b||0||
2|1|34|k|1b|1-1:80|1||Шрифт чековой ленты
2|1|35|r|1b||0||
2|1|35|k|1b||3||
2|1|36|rk|1b||0||
2|1|37|r|1b||0||
2|1|37|k|1b|0-1|0|width|Ширина чековой ленты
2|1|38|rk|1b|0-1|0||Дисплей покупателя
2|1|39|r|1b|0-1|0||Контроль суммы налогов
2|1|39|k|1b||0||
2|1|40|r|1b||0||
2|1|40|k|1b|0-1|0||Печать чека
2|1|42|rk|1b||0||
2|1|43|r|1b||0||
2|1|43|k|1b|0-0:80|0||Печатать документ открытия смены
2|1|44|r|1b||0||
2|1|44|k|1b||1||
2|1|45|rk|1b||0||
2|1|46|rk|1b||0||
2|1|47|r|1b||0||
2|1|47|k|1b|0-1|0||Печать номера карты
2|1|48|r|1b||0||
2|1|48|k|1b||1||
2|1|50|rk|1b||0||
2|1|51|r|1b||0||
2|1|51|k|1b|0-1|1||Печать текста командой «Печать строки»
2|1|55|r|1b||0||
2|1|55|k|1b|40-48|40|columns|Количество символов в строке
3|1-28|1|rk|4b||row|password|Пароль оператора
3|29|1|rk|4b||row|password|Пароль администратора
3|30|1|rk|4b||row|password|Пароль системного администратора
3|1-28|2|r|28c||ОПЕРАТОР %02d|person|Имя оператора
3|1-28|2|k|48c||ОПЕРАТОР %02d|person|Имя оператора
3|29|2|r|28c||Администратор|person|Имя администратора
3|29|2|k|48c||Администратор|person|Имя администратора
3|30|2|r|28c||Системный администратор|person|Имя системного администратора
3|30|2|k|48c||Системный администратор|person|Имя системного администратора
3|1-30|3|r|12c||000000000000||Идентификационный номер
4|1|1|rk|1b|0-3|3||Режим работы скидок
4|2|1|rk|1b|0-3|3||Режим работы надбавок
4|1-2|2|rk|3b||0||
6|1-20|1|r|32c||lines|lines|Строка клише или рекламного текста
6|1-20|1|k|48c||lines|lines|Строка клише или рекламного текста
7|1-16|1|r|30c||СЕКЦИЯ %02d|section|Наименование секции
7|1-16|1|k|40c||СЕКЦИЯ %02d|section|Наименование секции
7|1-16|2|r|1n|0-63|0||Система налогообложения
7|1-16|3|r|1n|1-6|6|section_tax|Налог
8|1|1|r|2b||1800||Ставка 1
8|2|1|r|2b||1000||Ставка 2
8|3-4|1|r|2b||0||
8|5|1|r|2b||1800||
8|6|1|r|2b||1000||
8|1|2|r|7c||НДС 18%||Наименование
8|2|2|r|7c||НДС 10%||Наименование
8|3|2|r|7c||НДС 0%||Наименование
8|4|2|r|7c||БЕЗ НДС||Наименование
8|5|2|r|7c||НДС РС1||Наименование
8|6|2|r|7c||НДС РС2||Наименование
8|1-2|3|r|1b|1-1:80|1||Вид налога
8|3-4|3|r|1b|0-1|0||Вид налога
8|5-6|3|r|1b|1-1:80|1||Вид налога
8|1-16|1|k|2b||0|section_rate|Ставка налога секции
9|1-100|1|rk|25c||requisite|requisite|Наименование реквизита
"""
_TEXTS = ("ФЕЛИКС-80К", "*       СПАСИБО!      *")
_DIALECTS = "rk"
_PICTURES = 7


class Field:
    """A field of a table: what its line above says, for one row."""

    def __init__(self, cells, row):
        self.table, self.row, self.field = int(cells[0]), row, int(cells[2])
        self.size, self.kind = int(cells[4][:-1]), cells[4][-1]
        span, _, code = cells[5].partition(":")
        low, _, high = span.partition("-")
        most = 0 if self.kind == "c" else 255 if self.kind == "n" else 100**self.size - 1
        self.low, self.high = int(low or 0), int(high or most)
        self.code = int(code or "13", 16)
        self.default, self.effect = cells[6], cells[7]

    def value(self):
        """The default as a number or text."""
        if self.kind != "c":
            return self.row if self.default == "row" else int(self.default)
        return self.default % self.row if "%0" in self.default else self.default


def rows() -> list:
    """All lines of the tables as lists of strings."""
    return [line.split("|") for line in _TABLE.strip().split("\n")]


def find(table: int, row: int, field: int, dialect: int) -> Field:
    """A field; Wrong(91h, 92h, 93h) where there is no such table, row or field."""
    code = 0x91
    for line in _TABLE.split("\n"):
        if not line.startswith("%d|" % table):
            continue
        cells = line.split("|")
        if _DIALECTS[dialect] not in cells[3]:
            continue
        code = max(code, 0x92)
        first, _, last = cells[1].partition("-")
        if not int(first) <= row <= int(last or first):
            continue
        code = 0x93
        if int(cells[2]) == field:
            return Field(cells, row)
    raise Wrong(code)


async def read(felix, values, last):
    """46h."""
    field = find(values[0], values[1], values[2], felix.dialect)
    value = globals()["_get_" + field.effect](felix, field) if field.effect else None
    if value is None:
        value = _kept(felix, field)
    if field.kind == "c" and value[:1] == "\n":
        data = bytes([ord(sign) for sign in value])
    else:
        data = _pack(field, value)
    if field.effect == "requisite" or data[:1] == b"\n":
        data = (data.rstrip(b" ") + bytes(field.size))[: field.size]
    return fields.ok(data)


def _picture(data):
    """A line that is a picture: 0Ah, number, place (2 bytes); the rest is not looked at."""
    if len(data) < 4:
        raise Wrong(0x14)
    if not 1 <= data[1] <= _PICTURES:
        raise Wrong(0x13)
    return "".join([chr(byte) for byte in data[:4]])


def _kept(felix, field):
    stored = felix.stored(field.table, field.row, field.field)
    if stored is None:
        return field.value()
    return _unpack(field, stored)


def _pack(field, value):
    if field.kind == "c":
        return fields.chars(value, field.size)
    return fields.bcd(value, field.size) if field.kind == "b" else bytes((value,))


def _unpack(field, data):
    if field.kind == "c":
        return fields.text(data)
    return fields.from_bcd(data) if field.kind == "b" else data[0]


async def write(felix, values, last):
    """50h, while the shift is closed."""
    field = find(values[0], values[1], values[2], felix.dialect)
    data = values[3]
    if len(data) > field.size or (len(data) < field.size and field.kind != "c") or not data:
        raise Wrong(0x14)
    if field.effect == "requisite":
        # Its name ends with a zero byte, which is not kept.
        data, zero, rest = data.partition(b"\x00")
        if not zero or rest.strip(b"\x00"):
            raise Wrong(0x13)
    if field.effect == "lines" and felix.dialect and data[:1] == b"\n":
        value = _picture(data)
    else:
        value = _unpack(field, data)
    if field.kind != "c" and not field.low <= value <= field.high:
        raise Wrong(field.code)
    if felix.unit.shift_open():
        raise Refusal("shift_open")
    setter = globals().get("_set_" + field.effect)
    if setter is None or setter(felix, field, value):
        _keep(felix, field, value)


def _keep(felix, field, value):
    data = b""
    if value != field.value():
        data = fields.chars(value, len(value)) if field.kind == "c" else _pack(field, value)
        data = data or b" "
    felix.store(field.table, field.row, field.field, data)


async def reset(felix, values, last):
    """71h: every field of every table back to its default."""
    unit = felix.unit
    if unit.shift_open():
        raise Refusal("shift_open")
    unit.configure("top", (_TEXTS[0],) + ("",) * 8 + (_TEXTS[1],))
    unit.configure("bottom", ())
    unit.configure("vat", 0)
    unit.configure("sections", 0)
    unit.configure("feed", 0)
    unit.configure("columns", 42)
    for number in range(1, 17):
        for what in ("name", "vat"):
            unit.configure("section.%d.%s" % (number, what), "")
    felix.keep(b"")


# --- fields that are settings of the register: a getter, and a setter that may have it kept too


def _setting(felix, name):
    for known, value, _, _ in felix.unit.settings():
        if known == name:
            return value
    return None


def _get_tax(felix, field):
    return None if _setting(felix, "vat") else 0


def _set_tax(felix, field, value):
    felix.unit.configure("vat", 1 if value else 0)
    return True


def _get_sections(felix, field):
    return _setting(felix, "sections")


def _set_sections(felix, field, value):
    felix.unit.configure("sections", value)


def _get_feed(felix, field):
    return _setting(felix, "feed")


def _set_feed(felix, field, value):
    felix.unit.configure("feed", value)


def _get_width(felix, field):
    return 1 if _setting(felix, "columns") == 32 else 0


def _set_width(felix, field, value):
    felix.unit.configure("columns", 32 if value else 48)


def _get_columns(felix, field):
    return 48 if _setting(felix, "columns") == 48 else 40


def _set_columns(felix, field, value):
    if value not in (40, 48):
        raise Wrong(0x13)
    felix.unit.configure("columns", 48 if value == 48 else 42)


def _get_person(felix, field):
    return modes.name_of(felix, field.row)


def _get_password(felix, field):
    return None


def _set_password(felix, field, value):
    """Passwords tell who comes: no two may be alike."""
    for row in range(1, 31):
        stored = felix.stored(3, row, 1)
        if row != field.row and (row if stored is None else fields.from_bcd(stored)) == value:
            raise Wrong(0xA4)
    return True


def _get_lines(felix, field):
    name, at = ("top", field.row - 1) if field.row < 11 else ("bottom", field.row - 11)
    lines = _setting(felix, name)
    return lines[at] if at < len(lines) else ""


def _set_lines(felix, field, value):
    name, at = ("top", field.row - 1) if field.row < 11 else ("bottom", field.row - 11)
    lines = list(_setting(felix, name))
    lines += [""] * (10 - len(lines))
    lines[at] = value
    while lines and not lines[-1]:
        lines.pop()
    felix.unit.configure(name, tuple(lines))


def _get_section(felix, field):
    return _setting(felix, "section.%d.name" % field.row) or None


def _set_section(felix, field, value):
    value = "" if value == field.value() else value
    felix.unit.configure("section.%d.name" % field.row, value)


def _get_section_tax(felix, field):
    return None


def _set_section_tax(felix, field, value):
    """The section's VAT by the rates of table 8: 1, 3 the first, 2, 4 the second, 5 0 %."""
    text = ""
    if value < 6:
        rate = 0
        if value < 5:
            rate = _kept(felix, find(8, 2 - value % 2, 1, 0))
        text = money.short(rate, money.RATE_DIGITS)
    felix.unit.configure("section.%d.vat" % field.row, text)
    return True


def _get_section_rate(felix, field):
    text = _setting(felix, "section.%d.vat" % field.row)
    return money.parse(text, money.RATE_DIGITS, "bad_vat") if text else 0


def _set_section_rate(felix, field, value):
    text = money.short(value, money.RATE_DIGITS) if value else ""
    felix.unit.configure("section.%d.vat" % field.row, text)


def _get_requisite(felix, field):
    stored = felix.stored(9, field.row, 1)
    if stored is None:
        return felix.handler("names.requisite")(field.row)
    return fields.text(stored)
