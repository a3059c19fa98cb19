"""What each cash document must say, and in which order: typed from регл. 15.1-15.6 and прил. 1."""

from bu.fiscal import document as d
from bu.fiscal import receipt
from bu.printing import documents, items
from host_tests.portable import printing_samples as samples
from host_tests.portable.printing_words import HEAD, UID, check_order, check_samples, texts, words
from host_tests.portable.support import raises

REGL = {
    "test_every_kind_says_all_it_must_in_order_on_every_width": (
        "10.7", "10.доп.3", "15.1", "15.2/1-15", "15.2/17-20", "15.3/*", "15.4/*", "15.5/*",
        "15.6/*", "16", "24", "31", "38/1", "прил.1.I.*",
    ),
    "test_a_copy_is_the_same_with_its_name_before_the_operations": ("21/1-2", "39"),
    "test_a_copy_of_every_kind_says_so": ("21/1",),
    "test_only_a_payment_document_has_advertising_and_only_at_its_ends": (
        "16", "24", "32/1", "прил.1.I.8",
    ),
    "test_a_third_party_is_named_after_the_sum_of_the_line": ("прил.1.VIII.4.5.1",),
    "test_change_in_another_currency_has_its_rate": ("прил.1.I.5.9-11",),
    "test_a_refund_in_another_currency_says_so_before_the_ways_of_payment": ("15.2/16",),
    "test_a_uks_is_marked_too": ("прил.1.I.4.2",),
    "test_a_header_of_several_hundred_characters_is_printed_whole": ("прил.1.I.1",),
}  # fmt: skip
NOT_PAYMENT = "Не является платежным документом"

# прил. 1 раздел I (and VIII, 4.5.1, in its own list)
SALE = ["# Скидки каждую пятницу #"] + HEAD + [
    "Платежный документ",
    "№ док. 1234567",
    "Секция 5", "Шоколад «Спартак» горький 90 г", "GTIN 4811010642922", "12 x 4.15", "49.80",
    "в том числе НДС за 1 единицу, НДС 20% 0.68",
    "Секция 4", "Колбаса «Докторская» варёная высший сорт", "1.668 x 19.89", "33.18",
    "Скидка 5% -1.66",
    "Надбавка 0.18",
    "в том числе НДС за 1 единицу, НДС 10% 1.70",
    "Секция 6", "Пакет-майка ПНД", "0.12", "0.12",
    "Коррекция -0.12",
    "Секция 7", "М", "Кроссовки мужские р. 43", "GTIN 4811137090019", "189.00", "189.00",
    "в том числе НДС за 1 единицу, НДС 20% 30.93",
    "ИТОГО 270.50",
    "СКИДКА НА ИТОГ 2% -5.41",
    "НАДБАВКА НА ИТОГ 0.50",
    "Итого НДС, НДС 10% 2.84",
    "Итого НДС, НДС 20% 39.09",
    "ИТОГО К ОПЛАТЕ, BYN 265.59",
    "ИТОГО СКИДКА 7.07",
    "ИТОГО НАДБАВКА 0.68",
    "Банковской карточкой 100.00",
    "Наличными 128.00",
    "Иным способом: Сертификат 50.00",
    "СДАЧА 12.41",
    "Принято EUR 40.00",
    "Курс за 1 EUR 3.2000 BYN",
    "Кассир Ковалёва А. П.",
    "01.12.2026 08:03:29",
    UID,
    "# Спасибо за покупку! #",
]  # fmt: skip
REFUND = HEAD + [
    NOT_PAYMENT, "Документ возврата", "№ док. 10",
    "Секция 7", "М", "Кроссовки мужские р. 43", "189.00", "189.00",
    "Скидка 5% -9.45", "Сумма возврата 179.55",
    "Секция 3", "Картофель ранний, мытый", "2.211 x 1.69", "3.74",
    "Общая сумма возвратов 183.29", "Валюта BYN",
    "Наличными 23.29", "Банковской карточкой 160.00",
    "01.12.2026 08:03:29", "Кассир Ковалёва А. П.", UID,
]  # fmt: skip
VOID = HEAD + [
    NOT_PAYMENT, "Документ аннулирования", "№ док. 11",
    "Аннулируемый документ № 1234567",
    "Общая сумма аннулирования 265.59",
    "Наличными 165.59", "Банковской карточкой 100.00", "Валюта BYN",
    "Кассир Ковалёва А. П.", "01.12.2026 08:03:29", UID,
]  # fmt: skip


def move(title, number, label):
    """регл. 15.4-15.6."""
    return HEAD + [
        NOT_PAYMENT, title, "№ док. %d" % number, label + " 43.72", "Валюта BYN",
        "Кассир Ковалёва А. П.", "01.12.2026 08:03:29", UID,
    ]  # fmt: skip


EXPECTED = {
    "sale": SALE,
    "refund": REFUND,
    "void": VOID,
    "deposit": move("Документ внесения", 1, "Сумма внесения"),
    "withdrawal": move("Документ изъятия", 12, "Сумма изъятия"),
    "card-payout": move("Документ выдачи", 13, "Сумма выдачи"),
}


def test_every_kind_says_all_it_must_in_order_on_every_width():
    check_samples(EXPECTED)


def test_a_copy_is_the_same_with_its_name_before_the_operations():
    for columns in (32, 42, 48):
        shop = samples.info(columns)
        copy = texts(documents.lay_out(shop, samples.full_sale(), copy=True))
        place = [line.strip() for line in copy].index("Копия документа")
        assert copy[place - 1].startswith("№ док.")
        assert copy[place + 1] == "-" * columns
        original = texts(documents.lay_out(shop, samples.full_sale()))
        assert copy[:place] + copy[place + 1 :] == original


def test_a_copy_of_every_kind_says_so():
    for make in (samples.refund, samples.void):
        layout = documents.lay_out(samples.info(48), make(), copy=True)
        check_order(layout, ["№ док.", "Копия документа", "Общая сумма"])


def test_what_is_zero_or_absent_is_left_out():
    shop = samples.info(48, vat=False, gtin=False, top=[], bottom=[], extra=[])
    text = words(documents.lay_out(shop, samples.plain_sale()))
    for absent in ("Секция", "СКИДКА", "НАДБАВКА", "НДС", "Курс", "GTIN", "#", "ИТОГО 6"):
        assert absent not in text, absent
    check_order(
        documents.lay_out(shop, samples.plain_sale()),
        ["Хлеб 2.98 2.98", "Картофель ранний, мытый 2.211 x 1.69 3.74", "ИТОГО К ОПЛАТЕ, BYN 6.72",
         "Наличными 10.00", "СДАЧА 3.28", "Кассир"],
    )  # fmt: skip


def test_only_a_payment_document_has_advertising_and_only_at_its_ends():
    for columns in (32, 48):
        shop = samples.info(columns)
        lines = texts(documents.lay_out(shop, samples.full_sale()))
        free = [place for place, line in enumerate(lines) if line.startswith("#")]
        uid = [place for place, line in enumerate(lines) if samples.UID in line][0]
        assert free[0] == 0
        assert free[1:] == list(range(uid + 1, len(lines)))
        assert all(lines[place].endswith("#") for place in free)
        for name in ("refund", "void", "deposit", "withdrawal", "card-payout"):
            assert not [line for line in texts(samples.SAMPLES[name](shop)) if "#" in line]


def test_a_third_party_is_named_after_the_sum_of_the_line():
    layout = documents.lay_out(samples.info(48), samples.third_party_sale())
    check_order(
        layout, ["Оплата за связь 20.00 20.00", "УНП третьего лица 200000002", "ИТОГО К ОПЛАТЕ"]
    )


def test_change_in_another_currency_has_its_rate():
    check_order(
        documents.lay_out(samples.info(48), samples.changed_sale()),
        ["ИТОГО К ОПЛАТЕ, EUR 10.00", "Наличными 20.00", "СДАЧА 10.00", "Сдача BYN 32.00",
         "Курс за 100 BYN 31.2500 EUR", "Кассир"],
    )  # fmt: skip


def test_a_rate_is_said_once():
    document = samples.full_sale()
    document.change_currency, document.change_amount = "EUR", 388
    document.change_rate, document.change_units = 32000, 1
    layout = list(documents.lay_out(samples.info(48), document))
    check_order(layout, ["Принято EUR 40.00", "Курс за 1 EUR", "Сдача EUR 3.88", "Кассир"])
    assert words(layout).count("Курс") == 1


def test_a_refund_in_another_currency_says_so_before_the_ways_of_payment():
    document = samples.refund()
    tender = document.tenders[0]
    tender.currency, tender.amount, tender.rate = "EUR", 728, 32000
    layout = documents.lay_out(samples.info(48), document)
    check_order(
        layout, ["Общая сумма", "Валюта BYN", "Возвращено EUR 7.28", "Курс", "Наличными 23.29"]
    )


def test_a_uks_is_marked_too():
    entered = receipt.Receipt(d.SALE, "BYN")
    line = receipt.make_line("Сигареты", 525)
    receipt.mark_line(line, uks=b"BYB23579090144815349820686")
    entered.add(line)
    document = samples.registered(entered.close([d.Tender(d.CASH, 525)]), 1)
    assert "М Сигареты" in texts(documents.lay_out(samples.info(48), document))


def test_a_header_of_several_hundred_characters_is_printed_whole():
    long = "Общество с дополнительной ответственностью " * 9
    for columns in (32, 48):
        text = words(documents.lay_out(samples.info(columns, name=long), samples.plain_sale()))
        assert text.count("дополнительной") == 9


class Counted:
    """Lines that are made while they are read, as those of the journal are."""

    def __init__(self, count):
        self.count = count
        self.read = 0
        self.open = 0

    def __len__(self):
        return self.count

    def __iter__(self):
        self.open += 1
        assert self.open == 1, "two readers at once"
        for number in range(self.count):
            self.read += 1
            yield samples.goods("Товар %d" % number, 100 + number, 1000, 1, 2000)
        self.open -= 1


def test_lines_are_read_while_they_are_printed():
    document = samples.registered(d.Document(d.SALE, "BYN"), 1)
    document.lines = Counted(250)
    document.discount = 1  # makes VAT read the lines beforehand, too
    layout = documents.lay_out(samples.info(32), document)
    assert document.lines.read == 0
    for kind, value in layout:
        if kind == items.TEXT and value.endswith("Товар 9"):
            break
    assert document.lines.read == 250 + 10
    assert sum(1 for kind, _ in layout) > 240


def test_a_z_report_is_no_numbered_document():
    raises(KeyError, list, documents.lay_out(samples.info(32), d.Document(d.Z_REPORT, "BYN")))
