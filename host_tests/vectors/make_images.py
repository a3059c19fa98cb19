"""Writes images/: the flash of one register in today's formats, and what is in it.

A register's day is played on the bench so that every kind of record is there: all documents, a
cancelled and a refused one, six currencies, a checkpoint, a second registration, a restart, a
record that was cut off, a document that still waits for the СКНО, settings, goods with changed
prices. `recorded.json` is what the day was about, written down from the facade and the СКНО, not
read from the images.

Firmware and inspector must read these images for ever: a change of a format gets a new set beside
this one. Run `python host_tests/vectors/make_images.py` only to make that new set.
"""

import json
import lzma
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "firmware"), str(ROOT / "tools" / "host_shims")]

from bu.fiscal import document as d  # noqa: E402
from bu.fiscal.receipt import adjust_line, make_line, mark_line  # noqa: E402
from host_tests.unit_register import Register  # noqa: E402
from tools import goods  # noqa: E402
from tools.bench.models.nor import PowerCut, Tear  # noqa: E402

IMAGES = HERE / "images"
MARK = b"0104810000000018215!aB7cD\x1d91EE06\x1d92abcdEFGH0123456789+/=="
UKS = b"BYB23579090144815370002006"
RATES = [("USD", 31845, 1), ("EUR", 35210, 1), ("RUB", 36215, 100), ("PLN", 84012, 10),
         ("CNY", 44790, 10)]  # fmt: skip
GOODS = """code;name;price;gtin;section;vat;marking;weighed
7;Хлеб «Нарочанский» нарезной;2.98;4810000000018;1;10;0;0
8;Кроссовки мужские;189.00;4810000000025;7;20;1;0
1001;Картофель мытый;0.39;;3;10;0;1
"""


def cash(total, kind=d.CASH, name=""):
    return d.Tender(kind, total, name)


def sale(register, currency=""):
    """A sale that has a bit of everything."""
    receipt = register.unit.receipt(d.SALE, currency)
    bread = make_line("Хлеб «Нарочанский» нарезной, упакованный, 450 г, пекарня № 1", 298, 2500, 1)
    bread.vat = 1000
    adjust_line(bread, discount=(0, 1050))
    shoes = make_line("Кроссовки мужские", 18900, 1000, 7)
    shoes.vat = 2000
    mark_line(shoes, mark=MARK, uks=UKS)
    adjust_line(shoes, discount=(945, 0), surcharge=(100, 0))
    wrong = make_line("Пакет", 24, 3000)
    for line in (bread, wrong, shoes):
        register.unit.add_line(receipt, line)
    receipt.correct(1)
    receipt.set_discount(0, 500)
    receipt.set_surcharge(30, 0)
    return receipt


def full_shift(register):
    """Every kind of document, six currencies."""
    unit, do = register.unit, register.do
    do(unit.open_shift("Ковалёва Анастасия Петровна", confirmed=True))
    do(unit.deposit(50000))  # 2
    receipt = sale(register)
    receipt.third_party = 190000017
    total = receipt.total()
    tenders = [cash(5000, d.CARD, "Белкарт"), cash(1000, d.OTHER, "сертификат"), cash(total)]
    do(unit.sell(receipt, tenders, b"key-of-host"))  # 3
    for minute, (currency, _, _) in enumerate(RATES):
        register.later(minutes=10 + minute)
        receipt = unit.receipt(d.SALE, currency)
        unit.add_line(receipt, make_line("Чай", 1000 + minute))
        do(unit.sell(receipt, [cash(receipt.total())]))  # 4-8
    register.later(minutes=20)
    receipt = sale(register)
    receipt.third_party = 190000017
    foreign = unit.foreign("EUR", 5500)
    do(unit.sell(receipt, [foreign], change_currency="USD"))  # 9
    do(unit.void())  # 10
    register.later(minutes=30)
    receipt = unit.refund_of(3)
    receipt.correct(0)
    do(unit.refund(receipt, [cash(receipt.total())]))  # 11
    receipt = register.receipt(kind=d.REFUND)
    do(unit.refund(receipt, [cash(receipt.total(), d.CARD)]))  # 13
    do(unit.cancel(sale(register)))
    do(unit.withdraw(500))  # 13
    do(unit.card_payout(700))  # 14
    register.world.skno.faults.extend([{"kind": "refuse"}])
    try:
        do(unit.deposit(1))
    except Exception as refusal:
        assert getattr(refusal, "name", "") == "skno_rejected", refusal
    register.later(minutes=40)
    assert do(unit.z_report()) == 2


def between(register):
    """A second registration, a restart, settings, goods."""
    unit = register.unit
    register.later(days=1)
    identity = unit._core.registration()
    register.do(unit.register(identity.unp, identity.skko, identity.skno))
    unit.restart()
    unit.configure("top", ("Добро пожаловать", "Работаем с 8 до 22"))
    unit.configure("columns", 42)
    table = goods.Table()
    table.read(GOODS.encode())
    assert not table.bad
    base = unit.goods
    loading = base.receive()
    loading.write(goods.image(list(table.items.values()), 3, (2026, 11, 30, 12, 0, 0)))
    for _ in loading.finish():
        pass
    unit.goods_price(7, 305)
    unit.goods_price(7, 310)


def open_shift(register):
    """A sale whose record is cut off, its repeat, and one that the СКНО does not answer."""
    register.later(days=1, minutes=1)
    register.do(register.unit.open_shift("Петрова А. Б.", confirmed=True))
    register.sell()  # 15
    journal = register.world.regions["journal"]
    journal.cut(journal.operation, Tear(kept=256))
    try:
        register.sell()
    except PowerCut:
        journal.power_on()
        register.restart()
    register.later(days=1, minutes=2)
    register.sell()  # 16
    register.world.skno.faults.extend([{"kind": "power_loss", "at": "after_take"}])
    register.interrupted(
        register.unit.sell(register.receipt(), [cash(500)]), "skno_silent", "sending"
    )  # 17


def what_it_is(register, figures):
    """What the images hold, as facade and СКНО know it."""
    unit = register.unit
    names = ("name", "outlet", "address", "top", "columns", "base")
    return {
        "shift_2": figures,
        "shift_3": unit.figures().totals(),
        "unfinished": [*unit.unfinished()],
        "serial": register.world.skno.state.register[0],
        "registrations": 2, "restarts": 1,
        "settings": {name: unit._core.settings.get(name) for name in names},
        "rates": unit.rates(),
        "secret": unit._core.settings.get("secret").hex(),
        "goods": [[item.code, item.name, item.price, item.gtin] for item in unit.goods.items()],
    }  # fmt: skip


def main():
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        register = Register(pathlib.Path(folder))
        assert register.do(register.unit.z_report()) == 1
        for rate in RATES:
            register.unit.set_rate(*rate)
        register.later(minutes=1)
        full_shift(register)
        figures = register.unit.figures().totals()
        between(register)
        open_shift(register)
        known = what_it_is(register, figures)
        for name, chip in register.world.regions.items():
            IMAGES.joinpath(f"{name}.xz").write_bytes(lzma.compress(bytes(chip.cells)))
        register.world.close()
        for name in ("skno.json", "skno.json.documents"):
            data = pathlib.Path(folder, name).read_bytes()
            IMAGES.joinpath(f"{name}.xz").write_bytes(lzma.compress(data))
    IMAGES.joinpath("recorded.json").write_text(
        json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
