"""Documents and reports that the printing tests lay out, the same on both interpreters."""

from bu.fiscal import document as d
from bu.fiscal import receipt
from bu.fiscal.counters import FIELDS, Counters, effect
from bu.fiscal.report import Report
from bu.printing import documents, memory, reports, slips, tape, unit

UID = "8FAB703F74748FDE1D0BD551"
CASHIER = "Ковалёва А. П."
TIME = (2026, 12, 1, 8, 3, 29)
COPY_TIME = (2026, 12, 2, 9, 0, 5)


def info(columns, **changes):
    """A shop with every line of its head, advertising and VAT."""
    shop = unit.UnitInfo(columns)
    shop.name = "ООО «Ромашка и партнёры»"
    shop.outlet = "Магазин «Продукты № 5»"
    shop.address = "220030, г. Минск, пр-т Независимости, 12"
    shop.extra = ["тел. +375 17 200-00-00", "Пн-Вс 8.00 - 22.00"]
    shop.unp = 190000001
    shop.serial = "0000000000017"
    shop.skko_number = 1000123
    shop.model = "Open BU"
    shop.version = "0.1.0"
    shop.vat = True
    shop.gtin = True
    shop.top = ["Скидки каждую пятницу"]
    shop.bottom = ["Спасибо за покупку!", "Обмен и возврат товара - в течение 14 дней"]
    for name, value in changes.items():
        setattr(shop, name, value)
    return shop


def registered(document, number):
    """`document` as it is after the СКНО took it."""
    document.number = number
    document.time = TIME
    document.cashier = CASHIER
    document.uid = bytes.fromhex(UID)
    return document


def goods(name, price, quantity, section, vat):
    """A line with a VAT rate."""
    line = receipt.make_line(name, price, quantity, section)
    line.vat = vat
    return line


def plain_sale():
    """Two lines, cash, no options."""
    entered = receipt.Receipt(d.SALE, "BYN")
    entered.add(receipt.make_line("Хлеб", 298))
    entered.add(receipt.make_line("Картофель ранний, мытый", 169, 2211))
    return registered(entered.close([d.Tender(d.CASH, 1000)]), 7)


def full_sale():
    """Everything a payment document can say, but for a third party."""
    entered = receipt.Receipt(d.SALE, "BYN")
    line = goods("Шоколад «Спартак» горький 90 г", 415, 12000, 5, 2000)
    receipt.mark_line(line, "4811010642922")
    entered.add(line)
    line = goods("Колбаса «Докторская» варёная высший сорт", 1989, 1668, 4, 1000)
    receipt.adjust_line(line, (0, 500), (18, 0))
    entered.add(line)
    entered.add(goods("Пакет-майка ПНД", 12, 1000, 6, 2000))
    entered.correct(2)
    line = goods("Кроссовки мужские р. 43", 18900, 1000, 7, 2000)
    receipt.mark_line(line, "4811137090019", b"010481113709001921z69hRXnK3rGaL")
    entered.add(line)
    entered.set_discount(0, 200)
    entered.set_surcharge(50, 0)
    cash = d.Tender(d.CASH, 12800)
    cash.currency, cash.amount, cash.rate, cash.units = "EUR", 4000, 32000, 1
    tenders = [d.Tender(d.CARD, 10000), cash, d.Tender(d.OTHER, 5000, "Сертификат")]
    return registered(entered.close(tenders), 1234567)


def changed_sale():
    """A sale in euro, with the change in roubles."""
    entered = receipt.Receipt(d.SALE, "EUR")
    entered.add(receipt.make_line("Сувенир", 1000))
    document = registered(entered.close([d.Tender(d.CASH, 2000)]), 8)
    document.change_currency, document.change_amount = "BYN", 3200
    document.change_rate, document.change_units = 312500, 100
    return document


def third_party_sale():
    """A payment taken for somebody else."""
    entered = receipt.Receipt(d.SALE, "BYN")
    entered.add(receipt.make_line("Оплата за связь", 2000))
    entered.third_party = 200000002
    return registered(entered.close([d.Tender(d.CARD, 2000)]), 9)


def refund():
    """A marked unit with its discount, partly to a card."""
    entered = receipt.Receipt(d.REFUND, "BYN")
    line = goods("Кроссовки мужские р. 43", 18900, 1000, 7, 2000)
    receipt.mark_line(line, "4811137090019", b"010481113709001921z69hRXnK3rGaL")
    receipt.adjust_line(line, (0, 500))
    entered.add(line)
    entered.add(goods("Картофель ранний, мытый", 169, 2211, 3, 1000))
    return registered(entered.close([d.Tender(d.CASH, 2329), d.Tender(d.CARD, 16000)]), 10)


def void():
    """The void of a sale that gave change."""
    document = registered(d.Document(d.VOID, "BYN"), 11)
    document.voided = 1234567
    document.total = 26559
    document.tenders = [d.Tender(d.CARD, 10000), d.Tender(d.CASH, 17000)]
    document.cash, document.cashless, document.change = 16559, 10000, 441
    return document


def move(kind, number, currency="BYN"):
    """A deposit, withdrawal or card payout."""
    document = registered(d.Document(kind, currency), number)
    document.total = 4372
    return document


def counters(currencies):
    """Counters in which every field has a value of its own."""
    made = Counters()
    for step, currency in enumerate(currencies):
        made.add(effect(move(d.DEPOSIT, 1, currency)))
        values = made.currencies[currency]
        for place in range(len(values)):
            values[place] = 101 + place + 1000 * step
        if len(currencies) == 1:
            values[FIELDS.index("exchange_n")] = 0
    made.documents, made.payment_documents, made.first_payment, made.last_payment = 9, 5, 3, 61
    return made


def report(number, currencies=("BYN",)):
    """A report over `counters`; rates for euro and Russian roubles."""
    opened, formed = (2026, 12, 1, 8, 1, 29), (2026, 12, 1, 21, 1, 2)
    made = Report(number, opened, formed, counters(currencies), "BYN")
    made.rates = [("EUR", 32000, 1), ("RUB", 36500, 100)]
    made.cashier = CASHIER
    made.uid = bytes.fromhex(UID)
    return made


def cancellation():
    """A receipt of two lines that was cancelled."""
    lines = [receipt.make_line("Хлеб", 298), receipt.make_line("Чай", 899, 2000)]
    return slips.Cancellation(TIME, CASHIER, "BYN", 2096, lines)


def memory_report(shop):
    """Two registrations, three shifts (one damaged), one restart."""
    return memory.memory_report(
        shop, 4, COPY_TIME, "01.12.2026 - 31.12.2026",
        [(1, (2026, 11, 30, 10, 0, 0)), (2, (2026, 12, 1, 7, 0, 0))],
        [
            (1, TIME, 50, [("BYN", 545006), ("EUR", 73854)]),
            (2, (2026, 12, 2, 21, 0, 0), 0, None),
            (3, (2026, 12, 3, 21, 0, 0), 12, [("BYN", 1)]),
        ],
        [(1, (2026, 12, 2, 12, 0, 0))],
    )  # fmt: skip


def tape_records():
    """One record of each kind the control tape knows."""
    return [
        move(d.DEPOSIT, 1), full_sale(), cancellation(), refund(), void(),
        move(d.WITHDRAWAL, 12), move(d.CARD_PAYOUT, 13),
    ]  # fmt: skip


# name: what lays it out for a shop
SAMPLES = {
    "sale": lambda shop: documents.lay_out(shop, full_sale()),
    "sale-plain": lambda shop: documents.lay_out(shop, plain_sale()),
    "sale-change": lambda shop: documents.lay_out(shop, changed_sale()),
    "sale-third-party": lambda shop: documents.lay_out(shop, third_party_sale()),
    "sale-copy": lambda shop: documents.lay_out(shop, full_sale(), copy=True),
    "refund": lambda shop: documents.lay_out(shop, refund()),
    "void": lambda shop: documents.lay_out(shop, void()),
    "deposit": lambda shop: documents.lay_out(shop, move(d.DEPOSIT, 1)),
    "withdrawal": lambda shop: documents.lay_out(shop, move(d.WITHDRAWAL, 12)),
    "card-payout": lambda shop: documents.lay_out(shop, move(d.CARD_PAYOUT, 13)),
    "x-report": lambda shop: reports.x_report(shop, report(0)),
    "z-report": lambda shop: reports.z_report(shop, report(12, ("BYN", "EUR", "RUB")), 29),
    "z-copy": lambda shop: reports.z_report(shop, report(12), 30, COPY_TIME),
    "cancelled": lambda shop: slips.cancelled(shop, cancellation()),
    "registration": lambda shop: slips.registration(shop, 2, TIME, 300000003),
    "memory-report": memory_report,
    "control-tape": lambda shop: tape.control_tape(shop, COPY_TIME, tape_records()),
    "foreign-text": lambda shop: slips.foreign_text(
        shop, ["КАРТ-ЧЕК", "  Сумма     20.00 BYN", "", "Одобрено " * 8]
    ),
    "repeated": lambda shop: slips.repeated(shop, documents.lay_out(shop, move(d.DEPOSIT, 1))),
}
