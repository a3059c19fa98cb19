"""The commands of both dialects: table 5 of the documents, as it is carried out.

    code | dialects | modes and marks | states of the receipt | handler | layout | title

Dialects: r RMF, k 80K. Modes: those of 2.4 in which the command is carried out, * all of them.
Marks: j also answered while a report prints, q a question that disturbs nothing, i the unit must
be idle, so that what is unfinished is finished first. States of the receipt: 0 closed, 1 sale, 2
refund, 3 void, * any; p also when payments were taken (state 1.4). A handler is module.function
of this package; - has no counterpart in a Belarusian register and answers 7Ah. Layouts: `fields`.

One string, which stays in flash: a row costs no heap until it is asked for.
"""

_TABLE = """
3F|rk|*jq|*|state.whole||Запрос состояния
41|k|1i|03|old.void|F,P,Q|Аннулирование
43|k|1i|12|old.adjust|F,N1,N1,N1,S5|Скидка/надбавка
45|rk|*jq|*|state.mode||Запрос кода состояния
46|rk|4|*|tables.read|N1,N2,N1|Чтение таблицы
47|rk|*jq|*|modes.beep||Гудок
48|r|1i|01|sale.register|F,P,Q,B1:0-40:7D,N1:0-2:13,B3:0-10000:7B,M,N1:0-6:F5,M,M,B1:1-13:FF,B1:1-7:F5,T24|Регистрация
48|k|1i|01|sale.register|F,P,Q,B1:0-40:7D|Регистрация
49|rk|1i|0|cash.deposit|F,M|Внесение денег
4A|r|1i|12p|sale.close|F,N1,M|Закрытие чека
4A|k|1i|123p|sale.close|F,B1:1-4:7E,M|Закрытие чека (со сдачей)
4B|r|4|*|service.time|B1:0-23:94,B1:0-59:94,B1:0-59:94|Программирование времени
4B|k|4|*|service.time|B1:0-23:95,B1:0-59:95,B1:0-59:95|Программирование времени
4C|r|1|*|sale.name|T96|Печать наименования товара (услуги)
4C|k|*|*|sale.name|T96|Печать строки, наименования товара (услуги)
4D|rk|*jq|*|state.cash||Запрос наличных денег
4E|r|1i|1|sale.reverse|F,P,Q,B1:0-16:7D,N1:0-2:13,B3:0-10000:7B,M,N1:0-6:F5,M,M,B1:1-13:FF,B1:1-7:F5,T24|Сторнирование последней регистрации
4E|k|1i|1|sale.reverse|F,P,Q,B1:0-16:7D|Сторнирование последней регистрации
4F|rk|1i|0|cash.payout|F,M|Выплата денег
50|rk|4i|0|tables.write|N1,N2,N1,S57|Программирование таблицы
51|k|1i|12|old.again|F|Повтор операции регистрации
52|rk|*|*|modes.leave||Выход из режима
53|r|1|12p|sale.subtotal|F|Промежуточный итог чека
53|k|1|123p|sale.subtotal|F|Промежуточный итог чека
55|r|*q|*|network.links||Проверка каналов связи
56|rk|0|*|modes.enter|B1:1-6:13,B4|Вход в режим
57|r|1i|02|sale.refund|F,P1,Q,N1,N3,N5,N1:0-6:F5,N5,N5,B1:1-13:FF,B1:1-7:F5|Возврат прихода
57|k|1i|02|sale.refund|F,P,Q|Возврат
58|rk|*|*|modes.last_total||Получение последнего сменного итога
59|r|1i|12p|cash.cancel||Аннулирование всего чека
59|k|1i|123p|cash.cancel||Аннулирование всего чека
5A|rk|3i|0|reports.z||Суточный отчет с гашением
5B|r|4|*|network.choose|N1:0-7:13|Выбор канала связи
5C|r|4|*|network.write|T32|Программирование IP сервера
5D|r|4|*|network.write|T6|Программирование номера порта сервера
5E|r|*|*|printing.line|T96|Печать строки
5F|k|1|*|printing.line|T96|Печать номера счета
60|k|5i|0|reports.emergency||Аварийный отчет по фискальной памяти
61|rk|4|*|service.serial|B4:1-999999:A5|Программирование заводского номера
62|r|5i|0|service.register|B8,B6,N3,N1:0-63:F6,N2|Регистрация/перерегистрация
62|k|5i|0|service.register|B6,B6,B3|Фискализация/перерегистрация
63|k|5|*|reports.span||Запрос диапазонов дат и смен
64|rk|4|*|service.date|B1:1-31:94,B1:1-12:94,B1:0-89:94|Программирование даты
65|rk|5i|0|reports.by_dates|N1,B1:1-31:94,B1:1-12:94,B1:7-99:94,B1:1-31:94,B1:1-12:94,B1:7-99:94|Фискальный отчет по диапазону дат
66|rk|5i|0|reports.by_shifts|N1,B2:1-9999:A2,B2:1-9999:A2|Фискальный отчет по диапазону смен
67|rk|2i|0|reports.x|B1:1-1:A3|Отчет без гашения
68|r|*q|*|network.documents||Проверка количества документов
69|r|*q|*|requisites.read|N1:1-30:13|Чтение данных регистрации
6A|r|4i|*|network.reload||Перезагрузка блока связи
6B|r|4|*|network.write|T32|Программирование имени пользователя
6C|rk|*i|*|printing.head||Печать заголовка чека
6D|r|4|*|network.write|T32|Программирование пароля
70|r|*|*|-|N1,T32|Звонок на номер
71|k|4i|0|tables.reset||Инициализация таблиц
72|r|*|*|-||Проверка уровня сигнала
73|rk|*i|*|printing.tail||Печать окончания чека
75|k|*i|*|printing.cut||Отрезка
77|k|3|*|reports.clearing||Общее гашение
78|k|1i|12|old.unadjust||Отмена последней скидки (надбавки)
79|r|4|*|network.write|T32|Программирование точки доступа сервера
7A|r|*q|*|network.read|N1:1-5:13|Чтение настроек каналов связи
7E|r|12345|*|requisites.write|N1:1-30:13,S128|Программирование данных регистрации
80|rk|*i|*|printing.drawer||Открыть денежный ящик
81|r|4|*|network.write|T15|Программирование маски
82|rk|*i|*|printing.demo||Демонстрационный прогон
83|r|4|*|network.write|T15|Программирование шлюза
84|k|*|*|dump.block||Получение очередного блока ПО
88|k|*jq|*|modes.tone|N2,N2|Звуковой сигнал
89|r|4|*|network.write|T15|Программирование IP адреса
8A|k|4|*|pictures.clear|N1:0-7:13|Очистить массив картинок
8B|k|4|*|pictures.row|S72|Добавить строку картинки
8C|k|*q|*|pictures.status||Статус массива картинок
8D|k|*i|*|pictures.show|N1,N1:1-255:13,N2:0-70:13|Печать картинки по номеру
8E|k|*i|*|pictures.direct|N1,N1:1-255:13,N2:0-70:13,S72|Печать картинки с хоста
90|k|*q|*|pictures.about|N1:1-7:13|Параметры картинки в массиве
91|rk|*jq|*|registers.read|N1,N1,N1|Считать регистр
92|rk|1i|0|sale.open|F,N1|Открыть чек
93|r|1|*|-|F,N1,M,S115,N1,N1|Чек коррекции
99|r|1i|12p|sale.pay|F,B1:1-5:7E,M1|Расчет по чеку
99|k|1i|12p|sale.pay|F,B1:1-4:7E,M|Расчет по чеку
9A|r|1i|0|cash.open_shift|F|Открыть смену
9A|k|1i|0|cash.open_shift|F,T38|Открыть смену
9C|k|*|*|dump.begin|B1:1-1:6D|Начало считывания ПО
9D|rk|*jq|*|modes.version_of|B1:1-1:6D|Получение версии
9E|k|4|*|pictures.close||Закрыть картинку
A4|r|*q|*|network.exchange||Статус информационного обмена
A5|rk|*jq|*|modes.device||Получить тип устройства
A6|r|6i|0|memory.settlements||Отчет о текущем состоянии расчетов
A6|k|6i|0|memory.activate|S5|Активизация ЭКЛЗ
A7|rk|6|*|-||Закрытие фискального режима, архива
A8|rk|6i|0|memory.registration||Печать итогов регистрации, активизации
A9|r|6i|0|memory.unsent|N1|Количество ФД без квитанций
A9|k|6i|0|memory.shift|B2:1-9999:A2|Печать итогов смены
AA|r|6i|0|memory.document|B4,N1|Квитанция по номеру документа
AA|k|6i|0|memory.tape|B2:1-9999:A2|Печать контрольной ленты смены
AB|rk|6i|0|memory.document|B4|Документ по номеру
AC|r|6i|0|memory.parameters|B4|Параметры регистрации
AC|k|6i|0|reports.by_dates|N1,B1:1-31:94,B1:1-12:94,B1:0-99:94,B1:1-31:94,B1:1-12:94,B1:0-99:94|Отчет по диапазону дат
AD|r|6i|0|memory.documents|B4,B4|Документы по диапазону номеров
AD|k|6i|0|reports.by_shifts|N1,B2:1-9999:A2,B2:1-9999:A2|Отчет по диапазону смен
AE|rk|6q|*|memory.status|N1|Запрос состояния ФН, ЭКЛЗ
B0|r|6i|0|memory.document|B4|Параметры документа в формате TLV
BF|r|1|12|cash.requisite|N1:1-44:13,T48|Формирование реквизитов
BF|k|1|12|cash.requisite|N2:1-100:13,T48|Формирование реквизитов
C2|rk|*i|*|barcodes.show|N1,S64|Печать штрих-кода
"""  # noqa: E501

_DIALECTS = "rk"


def find(code: int, dialect: int) -> "tuple | None":
    """(modes and marks, receipts, handler, layout) of a command; None: there is no such one."""
    start = -1
    wanted = "\n%02X|" % code
    while True:
        start = _TABLE.find(wanted, start + 1)
        if start < 0:
            return None
        row = _TABLE[start + 1 : _TABLE.find("\n", start + 1)].split("|")
        if _DIALECTS[dialect] in row[1]:
            return tuple(row[2:6])


def rows() -> list:
    """All rows as lists of strings, in the order of the table."""
    return [row.split("|") for row in _TABLE.strip().split("\n")]
