"""Texts that the tables of appendix 1 have at first."""

# Table 9; from 45 on all are the last one.
_REQUISITES = (
    "Наименование товара:|Наименование документа:|Наименование услуги:|Комиссия:|Вид билета:"
    "|Вид услуги:|Номер платежной карты:|Тип платежной карты:|Наименование операции:"
    "|Номер операции:|Номер счета:|Адрес:|Кредитная организация:|БИК:|Номер и дата договора:"
    "|Контактный телефон:|Название организации:|ИНН:|Идентификатор оператора:"
    "|Дополнительный реквизит:|Дополнительный реквизит:|Номер столика:|Номер комнаты:"
    "|Номер места:|Код учетной единицы:|Характеристики товара:|Характеристики платежа:|Тип:"
    "|Номер:|Категория:|Номер сессии:|Хар-ки почт отправления:|Адрес отправителя:"
    "|Адрес получателя:|Сумма перевода:|Число слов в телеграмме:|Сумма таксы:|Сумма сборов:"
    "|Наименование НП:|Наименование ГП:|Номер ТРК:|Номер МРК:|Номер ГНК:"
    "|№ наливного устройства:|Дополнительный реквизит:"
)
_TEXTS = (
    "OPERATOR ОПЕРАТОР %02d|ADMIN АДМИНИСТРАТОР|CHIEF СИСТЕМНЫЙ АДМИНИСТРАТОР|SECTION СЕКЦИЯ %02d"
    "|VAT1 НДС 18%|VAT2 НДС 10%|VAT3 НДС 0%|VAT4 БЕЗ НДС|VAT5 НДС РС1|VAT6 НДС РС2|"
)


def default(name: str, row: int) -> str:
    """The text of this name, for a row; a name that is none is the text itself."""
    start = _TEXTS.find(name + " ")
    if start < 0:
        return name
    start += len(name) + 1
    text = _TEXTS[start : _TEXTS.find("|", start)]
    return text % row if "%0" in text else text


def operator(row: int) -> str:
    """The name in a row of table 3."""
    return default("OPERATOR" if row < 29 else "ADMIN" if row == 29 else "CHIEF", row)


def requisite(number: int) -> str:
    """The default name of requisite `number`."""
    listed = _REQUISITES.split("|")
    return listed[min(number, len(listed)) - 1]
