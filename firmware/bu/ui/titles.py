"""Settings by their Russian names, and what their values are called; an unknown one stays bare."""

_TITLES = {
    "name": "Наименование субъекта",
    "outlet": "Торговый объект",
    "address": "Адрес",
    "extra": "Доп. информация",
    "top": "Текст в начале чека",
    "bottom": "Текст в конце чека",
    "base": "Базовая валюта",
    "columns": "Знаков в строке",
    "printer.profile": "Модель принтера",
    "vat": "Печать НДС",
    "gtin": "Печать GTIN",
    "sections": "Печать секции",
    "feed": "Пропуск перед чеком",
    "moves": "Печать внесений, изъятий, аннулирований",
    "skno.crc_start": "СКНО: начало CRC",
    "skno.read_size": "СКНО: чтение I2C",
    "access.timeout": "Автовыход, секунд",
    "memory.reports": "Отчетов БЭП",
}
_YES_NO = ("нет", "да")
_CHOICES = {"vat": _YES_NO, "gtin": _YES_NO, "sections": _YES_NO, "moves": _YES_NO}


_SECTION = {"name": "Имя секции %s", "vat": "НДС секции %s, %%"}


def of(name: str) -> str:
    """What a setting is called; «section.3.name» and the like by their number."""
    parts = name.split(".")
    if parts[0] == "section" and len(parts) == 3:
        return _SECTION[parts[2]] % parts[1]
    return _TITLES.get(name, name)


def choice(name: str, value) -> str:
    """What a value of a choice is called."""
    known = _CHOICES.get(name)
    return known[value] if known else str(value)
