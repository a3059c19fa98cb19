"""The modes behind the desk: a new unit is made, registered and programmed from the keypad."""

import pytest

from bu.control_unit.core import VERSION
from host_tests.ui_bench import OPENED, tills

OWN = """
4 1 55551 ВВОД 55551 ВВОД ВВОД
4 2 55552 ВВОД 55552 ВВОД ВВОД
4 4 55554 ВВОД 55554 ВВОД ВВОД
4 3 3333 ВВОД 55553 ВВОД 55553 ВВОД ВВОД
"""
REGISTER = " 1 190000001 ВВОД 110000001 ВВОД 310000001 ВВОД ВВОД ВВОД"

factory = tills(registered=False)
till = tills()


@pytest.mark.regl("7/3", "35.3/2-3")
def test_from_the_factory_to_the_first_sale(factory):
    assert factory.cashier[0] == "Заводской номер"
    factory.keys("1234567890123 ВВОД")
    assert factory.cashier[:2] == ["Записать навсегда?", "1234567890123"]
    factory.keys("ВВОД ВВОД 3 3333 ВВОД" + OWN + REGISTER)
    assert factory.cashier[0] == "Касса"
    text = factory.tape()
    for part in ("Регистрация", "1234567890123", "190000001", "110000001", "310000001", "Open BU"):
        assert part in text
    factory.keys("ВВОД C 1 55551 ВВОД ВВОД 3 С1 ИТОГ")
    factory.counted(sales_n=1, sales_sum="3.00")


@pytest.mark.regl("35.3/3")
def test_serial_number_only_once(factory):
    factory.keys("77 ВВОД C")
    assert factory.cashier[0] == "Заводской номер"
    factory.keys("78 ВВОД ВВОД\npower off\npower on")
    assert factory.cashier[0] == "Режим"
    factory.keys("ИНФО C 5")
    assert "ЗН КСА            78" in [*factory.cashier, *turned(factory)]


def turned(till):
    """All rows of a long text."""
    rows = []
    for _ in range(20):
        till.keys("↓")
        rows += till.cashier
    return rows


def test_registration_waits_for_own_passwords(factory):
    factory.keys("1 ВВОД ВВОД ВВОД 3 3333 ВВОД" + REGISTER)
    assert factory.cashier[0] == "705 Заводской пароль"


def test_registration_is_for_a_closed_shift(till):
    till.keys(OPENED + " РЕЖИМ 3 3333 ВВОД" + OWN + REGISTER)
    assert till.cashier[0].startswith("302 Смена открыта")


def test_numbers_of_a_registration_have_nine_digits(till):
    till.keys("3 3333 ВВОД 1 1900000011 ВВОД")
    assert till.cashier[0].startswith("120 Неверные данные")


@pytest.mark.regl("7/2", "прил.1.I.1")
def test_settings_are_changed_and_stand_on_paper(till):
    till.keys("2 2222 ВВОД 1")
    assert till.place.cashier[0] == "Наименование субъект"
    till.keys("ВВОД" + " C" * len("ООО «Открытая касса»") + "\ntext: ЧУП «Ромашка-7»\nВВОД")
    assert till.cashier[1].endswith("ЧУП «Ромашка-7»")
    till.keys("C C 1 1111 ВВОД ВВОД 1 С1 ИТОГ")
    assert 'ЧУП "Ромашка-7"' in till.tape()


def test_a_choice_and_a_text_of_lines(till):
    till.keys("2 2222 ВВОД 1" + setting(till, "Текст в конце чека") + "ВВОД 1")
    till.keys("text: Спасибо\nВВОД")
    assert till.cashier[1].strip() == "1 строк"
    till.keys("C C 1 1111 ВВОД ВВОД 1 С1 ИТОГ")
    assert "# Спасибо #" in till.tape()


def setting(till, title):
    """↓ as often as it takes to get from the first setting to this one."""
    from bu.storage.settings_table import PRIVATE, SETTINGS
    from bu.ui import titles
    from bu.ui.settings import _EDITORS

    listed = [name for name, entry in SETTINGS.items()
              if name not in PRIVATE and entry[1] in _EDITORS]  # fmt: skip
    return " " + "↓ " * [titles.of(name) for name in listed].index(title)


def test_every_setting_has_a_title():
    from bu.storage.settings_table import PRIVATE, SETTINGS
    from bu.ui import titles

    listed = [name for name in SETTINGS if name not in PRIVATE and name != "rates"]
    assert [name for name in listed if titles.of(name) == name] == []


def test_section_has_a_name_and_a_vat(till):
    till.keys("2 2222 ВВОД 2 3 ВВОД")
    assert till.cashier[0] == "Имя секции 3"
    till.keys("ВВОД\ntext: Бакалея\nВВОД ↓")
    assert till.cashier[0] == "НДС секции 3, %"
    till.keys("ВВОД\ntext: 20\nВВОД C 2 17 ВВОД")
    assert till.cashier[0].startswith("107 Неверная секция")
    till.keys("C C C 1 1111 ВВОД ВВОД 12 С3")
    assert till.cashier[0] == "Бакалея"
    till.keys("ИТОГ")
    assert "Итого НДС, НДС 20%                          2.00" in till.tape()


def test_settings_wait_for_a_closed_shift(till):
    till.keys(OPENED + " РЕЖИМ 2 2222 ВВОД 1 ВВОД\ntext: x\nВВОД")
    assert till.cashier[0].startswith("302 Смена открыта")


def test_rates_are_added_changed_and_removed(till):
    till.keys("2 2222 ВВОД 5 3\ntext: USD\nВВОД ВВОД 3.25 ВВОД 5")
    assert till.cashier == ["Курсы валют", ">1 EUR 3.5210/1", " 2 RUB 3.6215/100"]
    till.keys("3 1 ВВОД 3.3 ВВОД 5 ↓ ↓")
    assert till.cashier[1] == ">3 USD 3.3000/1"
    till.keys("ВВОД 2 ВВОД 5 ↓ ↓")
    assert till.cashier[2] == ">3 Добавить"


@pytest.mark.regl("25/2")
def test_rates_wait_for_a_closed_shift(till):
    till.keys(OPENED + " РЕЖИМ 2 2222 ВВОД 5 1 1 ВВОД 3.3 ВВОД")
    assert till.cashier[0].startswith("302 Смена открыта")


@pytest.mark.regl("7/1", "7/5")
def test_cashiers_log_in_with_their_code(till):
    till.keys("2 2222 ВВОД 3 1 7 ВВОД\ntext: Иванова А. П.\nВВОД 7777 ВВОД 7778 ВВОД")
    assert till.cashier[0] == "Пароли различны"
    till.keys("C 7777 ВВОД 7777 ВВОД ВВОД C C 1")
    assert till.cashier[0] == "Код кассира"
    till.keys("7 ВВОД 7777 ВВОД ВВОД")
    assert till.cashier[0] == "Иванова А. П."
    till.keys("1 С1 ИТОГ")
    assert till.documents[-1]["cashier"].rstrip() == "Иванова А. П."
    till.keys("РЕЖИМ 2 2222 ВВОД 3 2 1 ВВОД C C 1")
    assert till.cashier[0] == "Пароль"


def test_wrong_password_is_delayed(till):
    till.keys("1 1 ВВОД C 2 ВВОД C 3 ВВОД C 1111 ВВОД")
    assert till.cashier[0].startswith("702 Подождите (5 с)")
    till.keys("C\nwait: 6\n1111 ВВОД")
    assert till.cashier[0] == "Кассир"


def test_password_is_not_shown(till):
    till.keys("1 1234")
    assert till.cashier == ["Пароль", "", "               ****_"]
    assert not till.place.says("1234")


@pytest.mark.regl("8/2-3")
def test_clock_is_set_with_the_shift_closed_only(till):
    till.keys("2 2222 ВВОД 6 31022026 ВВОД")
    assert till.cashier[0].startswith("121 Неверные дата и")
    till.keys("C 31122026 ВВОД 235959 ВВОД")
    assert till.cashier[:2] == ["Установить часы?", "31.12.2026 23:59:59"]
    till.keys("C 6 01012020 ВВОД ВВОД ВВОД")
    assert till.cashier[0].startswith("304 Часы отстали")
    till.keys("C C 1 1111 ВВОД ВВОД РЕЖИМ 2 2222 ВВОД 6 ВВОД ВВОД ВВОД")
    assert till.cashier[0].startswith("302 Смена открыта")


@pytest.mark.regl("7/4", "18.3/10")
def test_memory_report_by_dates_and_by_numbers(till):
    till.keys("1 1111 ВВОД ВВОД 5 С1 ИТОГ Z ВВОД РЕЖИМ 4 4444 ВВОД")
    till.keys("1 01122026 ВВОД 31122026 ВВОД 2 1 ВВОД C 2 ВВОД 3")
    text = till.tape()
    assert text.count("Отчет по данным из БЭП") == 2
    assert "01.12.2026 - 31.12.2026" in text and "1 - 2" in text
    assert text.count("Копия Z-отчета") == 1


def test_memory_report_of_a_period_turned_round(till):
    till.keys("4 4444 ВВОД 2 2 ВВОД C 1 ВВОД")
    assert "период" in till.cashier[0].lower()


@pytest.mark.regl("35.5/1")
def test_restart_is_asked_and_recorded(till):
    till.keys("3 3333 ВВОД 3")
    assert till.cashier[0] == "Провести перезапуск?"
    till.keys("C 3 ВВОД ВВОД C 4 4444 ВВОД 1 ВВОД ВВОД")
    assert "Перезапуски" in till.tape()


@pytest.mark.regl("32/1-3")
def test_text_of_others_is_marked(till):
    till.keys("2 2222 ВВОД 8\ntext: Привет\nВВОД")
    text = till.tape()
    assert "Печать текстовой информации" in text and "# Привет #" in text


@pytest.mark.regl("29/5")
def test_version_and_digest_without_a_password(till):
    till.keys("5")
    rows = [*till.cashier, *turned(till)]
    assert rows[0] == "Версия СПО БУ"
    assert rows[1] == VERSION
    digest = "".join(row for row in dict.fromkeys(rows) if len(row) == 16 and row.isalnum())
    assert len(digest) == 64 and int(digest, 16)
    assert "УНП        190000001" in rows


@pytest.mark.regl("17")
def test_cash_moves_and_voids_are_left_off_paper_on_wish(till):
    till.keys("2 2222 ВВОД 1 ↑ ↑ ↑ ↑")
    assert till.cashier[0] == "Печать внесений, изъ"
    till.keys("ВВОД 1 C C 1 1111 ВВОД ВВОД 10 С1 ИТОГ")
    before = till.tape()
    till.keys("paper out\n100 ВНЕС ВВОД\n50 ИЗЪЯТ ВВОД\nАННУЛ ВВОД")
    assert till.cashier[0] == "Аннулирован № 1"
    till.counted(deposits_n=1, withdrawals_n=1, voids_n=1)
    assert len(till.documents) == 4
    assert till.tape() == before
    till.keys("5 ВЫДАЧА ВВОД")
    assert till.cashier[0] == "501 Нет чековой"
    till.keys("paper in\nВВОД 1\n2 КОПИЯ")
    assert "Документ внесения" in till.tape().removeprefix(before)
