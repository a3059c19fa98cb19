"""What the displays say, in Russian; the refusals have their own catalogue.

Another language is another module with the same names. Rows hold 20 characters.
"""

from bu.fiscal import document as d

# the state row
SKNO = "СКНО"
PAPER = "БУМ"
MORE = "↓"

# answers and waiting
WAIT = "Подождите..."
YES_NO = "ВВОД - да, C - нет"
ESCAPE = "C - отказаться"
CHOOSE = "ВВОД - да, ↑↓, C"
END = "Конец"
DONE = "Выполнено"

# modes
MODE = "Режим"
MODES = ("Касса", "Программирование", "Регистрация в БЭП", "Отчеты БЭП", "О кассе")
ASK_CASHIER = "Код кассира"
ASK_PASSWORD = "Пароль"
NEW_PASSWORD = "Новый пароль"
AGAIN = "Ещё раз"
DIFFERENT = "Пароли различны"

# the desk
WELCOME = "Добро пожаловать"
CLOSED_DESK = "Касса закрыта"
READY = "Смена открыта"
NUMBER = "№ %d"
SHIFT_CLOSED = "Смена закрыта"
OPEN_SHIFT = "ВВОД - открыть смену"
CLOCK_RIGHT = "Дата и время верны?"
RECEIPT = {d.SALE: "Продажа", d.REFUND: "Возврат"}
TOTAL = "ИТОГ"
TOTALS = {d.SALE: TOTAL, d.REFUND: "К ВОЗВРАТУ"}
SUBTOTAL = "ПОДЫТОГ"
LEFT = "ОСТАЛОСЬ"
TAKEN = "ПОЛУЧЕНО"
PAID = "ОПЛАЧЕНО"
NO_CHANGE = "Без сдачи"
CHANGE = "СДАЧА"
GIVEN = "ВЫДАТЬ"
SUM = "Сумма"
TIMES = "×"
CASH = "НАЛИЧНЫМИ"
CARD = "КАРТОЧКОЙ"
OTHER = "ИНОЕ"

# lines
ASK_SECTION = "Номер секции"
ASK_CODE = "Код товара"
READ_MARK = "Код маркировки?"
READ_UKS = "Код УКЗ?"
CORRECTED = "КОРР "
DISCOUNT = "СКИДКА"
SURCHARGE = "НАДБАВКА"
CORRECT = "КОРР"
CANCEL_RECEIPT = "ОТМЕНИТЬ ВЕСЬ ЧЕК?"
CANCELLED = "Чек отменен"
ASK_UNP = "УНП третьего лица"

# currencies
ASK_CURRENCY = "Валюта чека"
ASK_TENDER_CURRENCY = "Валюта оплаты"
ASK_CHANGE = "Валюта сдачи"

# cash, refund, void
DEPOSIT = "Внесение"
WITHDRAWAL = "Изъятие"
PAYOUT = "Выдача по карточке"
VOID = "Аннулировать № %d?"
VOIDED = "Аннулирован № %d"
REFUND = "ВОЗВРАТ"
BY_NUMBER = "По номеру документа"
FREE = "Свободный ввод"
ASK_NUMBER = "Номер документа"

# reports
X_REPORT = "X-отчет"
Z_REPORT = "Смена закрыта"
CLOSE_SHIFT = "Закрыть смену (Z)?"
COPY_Z = "Копия Z-отчета?"
COPY_PRINTED = "Копия напечатана"
SALES = "Продажи"
DRAWER = "В кассе"
FREE_RECORDS = "Записей БЭП:"
TAPE = "Контрольная лента"
TAPE_WAYS = ("За смену", "По номерам", "На индикатор")
FIRST_NUMBER = "С номера"
LAST_NUMBER = "По номер"

# what was interrupted (регл. 27, 28), by kind of document; 0 is the opening of a shift
UNFINISHED = {
    0: "Открытие смены %d не завершено",
    d.SALE: "Чек № %d не завершен",
    d.DEPOSIT: "Внесение № %d не завершено",
    d.WITHDRAWAL: "Изъятие № %d не завершено",
    d.REFUND: "Возврат № %d не завершен",
    d.VOID: "Аннулирование № %d не завершено",
    d.Z_REPORT: "Z-отчет № %d не завершен",
    d.CARD_PAYOUT: "Выдача № %d не завершена",
}
FINISH = "Завершить"
REPEAT = "Повторить"
CANCEL = "Отменить"
