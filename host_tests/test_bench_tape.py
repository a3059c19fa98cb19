"""The tape of whole days, judged from outside: QR codes, widths, order of documents."""

import re

import pytest

from host_tests.bench_days import IDENTITY, NAMES, Bench, actions
from tools.bench import tape
from tools.bench.world import World


@pytest.fixture(scope="module", params=[(name, "generic-80") for name in NAMES]
                + [("marked", "generic-58"), ("currencies", "generic-42")],
                ids=lambda param: "-".join(param))  # fmt: skip
def day(request, tmp_path_factory):
    name, profile = request.param
    bench = Bench(tmp_path_factory.mktemp("tape"), profile=profile)
    assert bench.run(*actions(name)) == []
    bench.codes = tape.codes(bench.world.printer.tape)
    return bench


@pytest.mark.regl("4/1", "29/4", "прил.1.I.6.3")
def test_every_document_has_its_uid_as_a_qr_code(day):
    """Each УИ stands on the tape as a QR code that a scanner reads, as often as it was printed."""
    codes = [code.text for code in day.codes]
    uids = [entry["uid"] for entry in day.world.skno.documents]
    assert set(codes) == set(uids)
    in_order = [code for place, code in enumerate(codes) if code not in codes[:place]]
    assert in_order == uids


def test_uids_stand_beside_their_numbers(day):
    """Number above, УИ as text, then the same УИ as a code: a code belongs to its document."""
    printed = day.world.printer.tape
    number_of = {entry["uid"]: entry.get("number") for entry in day.world.skno.documents}
    number = None
    codes = {code.line: code.text for code in day.codes}
    for line, text in enumerate(printed.text):
        words = text.split()
        if words[:2] == ["№", "док."]:
            number = int(words[2])
        elif words[:1] == ["УИ"]:
            last = words[1]
            assert number_of[last] in (number, None)
        if line in codes:
            assert codes[line] == last


@pytest.mark.regl("19/4")
def test_codes_are_large_enough(day):
    assert all(code.width_mm >= 10 and code.height_mm >= 10 for code in day.codes)


@pytest.mark.regl("19/1", "33")
def test_everything_fits_and_is_known(day):
    printer = day.world.printer
    assert printer.finish() == []
    columns = {576: 48, 512: 42, 384: 32}[printer.tape.width_dots]
    assert max(len(line) for line in printer.tape.text) <= columns


@pytest.mark.regl("19/2-3")
def test_capitals_are_high_enough(day):
    """1,8 x 0,7 mm on what customers get (регл. 19); everything is printed so."""
    sizes = {line.capital_mm for line in day.world.printer.tape.lines} - {None}
    assert sizes and all(height >= 1.8 and width >= 0.7 for height, width in sizes)


@pytest.mark.regl("прил.1.I.2.1-3")
def test_identity_is_on_paper(day):
    text = day.world.printer.tape.text
    for words in (["УНП", str(IDENTITY["unp"])], ["РН", "СККО", str(IDENTITY["skko_number"])],
                  ["ЗН", "КСА", IDENTITY["serial"]]):  # fmt: skip
        assert words in [line.split() for line in text]


@pytest.mark.regl("15.3/12")
def test_a_void_names_its_ways_of_payment(day):
    """15.3: the voided sum by each way of payment."""
    printed = day.world.printer.tape
    slips = tape.text_of(printed).split(tape.CUT)
    voids = [slip for slip in slips if "Документ аннулирования" in slip]
    assert len(voids) == sum(entry["type"] == 14 for entry in day.world.skno.documents) > 0
    for slip in voids:
        sums = slip.partition("Общая сумма аннулирования")[2].partition("Валюта")[0]
        total, *ways = (int(rubles) * 100 + int(kopecks)
                        for rubles, kopecks in re.findall(r"(\d+)\.(\d\d)\n", sums))  # fmt: skip
        assert ways and sum(ways) == total


def test_paper_of_a_cut_day_is_kept(tmp_path):
    bench = Bench(tmp_path)
    assert bench.run(*actions("grocery")[:5]) == []
    before = list(bench.world.printer.tape.text)
    bench.world.close()
    again = World(bench.flash, IDENTITY, resume=True)
    assert again.printer.tape.text == before
