"""Refusals: one hierarchy, one catalogue.

A refusal changes nothing and says why: a name for programs, a number and a Russian line for the
display, and what to do about it. Front ends translate the name or number; they invent none.
"""

# One string, which stays in flash where a dict of 120 entries would take 9 KB of heap:
# name|number|display line|remedy. Lines with # are for the reader.
_CATALOGUE = """
# 1xx: what was entered
bad_sum|101|Неверная сумма|Введите сумму: рубли, точка, не более двух знаков копеек
bad_price|102|Неверная цена|Введите цену больше нуля, не более двух знаков копеек
bad_quantity|103|Неверное количество|Введите число больше нуля, не более 16777.215
bad_rate|104|Неверный процент|Введите процент от 0 до 100, не более двух знаков
bad_name|105|Неверное наименование|Введите наименование товара
bad_gtin|106|Неверный GTIN|Проверьте цифры штрихового кода и повторите ввод
bad_section|107|Неверная секция|Введите номер секции от 0 до 255
bad_mark|108|Неверный код маркировки|Считайте код маркировки ещё раз
bad_uks|109|Неверный УКЗ|Считайте УКЗ ещё раз
mark_repeated|110|Код уже есть в чеке|Считайте код другой единицы товара
mark_quantity|111|Маркированный товар: 1 шт.|Каждую единицу вводят отдельно
bad_currency|112|Неизвестная валюта|Выберите запрограммированную валюту
bad_cashier|113|Не указан кассир|Введите код или фамилию кассира, до 60 знаков
bad_tender|114|Неверный вид оплаты|Выберите наличные, карточку или иной способ
bad_command|115|Неизвестная команда|Проверьте команду и повторите
bad_unp|116|Неверный УНП|Введите девять цифр УНП
bad_key|117|Неверный ключ документа|Ключ программы: не более 16 байт
bad_vat|118|Неверная ставка НДС|Введите ставку НДС от 0 до 100 процентов
bad_line|119|Нет такой позиции|Выберите позицию чека, которая ещё не исправлена
bad_registration|120|Неверные данные регистрации|Проверьте введённые номера
bad_time|121|Неверные дата и время|Введите существующие дату и время
bad_setting|122|Неверная настройка|Введите значение из допустимого диапазона
bad_file_line|123|Неверная строка файла|Исправьте: объект JSON с do и at
mark_separator|124|Код без разделителя|Настройте сканер: нужен символ GS (1Dh)
bad_scan|125|Код не распознан|Считайте штриховой код или код маркировки
bad_period|126|Неверный период|Введите начало периода не позже его конца
# 15x: the goods base
goods_missing|150|Нет базы товаров|Загрузите базу товаров
goods_unknown|151|Товар не найден|Проверьте код или введите цену на секцию
goods_full|152|База товаров заполнена|Загрузите базу товаров заново
goods_damaged|153|База товаров неисправна|Загрузите базу товаров заново
goods_order|154|Нарушен порядок кодов|Загружайте товары по возрастанию кодов
goods_gtin_repeated|155|Штриховой код повторён|Оставьте его у одного товара
bad_code|156|Неверный код товара|Введите код товара: до 13 цифр, больше нуля
bad_marking_kind|157|Неверный вид маркировки|0 нет, 1 код маркировки, 2 УКЗ, 3 оба
mark_missing|158|Маркированный товар|Считайте код маркировки, УКЗ и GTIN с упаковки
goods_pieces|159|Штучный товар|Введите целое количество
# 2xx: the receipt and money
receipt_empty|201|В чеке нет товаров|Введите товар или отмените чек
receipt_negative|202|Отрицательный итог|Уменьшите скидку
receipt_large|203|Чек слишком велик|Закройте этот чек и продолжите в следующем
payment_short|204|Оплата недостаточна|Введите недостающую сумму
cashless_over|205|Безнал больше итога|Уменьшите сумму безналичной оплаты
refund_mismatch|206|Возврат не равен итогу|Введите сумму возврата, равную итогу
drawer_short|207|В кассе нет такой суммы|Уменьшите сумму или внесите наличные
counter_overflow|208|Переполнение счётчика|Закройте смену Z-отчетом
too_many_currencies|209|Больше 10 валют|Закройте смену Z-отчетом
nothing_to_void|210|Нечего аннулировать|Аннулируется один раз последний чек смены
nothing_to_copy|211|Документ не найден|Укажите номер документа из журнала
nothing_to_abandon|212|Нечего отменять|Прерванного документа нет
sale_voided|213|Чек аннулирован|За аннулированный чек возврата нет
sale_refunded|214|Уже возвращено|По этому чеку возврат средств уже оформлен
refund_over|215|Больше проданного|Введите не больше, чем осталось вернуть в этой позиции
# 3xx: the shift, the clock
shift_closed|301|Смена закрыта|Откройте смену
shift_open|302|Смена открыта|Закройте смену Z-отчетом
shift_over|303|Смена больше 24 часов|Закройте смену Z-отчетом
clock_unconfirmed|308|Подтвердите дату и время|Сверьте часы и подтвердите время
clock_behind|304|Часы отстали|Установите часы; в открытой смене подключите СКНО
not_registered|305|Касса не зарегистрирована|Проведите регистрацию в БЭП
receipt_open|306|Чек не закрыт|Закройте или отмените чек
unfinished|307|Документ не завершён|Дождитесь завершения прерванного документа
# 4xx: СКНО
skno_silent|401|СКНО не отвечает|Проверьте подключение СКНО и повторите
skno_busy|402|СКНО занято|Подождите и повторите; если не помогло, обратитесь в ЦТО
skno_protocol|403|Ошибка обмена с СКНО|Проверьте кабель СКНО и повторите
skno_foreign|404|Подключено другое СКНО|Подключите зарегистрированное СКНО
skno_rejected|405|СКНО отклонило команду|Обратитесь в ЦТО
skno_identification|406|СКНО: нет идентификации|Проверьте регистрационные данные
skno_certificate|407|СКНО: срок сертификата|Обратитесь за заменой сертификата СКЗИ
skno_z_unsent|408|СКНО: не переданы Z|Обеспечьте связь СКНО с СККО
skno_full|409|СКНО: память заполнена|Обеспечьте связь СКНО с СККО
skno_blocked|410|СКНО заблокировано|Обратитесь в ИМНС или ЦТО
skno_faulty|411|СКНО неисправно|Замените СКНО и проведите регистрацию
skno_no_crypto|412|СКНО: нет СКЗИ|Обратитесь в ЦТО
skno_oversize|413|СКНО: документ велик|Закройте чек частями
skno_shift|414|СКНО: иная смена|Смена СКНО не совпадает со сменой кассы: ЦТО
skno_replaced|415|СКНО заменено|Завершите документ: прежнее СКНО могло его принять
# 5xx: the printer
printer_paper|501|Нет чековой ленты|Заправьте ленту и продолжите печать
printer_cover|502|Открыта крышка принтера|Закройте крышку и продолжите печать
printer_silent|503|Принтер не отвечает|Проверьте питание и кабель принтера
printer_error|504|Ошибка принтера|Выключите и включите принтер, продолжите печать
# 6xx: memories
journal_full|601|Журнал заполнен|Закройте смену Z-отчетом
journal_faulty|602|Журнал неисправен|Обратитесь в ЦТО
counters_differ|603|Счётчики не сошлись|Обратитесь в ЦТО
memory_full|604|БЭП заполнен|Замените БЭП в ЦТО
memory_faulty|605|БЭП неисправен|Обратитесь в ЦТО
memory_foreign|606|Подключён чужой БЭП|Обратитесь в ЦТО
memory_order|607|БЭП: номер или дата|Проверьте дату и время; обратитесь в ЦТО
memory_absent|608|БЭП отключён или пуст|Выключите кассу и обратитесь в ЦТО
settings_full|610|Нет места настройкам|Сократите тексты в начале и в конце чека
settings_faulty|609|Память настроек: сбой|Обратитесь в ЦТО
# 7xx: access
bad_password|701|Неверный пароль|Введите пароль ещё раз
access_wait|702|Подождите|Пароль можно будет ввести, когда пройдёт это время
access_denied|703|Нет доступа|Войдите в нужный режим по его паролю
password_weak|704|Пароль не подходит|Новый, от 4 до 16 знаков, не заводской
password_initial|705|Заводской пароль|До регистрации в БЭП смените пароли режимов
user_exists|706|Код кассира занят|Введите другой код кассира
user_unknown|707|Нет такого кассира|Введите код запрограммированного кассира
too_many_users|708|Больше нет места|Удалите кассира, который больше не работает
# 8xx: mandatory configuration
device_missing|801|Нет устройства|Выключите кассу, подключите его, включите кассу
"""


class Refusal(Exception):
    """What the control unit will not do: `name` for programs, `detail` what with."""

    def __init__(self, name: str, detail: str = ""):
        self.number, self.line, self.remedy = _entry(name)
        super().__init__(name)
        self.name = name
        self.detail = detail

    def text(self) -> str:
        """One Russian line: «204 Оплата недостаточна (3.20). Введите недостающую сумму»."""
        detail = " (%s)" % self.detail if self.detail else ""
        return "%d %s%s. %s" % (self.number, self.line, detail, self.remedy)


class Interrupted(Refusal):
    """The operation stands, its end is missing: `stage` is "sending", "memory" or "printing".

    Something has changed: `ControlUnit.resume` goes on with it (регл. 27, 28).
    """

    def __init__(self, cause: Refusal, stage: str):
        super().__init__(cause.name, cause.detail)
        self.stage = stage


def _entry(name: str) -> tuple:
    """(number, line, remedy) of a refusal; KeyError for an unknown name."""
    start = _CATALOGUE.find("\n" + name + "|")
    if start < 0:
        raise KeyError(name)
    number, line, remedy = _CATALOGUE[start + 1 : _CATALOGUE.find("\n", start + 1)].split("|")[1:]
    return int(number), line, remedy


def catalogue() -> list:
    """All refusals: (number, name, line, remedy), by number."""
    names = [row.split("|")[0] for row in _CATALOGUE.split("\n") if "|" in row]
    entries = [(_entry(name), name) for name in names]
    return sorted((entry[0], name, entry[1], entry[2]) for entry, name in entries)
