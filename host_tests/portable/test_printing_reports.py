"""What the reports must say, and in which order: typed from регл. 18.1-18.4, 20, 32, 34, 35."""

from bu.fiscal.counters import FIELDS
from bu.printing import items, reports, slips
from host_tests.portable import printing_samples as samples
from host_tests.portable.printing_words import HEAD, UID, check_order, check_samples, texts, words

REGL = {
    "test_every_report_says_all_it_must_in_order_on_every_width": (
        "18.1/1-9", "18.1/11-27", "18.1/29-31", "18.2/*", "18.3/*", "18.4.лента/*",
        "18.4.продажа/*", "18.4.возврат/1-8", "18.4.возврат/10", "18.4.прочие/*", "23/1", "31",
        "35.3/2", "35.6/6",
    ),
    "test_a_copy_of_a_z_report_says_all_of_it_with_its_own_time": ("34/2",),
    "test_free_records_are_named_below_thirty": ("35.3/5",),
    "test_the_longest_sums_fit": ("23/2",),
    "test_a_cancelled_receipt": ("20",),
    "test_text_of_others_is_announced_and_framed": ("32/1-3",),
    "test_a_repeated_print_tells_its_story": ("27/2",),
}  # fmt: skip

# `samples.counters` gives the field at place n the value 101 + n, and 1000 more for each further
# currency; sums are kopecks.
X_REPORT = HEAD + [
    "Сменный отчет без гашения",
    "Открытие смены 01.12.2026 08:01:29",
    "Формирование отчета 01.12.2026 21:01:02",
    "Внесения 108 1.09 BYN",
    "Изъятия 110 1.11 BYN",
    "Изъятия для выдачи держателям карточек 112 1.13 BYN",
    "Возвраты 106 1.07 BYN",
    "Аннулирования 116 1.17 BYN",
    "Отмены 114 1.15 BYN",
    "Коррекции 118 1.19 BYN",
    "Продажи: наличными 1.04 BYN",
    "Продажи: карточками -0.02 BYN",
    "Продажи: иным способом 1.05 BYN",
    "Приемы платежей в адрес третьих лиц 128 1.29 BYN",
    "Аннулирования приемов платежей в адрес третьих лиц 130 1.31 BYN",
    "Продано товаров, маркированных средствами идентификации 120 1.21 BYN",
    "Продано товаров, маркированных УКЗ 122 1.23 BYN",
    "Возвращено товаров, маркированных средствами идентификации 124 BYN",
    "Возвращено товаров, маркированных УКЗ 125 BYN",
    "Аннулировано товаров, маркированных средствами идентификации 126 BYN",
    "Аннулировано товаров, маркированных УКЗ 127 BYN",
    "ИТОГ ПРОДАЖ 1.02 BYN",
    "Платежных документов 101 BYN",
    "Всего платежных документов 5",
    "Первый платежный документ № 3",
    "Последний платежный документ № 61",
]
Z_REPORT = HEAD + [
    "Суточный (сменный) отчет (Z-отчет)",
    "Порядковый номер записи 0012",
    "Открытие смены 01.12.2026 08:01:29",
    "Окончание формирования 01.12.2026 21:01:02",
    "Количество видов валют 3", "BYN базовая",
    "Курс за 1 EUR 3.2000 BYN", "Курс за 100 RUB 3.6500 BYN",
    "Внесения 108 1.09 BYN 1108 11.09 EUR 2108 21.09 RUB",
    "Изъятия 110 1.11 BYN 1110 11.11 EUR 2110 21.11 RUB",
    "Изъятия для выдачи держателям карточек 112 1.13 BYN 1112 11.13 EUR 2112 21.13 RUB",
    "Возвраты 106 1.07 BYN 1106 11.07 EUR 2106 21.07 RUB",
    "Аннулирования 116 1.17 BYN 1116 11.17 EUR 2116 21.17 RUB",
    "Отмены 114 1.15 BYN 1114 11.15 EUR 2114 21.15 RUB",
    "Коррекции 118 1.19 BYN 1118 11.19 EUR 2118 21.19 RUB",
    "Приемы платежей в адрес третьих лиц 128 1.29 BYN 1128 11.29 EUR 2128 21.29 RUB",
    "Аннулирования приемов платежей в адрес третьих лиц "
    "130 1.31 BYN 1130 11.31 EUR 2130 21.31 RUB",
    "Продажи: наличными 1.04 BYN 11.04 EUR 21.04 RUB",
    "Продажи: карточками -0.02 BYN -0.02 EUR -0.02 RUB",
    "Продажи: иным способом 1.05 BYN 11.05 EUR 21.05 RUB",
    "Продано товаров, маркированных средствами идентификации "
    "120 1.21 BYN 1120 11.21 EUR 2120 21.21 RUB",
    "Продано товаров, маркированных УКЗ 122 1.23 BYN 1122 11.23 EUR 2122 21.23 RUB",
    "Возвращено товаров, маркированных средствами идентификации 124 BYN 1124 EUR 2124 RUB",
    "Возвращено товаров, маркированных УКЗ 125 BYN 1125 EUR 2125 RUB",
    "Аннулировано товаров, маркированных средствами идентификации 126 BYN 1126 EUR 2126 RUB",
    "Аннулировано товаров, маркированных УКЗ 127 BYN 1127 EUR 2127 RUB",
    "ИТОГ ПРОДАЖ 1.02 BYN 11.02 EUR 21.02 RUB",
    "Все продажи в базовой валюте 37.05 BYN",  # 1.02 + 35.26 + 0.77
    "Сумма реализации 1.33 BYN 11.33 EUR 21.33 RUB",
    "Платежных документов 101 BYN 1101 EUR 2101 RUB",
    "Всего платежных документов 5",
    "Первый платежный документ № 3",
    "Последний платежный документ № 61",
    "Свободных записей БЭП 29",
    UID,
]  # fmt: skip
# регл. 18.3
MEMORY_REPORT = HEAD + [
    "№ 1 30.11.2026 10:00:00", "№ 2 01.12.2026 07:00:00",
    "Отчет № 4", "02.12.2026 09:00:05",
    "Отчет по данным из БЭП",
    "Период 01.12.2026 - 31.12.2026",
    "№ 1 01.12.2026 08:03:29", "Платежных документов 50", "5450.06 BYN", "738.54 EUR",
    "№ 2 ЗАПИСЬ ПОВРЕЖДЕНА",
    "№ 3 03.12.2026 21:00:00", "Платежных документов 12", "0.01 BYN",
    "Перезапуски № 1 02.12.2026 12:00:00",
    "Всего за период", "Платежных документов 62", "5450.07 BYN", "738.54 EUR",
]  # fmt: skip
# регл. 35.1, 35.3
REGISTRATION = HEAD + [
    "Регистрация", "Порядковый номер регистрации 2",
    "Дата регистрации 01.12.2026 08:03:29", "Модель Open BU", "УНП 190000001",
    "РН СККО 001000123", "Заводской номер СКНО 300000003",
]  # fmt: skip
CONTROL_TAPE = HEAD + [
    "Контрольная лента",
    "Документ внесения", "№ док. 1", "01.12.2026 08:03:29", "43.72", "УИ " + samples.UID,
    "№ док. 1234567", "01.12.2026 08:03:29", "Платежный документ", "Секция 5", "49.80",
    "Секция 4", "33.18", "Секция 7", "189.00", "ИТОГО К ОПЛАТЕ, BYN 265.59",
    "Кассир Ковалёва А. П.", "Банковской карточкой 100.00", "Наличными 128.00",
    "УИ " + samples.UID,
    "Отмена платежного документа", "Хлеб", "Сумма отмены 20.96",
    "№ док. 10", "Документ возврата", "Секция 7", "189.00", "Общая сумма возвратов 183.29",
    "Кассир", "Наличными 23.29", "Банковской карточкой 160.00", "УИ " + samples.UID,
    "Документ аннулирования", "№ док. 11", "265.59", "УИ " + samples.UID,
    "Документ изъятия", "№ док. 12", "43.72", "УИ " + samples.UID,
    "Документ выдачи", "№ док. 13", "43.72", "УИ " + samples.UID,
]  # fmt: skip
EXPECTED = {
    "x-report": X_REPORT,
    "z-report": Z_REPORT,
    "memory-report": MEMORY_REPORT,
    "registration": REGISTRATION,
    "control-tape": CONTROL_TAPE,
}


def test_every_report_says_all_it_must_in_order_on_every_width():
    check_samples(EXPECTED)


def test_sums_taken_stand_there_only_behind_an_exchange():
    """Receipts in two currencies, each paid in its own, are no exchange (18.1)."""
    report = samples.report(0, ("BYN", "EUR"))
    assert "Сумма реализации" in words(reports.x_report(samples.info(48), report))
    for values in report.counters.currencies.values():
        values[FIELDS.index("exchange_n")] = 0
    text = words(reports.x_report(samples.info(48), report))
    assert "Сумма реализации" not in text and "Курс" in text


def test_a_shift_in_one_currency_has_no_rates_and_no_turnover():
    text = words(reports.x_report(samples.info(48), samples.report(0)))
    assert "Курс" not in text
    assert "Сумма реализации" not in text
    assert "УИ" not in text
    assert "QR" not in text


def test_third_parties_are_left_out_where_there_were_none():
    report = samples.report(0)
    values = report.counters.currencies["BYN"]
    for place in (27, 28, 29, 30):
        assert values[place] == 101 + place
        values[place] = 0
    assert "третьих" not in words(reports.x_report(samples.info(48), report))


def test_a_copy_of_a_z_report_says_all_of_it_with_its_own_time():
    shop = samples.info(48)
    original = texts(reports.z_report(shop, samples.report(12)))
    copy = texts(reports.z_report(shop, samples.report(12), copied=samples.COPY_TIME))
    head = len(HEAD)
    assert copy[head].strip() == "Копия Z-отчета"
    assert copy[head + 1].split() == ["Дата", "и", "время", "копии", "02.12.2026", "09:00:05"]
    assert copy[:head] + copy[head + 2 :] == original
    layout = list(reports.z_report(shop, samples.report(12), copied=samples.COPY_TIME))
    assert (items.QR, samples.UID) in layout


def test_free_records_are_named_below_thirty():
    for free, named in ((-1, False), (30, False), (29, True), (0, True)):
        text = words(reports.z_report(samples.info(48), samples.report(12), free))
        assert ("Свободных записей БЭП %d" % free in text) == named


def test_the_longest_sums_fit():
    report = samples.report(12, ("BYN", "EUR"))
    for values in report.counters.currencies.values():
        values[:] = [65535 if n % 2 else 54975581388799 for n in range(len(values))]
    for columns in (32, 42, 48):
        lines = texts(reports.z_report(samples.info(columns), report))
        assert max(len(line) for line in lines) <= columns
        assert "549755813887.99" in " ".join(lines)


def test_a_cancelled_receipt():
    text = words(samples.SAMPLES["cancelled"](samples.info(48)))
    expected = [
        "Не является платежным документом", "Отмена платежного документа", "Хлеб 2.98 2.98",
        "Чай 2 x 8.99 17.98", "Сумма отмены 20.96", "Валюта BYN", "Кассир Ковалёва", "01.12.2026",
    ]  # fmt: skip
    check_order(samples.SAMPLES["cancelled"](samples.info(48)), HEAD + expected)
    assert "№ док." not in text
    assert "УИ" not in text


def test_text_of_others_is_announced_and_framed():
    for columns in (32, 48):
        lines = texts(samples.SAMPLES["foreign-text"](samples.info(columns)))
        assert lines[0].strip() == "Печать текстовой информации"
        assert lines[1].strip() == "Не является платежным документом"
        assert lines[2:4] == ["# КАРТ-ЧЕК #", "#   Сумма     20.00 BYN #"]
        assert len(lines) > 5
        assert all(line.startswith("# ") and line.endswith(" #") for line in lines[2:])


def test_a_repeated_print_tells_its_story():
    shop = samples.info(48)
    layout = list(slips.repeated(shop, samples.SAMPLES["deposit"](shop)))
    assert layout[:3] == [
        (items.TEXT, "# Печать прервана #"), (items.CUT, None), (items.TEXT, "# Повтор печати #"),
    ]  # fmt: skip
    assert layout[3:] == list(samples.SAMPLES["deposit"](shop))
