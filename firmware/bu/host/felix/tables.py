"""The tables of appendix 1 as they are here: what each field is, and where it is found.

    table | rows | field | dialects | size and kind | range | default | effect    # what it is

Kinds: b BCD, n binary, c characters (fewer are padded), d digits (all of them). A range may have
a code of its own for what lies outside; so a field that the regulation fixes has a range of one
value and 80h. Values with / between them are all there are. Defaults are numbers, «row» the row's
number, digits, or texts by their names in `names`. An effect names the functions in `effects` by
which the field is a setting of the register itself, or is checked; without one it is kept in the
setting host.felix, and who looks at it is said in docs/felix.md.
"""

from bu.host.felix import names
from bu.host.felix.fields import Wrong

_TABLE = (
    b"\n"
    b"2|1|1|rk|1b|1-99|1|\n"  # Номер ККТ в магазине
    b"2|1|2|rk|1b||0|\n"  # Зарезервировано
    b"2|1|3|r|1b||0|\n"  # Зарезервировано
    b"2|1|3|k|1b|0-1:1B|1|\n"  # Разрешение вида оплаты 2
    b"2|1|4|r|1b||0|\n"  # Зарезервировано
    b"2|1|4|k|1b|0-1:1B|1|\n"  # Разрешение вида оплаты 3
    b"2|1|5|r|1b||0|\n"  # Зарезервировано
    b"2|1|5|k|1b|0-1:1B|1|\n"  # Разрешение вида оплаты 4
    b"2|1|6|r|1b||0|\n"  # Зарезервировано
    b"2|1|6|k|1b|0-1|0|\n"  # Удвоение картинки по вертикали
    b"2|1|7|rk|1b|0-20|0|feed\n"  # Количество строк пропуска до заголовка
    b"2|1|8|r|1b|0-2|0|\n"  # Сфера применения
    b"2|1|8|k|1b|0-0|0|\n"  # Режим работы
    b"2|1|9|rk|1b||1|\n"  # Зарезервировано
    b"2|1|10|rk|1b||0|\n"  # Зарезервировано
    b"2|1|11|r|1b||0|\n"  # Зарезервировано
    b"2|1|11|k|1b|0-4|0|tax\n"  # Тип налога
    b"2|1|12|rk|1b||0|\n"  # Зарезервировано
    b"2|1|13|rk|1b||1|\n"  # Зарезервировано
    b"2|1|14|rk|1b||1|\n"  # Зарезервировано
    b"2|1|15|rk|1b|0-1|0|sections\n"  # Печать названия секции
    b"2|1|16|rk|1b||0|\n"  # Зарезервировано
    b"2|1|17|rk|1b||5|\n"  # Зарезервировано
    b"2|1|18|rk|1b||0|\n"  # Зарезервировано
    b"2|1|19|rk|1b|1-8|5|\n"  # Яркость печати
    b"2|1|20|rk|1b|0-1|1|\n"  # Работа с денежным ящиком
    b"2|1|21|rk|1b||0|\n"  # Зарезервировано
    b"2|1|22|rk|1b|1-1:80|1|\n"  # Гашение наличности
    b"2|1|23|rk|2b||0|\n"  # Пароль доступа
    b"2|1|24|rk|1b||0|\n"  # Зарезервировано
    b"2|1|25|rk|1b|0/1/4/5|5|\n"  # Высота итоговой суммы
    b"2|1|26|rk|1b|1-1:80|1|\n"  # Печатать имена кассиров
    b"2|1|28|rk|1b|0-0:80|0|\n"  # Обнулять счетчик чеков
    b"2|1|29|r|1b||0|\n"  # Зарезервировано
    b"2|1|29|k|1b|1-1:80|1|\n"  # Печатать название чека продажи
    b"2|1|30|rk|1b||0|\n"  # Зарезервировано
    b"2|1|31|r|1b|1-1:80|1|\n"  # Печатать QR-код
    b"2|1|31|k|1b||2|\n"  # Зарезервировано
    b"2|1|32|r|1b||0|\n"  # Зарезервировано
    b"2|1|32|k|1b||3|\n"  # Зарезервировано
    b"2|1|33|r|1n|0-127|0|agent\n"  # Признак платежного агента
    b"2|1|33|k|1b||3|\n"  # Зарезервировано
    b"2|1|34|r|1b||0|\n"  # Зарезервировано
    b"2|1|34|k|1b|1-1:80|1|\n"  # Шрифт чековой ленты
    b"2|1|35|r|1b||0|\n"  # Зарезервировано
    b"2|1|35|k|1b||3|\n"  # Зарезервировано
    b"2|1|36|rk|1b||0|\n"  # Зарезервировано
    b"2|1|37|r|1b||0|\n"  # Зарезервировано
    b"2|1|37|k|1b|0-1|0|width\n"  # Ширина чековой ленты
    b"2|1|38|rk|1b|0-1|0|\n"  # Дисплей покупателя
    b"2|1|39|r|1b|0-1|0|\n"  # Контроль суммы налогов
    b"2|1|39|k|1b||0|\n"  # Зарезервировано
    b"2|1|40|r|1b||0|\n"  # Зарезервировано
    b"2|1|40|k|1b|0-1|0|\n"  # Печать чека
    b"2|1|42|rk|1b||0|\n"  # Зарезервировано
    b"2|1|43|r|1b||0|\n"  # Зарезервировано
    b"2|1|43|k|1b|0-0:80|0|\n"  # Печатать документ открытия смены
    b"2|1|44|r|1b||0|\n"  # Зарезервировано
    b"2|1|44|k|1b||1|\n"  # Зарезервировано
    b"2|1|45|rk|1b||0|\n"  # Зарезервировано
    b"2|1|46|rk|1b||0|\n"  # Зарезервировано
    b"2|1|47|r|1b||0|\n"  # Зарезервировано
    b"2|1|47|k|1b|0-1|0|\n"  # Печать номера карты
    b"2|1|48|r|1b||0|\n"  # Зарезервировано
    b"2|1|48|k|1b||1|\n"  # Зарезервировано
    b"2|1|50|rk|1b||0|\n"  # Зарезервировано
    b"2|1|51|r|1b||0|\n"  # Зарезервировано
    b"2|1|51|k|1b|0-1|1|\n"  # Печать текста командой «Печать строки»
    b"2|1|55|r|1b||0|\n"  # Зарезервировано
    b"2|1|55|k|1b|40/48|40|columns\n"  # Количество символов в строке
    b"3|1-28|1|rk|4b||row|password\n"  # Пароль оператора
    b"3|29|1|rk|4b||row|password\n"  # Пароль администратора
    b"3|30|1|rk|4b||row|password\n"  # Пароль системного администратора
    b"3|1-28|2|r|28c||OPERATOR|person\n"  # Имя оператора
    b"3|1-28|2|k|48c||OPERATOR|person\n"  # Имя оператора
    b"3|29|2|r|28c||ADMIN|person\n"  # Имя администратора
    b"3|29|2|k|48c||ADMIN|person\n"  # Имя администратора
    b"3|30|2|r|28c||CHIEF|person\n"  # Имя системного администратора
    b"3|30|2|k|48c||CHIEF|person\n"  # Имя системного администратора
    b"3|1-30|3|r|12d||000000000000|\n"  # Идентификационный номер
    b"4|1|1|rk|1b|0-3|3|\n"  # Режим работы скидок
    b"4|2|1|rk|1b|0-3|3|\n"  # Режим работы надбавок
    b"4|1-2|2|rk|3b||0|\n"  # Зарезервировано
    b"6|1-20|1|r|32c||lines|lines\n"  # Строка клише или рекламного текста
    b"6|1-20|1|k|48c||lines|lines\n"  # Строка клише или рекламного текста
    b"7|1-16|1|r|30c||SECTION|section\n"  # Наименование секции
    b"7|1-16|1|k|40c||SECTION|section\n"  # Наименование секции
    b"7|1-16|2|r|1n|0-63|0|\n"  # Система налогообложения
    b"7|1-16|3|r|1n|1-6|6|section_tax\n"  # Налог
    b"8|1|1|r|2b||1800|rate\n"  # Ставка 1
    b"8|2|1|r|2b||1000|rate\n"  # Ставка 2
    b"8|3-4|1|r|2b|0-0:80|0|\n"  # Ставки «НДС 0%», «без НДС»
    b"8|5|1|r|2b||1800|rate\n"  # Расчетная ставка 1
    b"8|6|1|r|2b||1000|rate\n"  # Расчетная ставка 2
    b"8|1|2|r|7c||VAT1|\n"  # Наименование
    b"8|2|2|r|7c||VAT2|\n"  # Наименование
    b"8|3|2|r|7c||VAT3|\n"  # Наименование
    b"8|4|2|r|7c||VAT4|\n"  # Наименование
    b"8|5|2|r|7c||VAT5|\n"  # Наименование
    b"8|6|2|r|7c||VAT6|\n"  # Наименование
    b"8|1-2|3|r|1b|1-1:80|1|\n"  # Вид налога
    b"8|3-4|3|r|1b|0-1|0|\n"  # Вид налога
    b"8|5-6|3|r|1b|1-1:80|1|\n"  # Вид налога
    b"8|1-16|1|k|2b||0|section_rate\n"  # Ставка налога секции
    b"9|1-100|1|rk|25c||requisite|requisite\n"  # Наименование реквизита
)  # fmt: skip


class Field:
    """A field of a table: what its line above says, for one row."""

    def __init__(self, cells, row):
        self.table, self.row, self.field = int(cells[0]), row, int(cells[2])
        self.size, self.kind = int(cells[4][:-1]), cells[4][-1]
        span, _, code = cells[5].partition(":")
        most = 0 if self.kind in "cd" else 255 if self.kind == "n" else 100**self.size - 1
        self.values = [int(value) for value in span.split("/")] if "/" in span else ()
        low, _, high = ("" if self.values else span).partition("-")
        self.low, self.high = int(low or 0), int(high or most)
        self.code = int(code or "13", 16)
        self.default, self.effect = cells[6], cells[7]

    def value(self):
        """The default as a number or text."""
        if self.kind in "cd":
            return names.default(self.default, self.row)
        return self.row if self.default == "row" else int(self.default)

    def takes(self, value: int) -> bool:
        """Whether a number is in the range."""
        return value in self.values if self.values else self.low <= value <= self.high


def rows() -> list:
    """All lines of the tables as lists of strings."""
    return [line.split("|") for line in _TABLE.decode().strip().split("\n")]


def find(table: int, row: int, field: int, dialect: int) -> Field:
    """A field; Wrong(91h, 92h, 93h) where there is no such table, row or field."""
    code = 0x91
    wanted = b"\n%d|" % table
    start = _TABLE.find(wanted)
    while start >= 0:
        end = _TABLE.find(b"\n", start + 1)
        cells = _TABLE[start + 1 : end].decode().split("|")
        start = _TABLE.find(wanted, end)
        if "rk"[dialect] not in cells[3]:
            continue
        code = max(code, 0x92)
        first, _, last = cells[1].partition("-")
        if not int(first) <= row <= int(last or first):
            continue
        code = 0x93
        if int(cells[2]) == field:
            return Field(cells, row)
    raise Wrong(code)
