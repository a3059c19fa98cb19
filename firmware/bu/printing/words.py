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

# регл. 20, 27, 32
CANCELLED = "Отмена платежного документа"
CANCELLED_SUM = "Сумма отмены"
FOREIGN_TEXT = "Печать текстовой информации"
INTERRUPTED = "Печать прервана"
REPEATED = "Повтор печати"
