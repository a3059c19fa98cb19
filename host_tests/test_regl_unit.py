"""Points of the regulation that no other test shows, at a register on the bench.

Clock, copies, tape, numbers, rates, registration, restart, marked refunds, the way of a document.
"""

import asyncio

import pytest

from bu.fiscal import document as d
from bu.fiscal.receipt import make_line, mark_line
from bu.fiscal.refusal import Refusal
from bu.skno import commands
from bu.storage import fiscal_records as fm
from host_tests.unit_register import IDENTITY, registers

MARKS = tuple(b"010481790415221821TvRFevJXYBGK%c\x1d91EE06" % unit for unit in b"EF")
UKS = b"BYB23579090144815349820686"
GTIN = "4817904152218"

register = registers()


def words(register):
    """The tape, each line with single spaces."""
    return [" ".join(line.split()) for line in register.world.printer.tape.text]


def printed(register, call):
    """What one operation prints."""
    before = len(words(register))
    register.do(call)
    return words(register)[before:]


def uid(register, place):
    return register.world.skno.documents[place]["uid"]


@pytest.mark.regl("8/2-3")
def test_clock_is_set_between_shifts_only(register):
    later = (2026, 12, 1, 9, 0, 0)
    register.refused(lambda: register.unit.set_clock(later), "shift_open")
    register.close()
    told = []
    register.world.calendar.set = told.append
    register.unit.set_clock(later)
    register.refused(lambda: register.unit.set_clock((2026, 11, 30, 0, 0, 0)), "clock_behind")
    register.refused(lambda: register.unit.set_clock((2026, 2, 30, 0, 0, 0)), "bad_time")
    assert told == [later]


@pytest.mark.regl("8/1", "8/4")
def test_without_the_time_of_the_skno_the_cashier_confirms(register):
    register.close()
    register.world.skno.faults.add("refuse")
    refusal = register.refused(register.unit.open_shift("Иванова"), "clock_unconfirmed")
    assert refusal.detail == "01.12.2026 08:00:00"
    assert not register.unit.shift_open()
    register.world.skno.faults.add("refuse")
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    assert register.unit.shift_open()


@pytest.mark.regl("8/5", "73")
def test_with_the_time_of_the_skno_nobody_is_asked(register):
    register.close()
    told = []
    register.world.calendar.set = told.append
    register.do(register.unit.open_shift("Иванова"))
    assert register.unit.shift_open() and told == [register.world.calendar.now()]


@pytest.mark.regl("10.12", "21/1-2", "29/4")
def test_copy_of_the_last_and_of_any_document(register):
    first = printed(register, register.unit.sell(register.receipt(298), [d.Tender(d.CASH, 298)]))
    assert "Платежный документ" in first and f"УИ {uid(register, 1)}" in first
    register.sell(register.receipt(500))
    copy = printed(register, register.unit.copy())
    assert "Копия документа" in copy and "№ док. 3" in copy and f"УИ {uid(register, 2)}" in copy
    copy = printed(register, register.unit.copy(2))
    assert [line for line in copy if line != "Копия документа"] == first
    copy = printed(register, register.unit.copy(1))
    assert "Документ внесения" in copy and f"УИ {uid(register, 0)}" in copy
    register.close()


@pytest.mark.regl("10.доп.5")
def test_surcharge_on_the_whole(register):
    receipt = register.receipt(1000)
    receipt.set_surcharge(0, 500)
    register.sell(receipt)
    assert register.world.skno.documents[-1]["surcharge"] == "0.50"
    assert register.world.skno.documents[-1]["to_pay"] == "10.50"
    register.close()


@pytest.mark.regl("14/3-4", "18.4")
def test_tape_on_command_in_the_order_written(register):
    register.sell()
    register.do(register.unit.cancel(register.receipt(700)))
    register.do(register.unit.withdraw(100))
    tape = printed(register, register.unit.control_tape())
    titles = ["Контрольная лента", "Документ внесения", "Платежный документ",
              "Отмена платежного документа", "Документ изъятия"]  # fmt: skip
    assert [line for line in tape if line in titles] == titles
    assert [line for line in tape if line.startswith("УИ")] == [
        f"УИ {entry['uid']}" for entry in register.world.skno.documents
    ]
    register.close()
    with pytest.raises(Refusal, match="shift_closed"):
        register.do(register.unit.control_tape())


@pytest.mark.regl("22/1-4")
def test_numbers_begin_with_one_and_papers_without_number_take_none(register):
    assert register.world.skno.documents[0]["number"] == 1
    register.sell()
    register.do(register.unit.x_report())
    register.do(register.unit.cancel(register.receipt()))
    register.do(register.unit.copy())
    register.do(register.unit.control_tape())
    register.do(register.unit.print_text(["КАРТ-ЧЕК"]))
    assert register.sell() == 3
    register.close()
    register.do(register.unit.register(*(IDENTITY[name] for name in
                                         ("unp", "skko_number", "skno_serial"))))  # fmt: skip
    register.unit.restart()
    register.restart()
    register.do(register.unit.open_shift("Иванова", confirmed=True))
    assert register.sell() == 4
    register.close(2)


@pytest.mark.regl("25/2")
def test_rates_stand_while_the_shift_is_open(register):
    register.refused(lambda: register.unit.set_rate("EUR", 35210), "shift_open")
    register.refused(lambda: register.unit.remove_rate("EUR"), "shift_open")
    register.refused(lambda: register.unit.configure("rates", ()), "shift_open")
    register.close()
    register.unit.set_rate("EUR", 35210)
    assert register.unit.rates() == [("EUR", 35210, 1)]


def records(register, kind):
    return [entry for entry in register.unit._core.memory.records() if entry.kind == kind]


@pytest.mark.regl("35.1/*", "35.2", "35.3/2")
def test_a_registration_keeps_all_that_was_entered(register):
    register.close()
    register.later(hours=5)
    paper = printed(register, register.unit.register(999999999, 123456789, 987654321))
    for line in ("Регистрация", "Порядковый номер регистрации 2", "УНП 999999999",
                 "Дата регистрации 01.12.2026 13:00:00", "РН СККО 123456789",
                 "Заводской номер СКНО 987654321", "Модель Open BU"):  # fmt: skip
        assert line in paper
    first, second = records(register, fm.REGISTRATION)
    assert first.registration.unp == IDENTITY["unp"]
    assert second.date_time == (2026, 12, 1, 13, 0, 0)
    kept = second.registration
    assert (kept.unp, kept.skko, kept.skno) == (999999999, 123456789, 987654321)
    assert register.unit._core.memory.state.model == "Open BU"


@pytest.mark.regl("18.3/10-13", "35.5/1-2")
def test_a_restart_is_recorded_and_reported(register):
    register.sell()
    register.close()
    for hour in (1, 2):
        register.later(hours=hour)
        assert register.unit.restart() == hour
    assert [(entry.ordinal, entry.date_time) for entry in records(register, fm.RESTART)] == [
        (1, (2026, 12, 1, 9, 0, 0)), (2, (2026, 12, 1, 10, 0, 0)),
    ]  # fmt: skip
    report = printed(register, register.unit.memory_report((2026, 12, 1, 0, 0, 0),
                                                           (2026, 12, 1, 9, 30, 0)))  # fmt: skip
    place = report.index("Перезапуски")
    assert report[place + 1] == "№ 1 01.12.2026 09:00:00"
    assert "№ 2 01.12.2026 10:00:00" not in report
    assert "Период 01.12.2026 - 01.12.2026" in report and "ИТОГ ПРОДАЖ 2.98 BYN" in report


def marked(register, kind):
    """Two units of one article, one with a УКЗ besides."""
    receipt = register.unit.receipt(kind)
    for place, mark in enumerate(MARKS):
        line = make_line("Кроссовки", 1000)
        mark_line(line, GTIN, mark, UKS if place else b"")
        register.unit.add_line(receipt, line)
    return receipt


@pytest.mark.regl("64.1.2/*", "64.2.2/*", "табл.5.8-12")
def test_a_refund_tells_the_skno_of_each_marked_unit(register):
    register.sell(marked(register, d.SALE))
    by_number = register.unit.refund_of(2)
    register.do(register.unit.refund(by_number, [d.Tender(d.CASH, 2000)]))
    free = marked(register, d.REFUND)
    register.do(register.unit.refund(free, [d.Tender(d.CASH, 2000)]))
    for document in register.world.skno.documents[-2:]:
        assert document["kind"] == "refund"
        lines = [(line["qty"], line["gtin"], line["mark"].encode()) for line in document["lines"]]
        assert lines == [("1.000", GTIN, mark) for mark in MARKS]
        assert [line.get("uks") for line in document["lines"]] == [None, UKS.decode()]
    counters = register.unit.figures().counters
    assert counters.get("BYN", "mark_refunded_n") == 4
    assert counters.get("BYN", "uks_refunded_n") == 2
    paper = " ".join(printed(register, register.unit.z_report()))
    assert "Возвращено товаров, маркированных УКЗ 2 BYN" in paper


@pytest.mark.regl("67/3", "78/1")
def test_nothing_is_sent_before_everything_is_entered(register):
    receipt = register.receipt(1000)
    register.unit.add_line(receipt, make_line("Чай", 500))
    receipt.set_discount(100, 0)
    register.refused(register.unit.sell(receipt, [d.Tender(d.CARD, 1000)]), "payment_short")
    assert len(register.world.skno.documents) == 1
    register.do(register.unit.sell(receipt, [d.Tender(d.CARD, 1400)]))
    assert [entry.get("to_pay") for entry in register.world.skno.documents] == [None, "14.00"]


@pytest.mark.regl("78/2-3")
def test_a_prohibition_that_comes_while_the_skno_works_is_told(register):
    """It comes up behind the document: the sale stands, the cashier hears of the prohibition."""
    skno = register.world.skno
    feed = skno.feed

    def busy(data, now_ms):
        feed(data, now_ms)
        skno.flags.certificate_ban |= len(skno.documents) > 1

    skno.feed = busy
    assert register.sell() == 2
    skno.feed = feed
    (held,) = asyncio.run(register.unit.check())
    assert (held.name, held.line) == ("skno_certificate", "СКНО: срок сертификата")
    assert "sell" in held.stops


@pytest.mark.regl("72/1", "табл.10.*")
def test_the_commands_are_those_of_table_10(register):
    seen = set()
    feed = register.world.skno.feed

    def heard(data, now_ms):
        place = data.find(b"\x17\x13")
        if place >= 0:
            seen.add(data[place + 2 :].replace(b"\x17\x12", b"\x17")[8])
        if b"\x17\x33" in data:
            seen.add("REQ")
        feed(data, now_ms)

    register.world.skno.feed = heard
    register.close()
    register.restart()
    register.world.skno.power_off()
    register.world.skno.power_on(register.world.now_ms())
    register.world.sleep_ms(5000)
    register.do(register.unit.open_shift("Иванова"))
    register.world.skno.faults.add("power_loss", at="after_take", ms=3000)
    with pytest.raises(Refusal):
        register.sell()
    register.world.sleep_ms(130_000)
    register.do(register.unit.resume())
    assert seen == {"REQ", 0xAA, 0x55, 0x40, 0x10, 0x41, 0x11}
    assert set(commands.ANSWER_SIZES) == seen - {"REQ"}
