"""The words of reports, and those of documents behind them (see `words`)."""

from bu.fiscal.texts import find
from bu.printing import words

TEXT = """
# регл. 18.1, 18.2, 34
X_TITLE=Сменный отчет без гашения
Z_TITLE=Суточный (сменный) отчет (Z-отчет)
Z_COPY=Копия Z-отчета
Z_COPY_TIME=Дата и время копии
Z_NUMBER=Порядковый номер записи
OPENED=Открытие смены
FORMED=Формирование отчета
Z_FORMED=Окончание формирования
CURRENCIES=Количество видов валют
BASE=базовая
COUNT=Кол.
SUM=Сумма
DEPOSITS=Внесения
WITHDRAWALS=Изъятия
PAYOUTS=Изъятия для выдачи держателям карточек
REFUNDS=Возвраты
VOIDS=Аннулирования
CANCELS=Отмены
CORRECTIONS=Коррекции
SALES_CASH=Продажи: наличными
SALES_CARD=Продажи: карточками
SALES_OTHER=Продажи: иным способом
THIRD_PARTIES=Приемы платежей в адрес третьих лиц
THIRD_PARTIES_VOIDED=Аннулирования приемов платежей в адрес третьих лиц
MARK_SOLD=Продано товаров, маркированных средствами идентификации
UKS_SOLD=Продано товаров, маркированных УКЗ
MARK_REFUNDED=Возвращено товаров, маркированных средствами идентификации
UKS_REFUNDED=Возвращено товаров, маркированных УКЗ
MARK_VOIDED=Аннулировано товаров, маркированных средствами идентификации
UKS_VOIDED=Аннулировано товаров, маркированных УКЗ
SALES=ИТОГ ПРОДАЖ
SALES_IN_BASE=Все продажи в базовой валюте
TURNOVER=Сумма реализации
PAYMENT_DOCUMENTS=Платежных документов
ALL_PAYMENT_DOCUMENTS=Всего платежных документов
FIRST_DOCUMENT=Первый платежный документ №
LAST_DOCUMENT=Последний платежный документ №
DRAWER=Наличных в кассе
MODEL=Модель
VERSION=Версия СПО БУ
FREE_RECORDS=Свободных записей БЭП
# регл. 18.3, 35
REGISTRATION=Регистрация
REGISTRATION_NUMBER=Порядковый номер регистрации
REGISTRATION_TIME=Дата регистрации
SKNO_SERIAL=Заводской номер СКНО
REGISTRATIONS=Регистрации в БЭП
MEMORY_TITLE=Отчет по данным из БЭП
MEMORY_NUMBER=Отчет №
PERIOD=Период
SHIFTS=Записи за период
DAMAGED=ЗАПИСЬ ПОВРЕЖДЕНА
RESTARTS=Перезапуски
PERIOD_TOTAL=Всего за период
ENTRY=№ %d
# регл. 18.4, 20, 27, 32
TAPE_TITLE=Контрольная лента
"""


def __getattr__(name: str) -> str:
    try:
        return find(TEXT, name)
    except AttributeError:
        return getattr(words, name)
