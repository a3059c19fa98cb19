"""What the displays say in the modes that are seldom entered; see `words`."""

from bu.fiscal.texts import find

TEXT = """
# about
VERSION=Версия СПО БУ
DIGEST=SHA-256 СПО БУ
SERIAL=ЗН КСА
UNP=УНП
SKKO=РН СККО
SKNO=СКНО
FREE_RECORDS=Записей БЭП
# the manufacturer's step
ASK_SERIAL=Заводской номер
SERIAL_FOR_EVER=Записать навсегда?
MANUFACTURED=Заводской номер записан
# registration in the БЭП
SERVICE=Регистрация в БЭП
ASK_UNP=УНП, 9 цифр
ASK_SKKO=РН СККО, 9 цифр
ASK_SKNO=Зав. номер СКНО
REGISTER=Записать в БЭП?
REGISTERED=Касса зарегистрирована
REGISTRATION=Регистрация
REGISTRATION_REPORT=Отчет о регистр.
RESTARTING=Перезапуск
RESTART=Провести перезапуск?
# programming
PROGRAM=Программирование
SETTINGS=Настройки
SECTIONS=Секции
CASHIERS=Кассиры
PASSWORDS=Пароли
RATES=Курсы валют
CLOCK=Дата и время
PRICES=Цены товаров
PRINT_TEXT=Печать текста
GOODS=Товары базы
PUT=Ввести, изменить
ITEM_NAME=Наименование
ITEM_PRICE=Цена
ITEM_GTIN=Штриховой код
ITEM_VAT=НДС, процентов
ITEM_MARKING=Маркировка
ITEM_WEIGHED=Весовой товар
ADD=Добавить
CHANGE=Изменить
REMOVING=Удалить
REMOVE=Удалить?
NOW=Сейчас
ASK_CODE=Код валюты
ASK_UNITS=За сколько единиц
ASK_RATE=Курс
ASK_DATE=Дата
ASK_TIME=Время
SET_CLOCK=Установить часы?
ASK_TEXT=Текст
BROWSE=↑↓ ВВОД - изм., C
LINES=%d строк
# cashiers and passwords
ASK_NAME=Имя кассира
NO_CASHIERS=Кассиров нет
OLD_PASSWORD=Старый пароль
NEW_PASSWORD=Новый пароль
AGAIN=Ещё раз
DIFFERENT=Пароли различны
RESET=Новый пароль
# the БЭП report
MEMORY=Отчет БЭП
BY_DATES=По датам
BY_NUMBERS=По номерам Z
COPY_OF_Z=Копия Z-отчета
FIRST_DATE=С даты
LAST_DATE=По дату
"""

MARKINGS = ("нет", "код маркировки", "УКЗ", "код и УКЗ")
NO_YES = ("нет", "да")


def __getattr__(name: str) -> str:
    return find(TEXT, name)
