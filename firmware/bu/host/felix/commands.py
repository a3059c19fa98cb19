"""The commands of both dialects: table 5 of the documents, as it is carried out.

    code | dialects | modes and marks | states of the receipt | handler | layout    # name

Dialects: r RMF, k 80K. Modes: those of 2.4 in which the command is carried out, * all of them.
Marks: j also answered while a report prints, q a question that disturbs nothing, i the unit must
be idle, so that what is unfinished is finished first. States of the receipt: 0 closed, 1 sale, 2
refund, 3 void, * any; p also when payments were taken (state 1.4). A handler is module.function
of this package; - has no counterpart in a Belarusian register and answers 7Ah. Layouts: `fields`.

One piece of bytes, which stays in flash: a row costs no heap until it is asked for, and to find it
in text would be to count letters from the start each time. docs/felix.md has the names from here.
"""

_TABLE = (
    b"\n"
    b"3F|rk|*jq|*|state.whole|\n"  # Запрос состояния
    b"41|k|1i|03|old.void|F,P,Q\n"  # Аннулирование
    b"43|k|1i|12|old.adjust|F,N1,N1,N1,S5\n"  # Скидка/надбавка
    b"45|rk|*jq|*|state.mode|\n"  # Запрос кода состояния
    b"46|rk|4|*|programming.read|N1,N2,N1\n"  # Чтение таблицы
    b"47|rk|*jq|*|modes.beep|\n"  # Гудок
    b"48|r|1i|01|sale.register|F,P,Q,B1:0-40:7D,N1:0-2:13,B3:0-10000:7B,M,"  # Регистрация
    b"N1:0-6:F5,M,M,B1:1-13:FF,B1:1-7:F5,T24\n"
    b"48|k|1i|01|sale.register|F,P,Q,B1:0-40:7D\n"  # Регистрация
    b"49|rk|1i|0|cash.deposit|F,M\n"  # Внесение денег
    b"4A|r|1i|12p|payment.close|F,N1,M\n"  # Закрытие чека
    b"4A|k|1i|123p|payment.close|F,N1,M\n"  # Закрытие чека (со сдачей)
    b"4B|r|4|*|service.time|B1:0-23:94,B1:0-59:94,B1:0-59:94\n"  # Программирование времени
    b"4B|k|4|*|service.time|B1:0-23:95,B1:0-59:95,B1:0-59:95\n"  # Программирование времени
    b"4C|r|1|*|sale.name|T96\n"  # Печать наименования товара (услуги)
    b"4C|k|*|*|sale.name|T96\n"  # Печать строки, наименования товара (услуги)
    b"4D|rk|*jq|*|state.cash|\n"  # Запрос наличных денег
    b"4E|r|1i|1|sale.reverse|F,P,Q,B1:0-16:7D,N1:0-2:13,"  # Сторнирование последней регистрации
    b"B3:0-10000:7B,M,N1:0-6:F5,M,M,B1:1-13:FF,B1:1-7:F5,T24\n"
    b"4E|k|1i|1|sale.reverse|F,P,Q,B1:0-16:7D\n"  # Сторнирование последней регистрации
    b"4F|rk|1i|0|cash.payout|F,M\n"  # Выплата денег
    b"50|rk|4i|0|programming.write|N1,N2,N1,S57\n"  # Программирование таблицы
    b"51|k|1i|12|old.again|F\n"  # Повтор операции регистрации
    b"52|rk|*|*|modes.leave|\n"  # Выход из режима
    b"53|r|1|12p|payment.subtotal|F\n"  # Промежуточный итог чека
    b"53|k|1|123p|payment.subtotal|F\n"  # Промежуточный итог чека
    b"55|r|*q|*|network.links|\n"  # Проверка каналов связи
    b"56|rk|0|*|modes.enter|B1:1-6:13,B4\n"  # Вход в режим
    b"57|r|1i|02|sale.refund|F,P1,Q,N1,N3,N5,N1:0-6:F5,N5,N5,B1:1-13:FF,"  # Возврат прихода
    b"B1:1-7:F5\n"
    b"57|k|1i|02|sale.refund|F,P,Q\n"  # Возврат
    b"58|rk|*|*|modes.last_total|\n"  # Получение последнего сменного итога
    b"59|r|1i|12p|cash.cancel|\n"  # Аннулирование всего чека
    b"59|k|1i|123p|cash.cancel|\n"  # Аннулирование всего чека
    b"5A|rk|3i|0|reports.z|\n"  # Суточный отчет с гашением
    b"5B|r|4|*|network.choose|N1:0-7:13\n"  # Выбор канала связи
    b"5C|r|4|*|network.write|T32\n"  # Программирование IP сервера
    b"5D|r|4|*|network.write|T6\n"  # Программирование номера порта сервера
    b"5E|r|*|*|printing.line|T96\n"  # Печать строки
    b"5F|k|*|*|printing.line|T96\n"  # Печать номера счета
    b"60|k|5i|0|reports.emergency|\n"  # Аварийный отчет по фискальной памяти
    b"61|rk|4|*|service.serial|B4:1-999999:A5\n"  # Программирование заводского номера
    b"62|r|5i|0|service.register|B8,B6,N3,N1:0-63:F6,N2\n"  # Регистрация/перерегистрация
    b"62|k|5i|0|service.register|B6,B6,B3\n"  # Фискализация/перерегистрация
    b"63|k|5|*|reports.span|\n"  # Запрос диапазонов дат и смен
    b"64|rk|4|*|service.date|B1:1-31:94,B1:1-12:94,B1:0-89:94\n"  # Программирование даты
    b"65|rk|5i|0|reports.by_dates|N1,B1:1-31:94,B1:1-12:94,"  # Фискальный отчет по диапазону дат
    b"B1:7-99:94,B1:1-31:94,B1:1-12:94,B1:7-99:94\n"
    b"66|rk|5i|0|reports.by_shifts|N1,B2:1-9999:A2,"  # Фискальный отчет по диапазону смен
    b"B2:1-9999:A2\n"
    b"67|rk|2i|0|reports.x|B1:1-1:A3\n"  # Отчет без гашения
    b"68|r|*q|*|network.documents|\n"  # Проверка количества документов
    b"69|r|*q|*|requisites.read|N1:1-30:13\n"  # Чтение данных регистрации
    b"6A|r|4i|*|network.reload|\n"  # Перезагрузка блока связи
    b"6B|r|4|*|network.write|T32\n"  # Программирование имени пользователя
    b"6C|rk|*i|*|printing.head|\n"  # Печать заголовка чека
    b"6D|r|4|*|network.write|T32\n"  # Программирование пароля
    b"70|r|*|*|-|N1,T32\n"  # Звонок на номер
    b"71|k|4i|0|programming.reset|\n"  # Инициализация таблиц
    b"72|r|*|*|-|\n"  # Проверка уровня сигнала
    b"73|rk|*i|*|printing.tail|\n"  # Печать окончания чека
    b"75|k|*i|*|printing.cut|\n"  # Отрезка
    b"77|k|3|*|reports.clearing|\n"  # Общее гашение
    b"78|k|1i|12|old.unadjust|\n"  # Отмена последней скидки (надбавки)
    b"79|r|4|*|network.write|T32\n"  # Программирование точки доступа сервера
    b"7A|r|*q|*|network.read|N1:1-5:13\n"  # Чтение настроек каналов связи
    b"7E|r|12345|*|requisites.write|N1:1-30:13,S128\n"  # Программирование данных регистрации
    b"80|rk|*i|*|printing.drawer|\n"  # Открыть денежный ящик
    b"81|r|4|*|network.write|T15\n"  # Программирование маски
    b"82|rk|*i|*|printing.demo|\n"  # Демонстрационный прогон
    b"83|r|4|*|network.write|T15\n"  # Программирование шлюза
    b"84|k|*|*|dump.block|\n"  # Получение очередного блока ПО
    b"88|k|*jq|*|modes.tone|N2,N2\n"  # Звуковой сигнал
    b"89|r|4|*|network.write|T15\n"  # Программирование IP адреса
    b"8A|k|4|*|pictures.clear|N1:0-7:13\n"  # Очистить массив картинок
    b"8B|k|4|*|pictures.row|S72\n"  # Добавить строку картинки
    b"8C|k|*q|*|pictures.status|\n"  # Статус массива картинок
    b"8D|k|*i|*|pictures.show|N1,N1:1-255:13,N2:0-70:13\n"  # Печать картинки по номеру
    b"8E|k|*i|*|pictures.direct|N1,N1:1-255:13,N2:0-70:13,S72\n"  # Печать картинки с хоста
    b"90|k|*q|*|pictures.about|N1:1-7:13\n"  # Параметры картинки в массиве
    b"91|rk|*jq|*|registers.read|N1,N1,N1\n"  # Считать регистр
    b"92|rk|1i|0|sale.open|F,N1\n"  # Открыть чек
    b"93|r|1|*|-|F,N1,M,S115,N1,N1\n"  # Чек коррекции
    b"99|r|1i|12p|payment.pay|F,B1:1-5:7E,M1\n"  # Расчет по чеку
    b"99|k|1i|12p|payment.pay|F,B1:1-4:7E,M\n"  # Расчет по чеку
    b"9A|r|1i|0|cash.open_shift|F\n"  # Открыть смену
    b"9A|k|1i|0|cash.open_shift|F,T38\n"  # Открыть смену
    b"9C|k|*|*|dump.begin|B1:1-1:6D\n"  # Начало считывания ПО
    b"9D|rk|*jq|*|modes.version_of|B1:1-1:6D\n"  # Получение версии
    b"9E|k|4|*|pictures.close|\n"  # Закрыть картинку
    b"A4|r|*q|*|network.exchange|\n"  # Статус информационного обмена
    b"A5|rk|*jq|*|modes.device|\n"  # Получить тип устройства
    b"A6|r|6i|0|memory.settlements|\n"  # Отчет о текущем состоянии расчетов
    b"A6|k|6i|0|memory.activate|S5\n"  # Активизация ЭКЛЗ
    b"A7|rk|6|*|-|\n"  # Закрытие фискального режима, архива
    b"A8|rk|6i|0|memory.registration|\n"  # Печать итогов регистрации, активизации
    b"A9|r|6i|0|memory.unsent|N1\n"  # Количество ФД без квитанций
    b"A9|k|6i|0|memory.shift|B2:1-9999:A2\n"  # Печать итогов смены
    b"AA|r|6i|0|memory.document|B4,N1\n"  # Квитанция по номеру документа
    b"AA|k|6i|0|memory.tape|B2:1-9999:A2\n"  # Печать контрольной ленты смены
    b"AB|rk|6i|0|memory.document|B4\n"  # Документ по номеру
    b"AC|r|6i|0|memory.parameters|B4\n"  # Параметры регистрации
    b"AC|k|6i|0|reports.by_dates|N1,B1:1-31:94,B1:1-12:94,B1:0-99:94,"  # Отчет по диапазону дат
    b"B1:1-31:94,B1:1-12:94,B1:0-99:94\n"
    b"AD|r|6i|0|memory.documents|B4,B4\n"  # Документы по диапазону номеров
    b"AD|k|6i|0|reports.by_shifts|N1,B2:1-9999:A2,B2:1-9999:A2\n"  # Отчет по диапазону смен
    b"AE|rk|6q|*|memory.status|N1\n"  # Запрос состояния ФН, ЭКЛЗ
    b"B0|r|6i|0|memory.document|B4\n"  # Параметры документа в формате TLV
    b"BF|r|1|12|cash.requisite|N1:1-44:13,T48\n"  # Формирование реквизитов
    b"BF|k|1|12|cash.requisite|N2:1-100:13,T48\n"  # Формирование реквизитов
    b"C2|rk|*i|*|barcodes.show|N1,S64\n"  # Печать штрих-кода
)  # fmt: skip

_DIALECTS = (b"r", b"k")


def find(code: int, dialect: int) -> "list | None":
    """[modes and marks, receipts, handler, layout] of a command; None: there is no such one."""
    wanted = b"\n%02X|" % code
    start = _TABLE.find(wanted)
    while start >= 0:
        end = _TABLE.find(b"\n", start + 1)
        there = _TABLE.find(b"|", start + 4)
        if _TABLE.find(_DIALECTS[dialect], start + 4, there) > 0:
            return _TABLE[there + 1 : end].decode().split("|")
        start = _TABLE.find(wanted, end)
    return None


def rows() -> list:
    """All rows as lists of strings, in the order of the table."""
    return [row.split("|") for row in _TABLE.decode().strip().split("\n")]
