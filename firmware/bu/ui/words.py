"""What the displays say, in Russian; the refusals have their own catalogue.

Another language is another module with the same names. Rows hold 20 characters.
"""

from bu.fiscal import document as d
from bu.fiscal.texts import find

TEXT = """
# at each key: first, because what stands in front is found soonest
SKNO=СКНО
PAPER=БУМ
TIMES=×
LEFT=ОСТАЛОСЬ
READY=Смена открыта
NUMBER=№ %d
# the state row
MORE=↓
# answers and waiting
WAIT=Подождите...
YES_NO=ВВОД - да, C - нет
ESCAPE=C - отказаться
CHOOSE=ВВОД - да, ↑↓, C
DONE=Выполнено
# modes
MODE=Режим
ASK_CASHIER=Код кассира
ASK_PASSWORD=Пароль
# the desk
WELCOME=Добро пожаловать
CLOSED_DESK=Касса закрыта
SHIFT_CLOSED=Смена закрыта
OPEN_SHIFT=ВВОД - открыть смену
CLOCK_RIGHT=Дата и время верны?
TOTAL=ИТОГ
SUBTOTAL=ПОДЫТОГ
TAKEN=ПОЛУЧЕНО
PAID=ОПЛАЧЕНО
NO_CHANGE=Без сдачи
CHANGE=СДАЧА
GIVEN=ВЫДАТЬ
SUM=Сумма
CASH=НАЛИЧНЫМИ
CARD=КАРТОЧКОЙ
OTHER=ИНОЕ
REFUND=ВОЗВРАТ
# lines
ASK_SECTION=Номер секции
ASK_CODE=Код товара
READ_MARK=Код маркировки?
READ_UKS=Код УКЗ?
DISCOUNT=СКИДКА
SURCHARGE=НАДБАВКА
CORRECT=КОРР
CANCEL_RECEIPT=ОТМЕНИТЬ ВЕСЬ ЧЕК?
CANCELLED=Чек отменён
ASK_UNP=УНП третьего лица
# currencies
ASK_CURRENCY=Валюта чека
ASK_TENDER_CURRENCY=Валюта оплаты
ASK_CHANGE=Валюта сдачи
"""

MODES = ("Касса", "Программирование", "Регистрация в БЭП", "Отчеты БЭП", "О кассе")
RECEIPT = {d.SALE: "Продажа", d.REFUND: "Возврат"}
TOTALS = {d.SALE: "ИТОГ", d.REFUND: "К ВОЗВРАТУ"}


def __getattr__(name: str) -> str:
    return find(TEXT, name)
