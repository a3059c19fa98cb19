"""The words on paper, in Russian; the regulation's own where it gives them.

Attributes of this module, which stay in flash as one text: `words.TOTAL_10` is the total's name on
documents of kind 10. Another language is another module with the same names, set as
`UnitInfo.words`.
"""

from bu.fiscal.texts import find

TEXT = """
# a sale: first, because what stands in front is found soonest
UNP=УНП
SERIAL=ЗН КСА
SKKO_NUMBER=РН СККО
TITLE_10=Платежный документ
NUMBER=№ док.
SECTION=Секция %d
UNIT_VAT=в том числе НДС за 1 единицу, НДС %s%%
DISCOUNT=Скидка
TOTAL_VAT=Итого НДС, НДС %s%%
TOTAL_10=ИТОГО К ОПЛАТЕ
ALL_DISCOUNTS=ИТОГО СКИДКА
TENDER_0=Наличными
TENDER_1=Банковской карточкой
CHANGE=СДАЧА
CASHIER=Кассир
TIME=Дата и время
UID=УИ
# прил. 1 раздел I, 2-3
NOT_PAYMENT=Не является платежным документом
TITLE_13=Документ возврата
TITLE_14=Документ аннулирования
TITLE_11=Документ внесения
TITLE_12=Документ изъятия
TITLE_16=Документ выдачи
COPY=Копия документа
# прил. 1 раздел I, 4
MARKED=М
GTIN=GTIN %s
THIRD_PARTY=УНП третьего лица
SURCHARGE=Надбавка
CORRECTION=Коррекция
RETURNED=Сумма возврата
# прил. 1 раздел I, 5
SUBTOTAL=ИТОГО
TOTAL_DISCOUNT_ON=СКИДКА НА ИТОГ
TOTAL_SURCHARGE_ON=НАДБАВКА НА ИТОГ
TOTAL_13=Общая сумма возвратов
TOTAL_14=Общая сумма аннулирования
TOTAL_11=Сумма внесения
TOTAL_12=Сумма изъятия
TOTAL_16=Сумма выдачи
ALL_SURCHARGES=ИТОГО НАДБАВКА
TENDER_2=Иным способом
CURRENCY=Валюта
TAKEN_IN=Принято %s
RETURNED_IN=Возвращено %s
CHANGE_IN=Сдача %s
RATE=Курс за %d %s
VOIDED=Аннулируемый документ №
# прил. 1 раздел I, 6
NO_UID=не получен от СКНО
# регл. 20, 27, 32
CANCELLED=Отмена платежного документа
CANCELLED_SUM=Сумма отмены
FOREIGN_TEXT=Печать текстовой информации
INTERRUPTED=Печать прервана
REPEATED=Повтор печати
"""


def __getattr__(name: str) -> str:
    return find(TEXT, name)
