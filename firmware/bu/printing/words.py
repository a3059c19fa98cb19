"""The words on paper, in Russian; the regulation's own where it gives them.

Another language is another module with the same names, set as `UnitInfo.words`.
"""

from bu.fiscal import document as d

# прил. 1 раздел I, 2-3
UNP = "УНП"
SERIAL = "ЗН КСА"
SKKO_NUMBER = "РН СККО"
NOT_PAYMENT = "Не является платежным документом"
TITLES = {
    d.SALE: "Платежный документ",
    d.REFUND: "Документ возврата",
    d.VOID: "Документ аннулирования",
    d.DEPOSIT: "Документ внесения",
    d.WITHDRAWAL: "Документ изъятия",
    d.CARD_PAYOUT: "Документ выдачи",
}
NUMBER = "№ док."
COPY = "Копия документа"

# прил. 1 раздел I, 4
SECTION = "Секция %d"
MARKED = "М"
GTIN = "GTIN %s"
THIRD_PARTY = "УНП третьего лица"
DISCOUNT = "Скидка"
SURCHARGE = "Надбавка"
CORRECTION = "Коррекция"
RETURNED = "Сумма возврата"
UNIT_VAT = "в том числе НДС за 1 единицу, НДС %s%%"

# прил. 1 раздел I, 5
SUBTOTAL = "ИТОГО"
TOTAL_DISCOUNT_ON = "СКИДКА НА ИТОГ"
TOTAL_SURCHARGE_ON = "НАДБАВКА НА ИТОГ"
TOTAL_VAT = "Итого НДС, НДС %s%%"
TOTALS = {
    d.SALE: "ИТОГО К ОПЛАТЕ",
    d.REFUND: "Общая сумма возвратов",
    d.VOID: "Общая сумма аннулирования",
    d.DEPOSIT: "Сумма внесения",
    d.WITHDRAWAL: "Сумма изъятия",
    d.CARD_PAYOUT: "Сумма выдачи",
}
ALL_DISCOUNTS = "ИТОГО СКИДКА"
ALL_SURCHARGES = "ИТОГО НАДБАВКА"
TENDERS = {
    d.CASH: "Наличными",
    d.CARD: "Банковской карточкой",
    d.OTHER: "Иным способом",
}
CHANGE = "СДАЧА"
CURRENCY = "Валюта"
TAKEN_IN = "Принято %s"
RETURNED_IN = "Возвращено %s"
CHANGE_IN = "Сдача %s"
RATE = "Курс за %d %s"
VOIDED = "Аннулируемый документ №"

# прил. 1 раздел I, 6
CASHIER = "Кассир"
TIME = "Дата и время"
UID = "УИ"

# регл. 18.1, 18.2, 34
X_TITLE = "Сменный отчет без гашения"
Z_TITLE = "Суточный (сменный) отчет (Z-отчет)"
Z_COPY = "Копия Z-отчета"
Z_COPY_TIME = "Дата и время копии"
Z_NUMBER = "Порядковый номер записи"
OPENED = "Открытие смены"
FORMED = "Формирование отчета"
Z_FORMED = "Окончание формирования"
CURRENCIES = "Количество видов валют"
BASE = "базовая"
COUNT = "Кол."
SUM = "Сумма"
DEPOSITS = "Внесения"
WITHDRAWALS = "Изъятия"
PAYOUTS = "Изъятия для выдачи держателям карточек"
REFUNDS = "Возвраты"
VOIDS = "Аннулирования"
CANCELS = "Отмены"
CORRECTIONS = "Коррекции"
SALES_CASH = "Продажи: наличными"
SALES_CARD = "Продажи: карточками"
SALES_OTHER = "Продажи: иным способом"
THIRD_PARTIES = "Приемы платежей в адрес третьих лиц"
THIRD_PARTIES_VOIDED = "Аннулирования приемов платежей в адрес третьих лиц"
MARK_SOLD = "Продано товаров, маркированных средствами идентификации"
UKS_SOLD = "Продано товаров, маркированных УКЗ"
MARK_REFUNDED = "Возвращено товаров, маркированных средствами идентификации"
UKS_REFUNDED = "Возвращено товаров, маркированных УКЗ"
MARK_VOIDED = "Аннулировано товаров, маркированных средствами идентификации"
UKS_VOIDED = "Аннулировано товаров, маркированных УКЗ"
SALES = "ИТОГ ПРОДАЖ"
TURNOVER = "Сумма реализации"
PAYMENT_DOCUMENTS = "Платежных документов"
ALL_PAYMENT_DOCUMENTS = "Всего платежных документов"
FIRST_DOCUMENT = "Первый платежный документ №"
LAST_DOCUMENT = "Последний платежный документ №"
DRAWER = "Наличных в кассе"
MODEL = "Модель"
VERSION = "Версия СПО БУ"
FREE_RECORDS = "Свободных записей БЭП"

# регл. 18.3, 35
REGISTRATION = "Регистрация"
REGISTRATION_NUMBER = "Порядковый номер регистрации"
REGISTRATION_TIME = "Дата регистрации"
SKNO_SERIAL = "Заводской номер СКНО"
REGISTRATIONS = "Регистрации в БЭП"
MEMORY_TITLE = "Отчет по данным из БЭП"
MEMORY_NUMBER = "Отчет №"
PERIOD = "Период"
SHIFTS = "Записи за период"
DAMAGED = "ЗАПИСЬ ПОВРЕЖДЕНА"
RESTARTS = "Перезапуски"
PERIOD_TOTAL = "Всего за период"
ENTRY = "№ %d"

# регл. 18.4, 20, 27, 32
TAPE_TITLE = "Контрольная лента"
CANCELLED = "Отмена платежного документа"
CANCELLED_SUM = "Сумма отмены"
FOREIGN_TEXT = "Печать текстовой информации"
INTERRUPTED = "Печать прервана"
REPEATED = "Повтор печати"
