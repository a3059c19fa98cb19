"""Points of the regulation that no other test shows, of single parts: paper, sums, the journal."""

import pytest

from bu.fiscal import money
from bu.printing import reports
from bu.storage.journal import Journal
from bu.storage.journal_records import SALE
from host_tests.portable import printing_samples as samples
from host_tests.portable.printing_words import check_order
from tools.bench.models.nor import SECTOR, Nor

NOW = (2026, 12, 1, 8, 2, 53)


@pytest.mark.regl("18.1/10", "18.1/28")
def test_an_x_report_of_several_currencies():
    layout = reports.x_report(samples.info(48), samples.report(0, ("BYN", "EUR", "RUB")))
    check_order(layout, [
        "Количество видов валют 3", "BYN базовая", "Курс за 1 EUR 3.2000 BYN",
        "Курс за 100 RUB 3.6500 BYN", "ИТОГ ПРОДАЖ 1.02 BYN 11.02 EUR 21.02 RUB",
        "Сумма реализации 1.33 BYN 11.33 EUR 21.33 RUB",
    ])  # fmt: skip


@pytest.mark.regl("29/5")
def test_reports_name_the_version_of_the_firmware():
    for make in (reports.x_report, reports.z_report):
        layout = make(samples.info(48, version="7.8.9"), samples.report(12))
        check_order(layout, ["Версия СПО БУ 7.8.9"])


@pytest.mark.regl("5.4/3", "23/2")
def test_sums_have_no_zeros_in_front():
    for kopecks, text in ((0, "0.00"), (7, "0.07"), (90, "0.90"), (12345, "123.45"),
                          (-5, "-0.05"), (9999999999, "99999999.99")):  # fmt: skip
        assert money.text(kopecks) == text


@pytest.mark.regl("табл.9.8")
def test_what_comes_before_the_ack_is_two_page_programs_and_no_erase():
    """The УИ is made durable in less than 10 ms, wherever in its sectors the journal stands."""
    nor = Nor(12 * SECTOR)
    Journal.format(nor)
    journal = Journal(nor)
    journal.open()
    journal.opening(1, NOW)
    journal.opened()
    for number in range(1, 60):
        journal.prepare(SALE, number, NOW, bytes(number * 3), bytes(40))
        nor.counts.programs = nor.counts.erases = 0
        journal.commit(b"twelve bytes")
        assert nor.counts.programs <= 2 and nor.counts.erases == 0
        journal.printed()
