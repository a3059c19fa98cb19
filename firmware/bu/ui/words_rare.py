"""What the displays say where the desk seldom gets to: cash, reports, what was interrupted.

See `words`.
"""

from bu.fiscal import document as d
from bu.fiscal.texts import find

TEXT = """
# cash, refund, void
DEPOSIT=Внесение
WITHDRAWAL=Изъятие
PAYOUT=Выдача по карточке
VOID=Аннулировать № %d?
VOIDED=Аннулирован № %d
BY_NUMBER=По номеру документа
FREE=Свободный ввод
ASK_NUMBER=Номер документа
ASK_PART=Сколько вернуть?
# reports
END=Конец
X_REPORT=X-отчет
Z_REPORT=Смена закрыта
CLOSE_SHIFT=Закрыть смену (Z)?
COPY_Z=Копия Z-отчета?
COPY_PRINTED=Копия напечатана
SALES=Продажи
DRAWER=В кассе
FREE_RECORDS=Записей БЭП:
TAPE=Контрольная лента
FIRST_NUMBER=С номера
LAST_NUMBER=По номер
CANCELLED_SLIP=Отмена не напечатана
FINISH=Завершить
REPEAT=Повторить
CANCEL=Отменить
Z_NOW=Закрыть смену
"""

TAPE_WAYS = ("За смену", "По номерам", "На индикатор", "Один на индикатор")
# what was interrupted (регл. 27, 28), by kind of document; 0 is the opening of a shift
UNFINISHED = {
    0: "Открытие смены %d не завершено",
    d.SALE: "Чек № %d не завершён",
    d.DEPOSIT: "Внесение № %d не завершено",
    d.WITHDRAWAL: "Изъятие № %d не завершено",
    d.REFUND: "Возврат № %d не завершён",
    d.VOID: "Аннулирование № %d не завершено",
    d.Z_REPORT: "Z-отчет № %d не завершён",
    d.CARD_PAYOUT: "Выдача № %d не завершена",
}


def __getattr__(name: str) -> str:
    return find(TEXT, name)
