"""What the unit prints, judged by the bench's strict printer.

No errors, every line as laid out, QR codes that a decoder reads; prints that are cut off and
repeated.
"""

import pytest
import zxingcpp

from bu.fiscal import document as d
from bu.printing import documents, items, profiles, slips
from host_tests.portable import printing_samples as samples
from host_tests.printing_bench import PAIRS, WIDTHS, Bench


def info(name):
    return samples.info(profiles.get(name).columns)


def laid_out(layout):
    """Text lines of a layout, as CP866 shows them."""
    lines = [value for kind, value in layout if kind in (items.TEXT, items.BOLD)]
    return [line.replace("«", '"').replace("»", '"') for line in lines]


def text_of(tape):
    return [line.text for line in tape.lines if line.kind == "text"]


@pytest.mark.regl("4.3", "5.1/7", "19/1")
@pytest.mark.parametrize("sample", samples.SAMPLES)
@pytest.mark.parametrize("name", WIDTHS)
def test_everything_prints_as_laid_out(name, sample):
    bench = Bench(name)
    bench.print(samples.SAMPLES[sample](info(name)))
    assert bench.model.idle, "the driver said that it is printed"
    assert bench.model.finish() == []
    assert text_of(bench.model.tape) == laid_out(samples.SAMPLES[sample](info(name)))
    codes = [value for kind, value in samples.SAMPLES[sample](info(name)) if kind == items.QR]
    assert bench.decoded() == codes


@pytest.mark.regl("19/2-3")
@pytest.mark.parametrize("name", PAIRS)
def test_every_profile_is_right_for_its_printer(name):
    bench = Bench(name)
    bench.print(documents.lay_out(info(name), samples.full_sale()))
    assert bench.model.finish() == []
    assert bench.decoded() == [samples.UID]
    sizes = [piece.capital_mm for piece in bench.model.tape.lines if piece.capital_mm]
    assert min(height for height, _ in sizes) >= 1.8
    assert min(width for _, width in sizes) >= 0.7


@pytest.mark.regl("19/4")
@pytest.mark.parametrize("name", WIDTHS)
def test_the_qr_code_is_large_enough_and_has_its_quiet_zone(name):
    bench = Bench(name)
    bench.print([(items.TEXT, "W" * 20), (items.QR, samples.UID), (items.TEXT, "W" * 20)])
    (code,) = zxingcpp.read_barcodes(bench.model.tape.picture(margin=40))
    corners = code.position
    assert abs(corners.top_right.x - corners.top_left.x) >= 80 - 2  # 8 dots a millimetre
    assert abs(corners.bottom_left.y - corners.top_left.y) >= 80 - 2
    above, *_, below = bench.model.tape.lines
    inked = [piece for piece in bench.model.tape.lines if piece.is_graphic]
    assert inked[0].y - (above.y + above.height) >= 20
    assert below.y - (inked[-1].y + inked[-1].height) >= 20


def test_cp1251_keeps_the_belarusian_letters():
    bench = Bench("generic-80-cp1251-73")
    bench.print([(items.TEXT, "Мінск, «Ўсход» – ёсць №1")])
    assert bench.model.finish() == []
    assert bench.model.tape.text == ["Мінск, «Ўсход» – ёсць №1"]


@pytest.mark.parametrize("name", WIDTHS)
def test_a_long_document_never_overfills_the_printer(name):
    document = samples.registered(d.Document(d.SALE, "BYN"), 1)
    document.lines = [samples.goods("Товар " + "я" * 40, 100, 2000, 1, 2000)] * 250
    # The slowest printer that the profile covers: it takes 34 dots for a line, the model 30.
    bench = Bench(name, speed=profiles.get(name).speed * 9 // 10)
    bench.print([])  # the first print after a start is more careful
    bench.print(documents.lay_out(info(name), document))
    assert bench.model.idle
    assert bench.model.finish() == []
    assert bench.model.lost == 0
    assert 200 < bench.most_held < 3072
    assert len(bench.model.tape.text) > 750


@pytest.mark.regl("26/4", "27/2")
@pytest.mark.parametrize("lines", [1, 5, 20, 30, 40])
@pytest.mark.parametrize("name", WIDTHS + ["epson-42"])
def test_paper_out_is_told_and_the_repeat_tells_its_story(name, lines):
    bench = Bench(name)
    bench.model.paper_after_lines(lines)
    shop = info(name)
    assert bench.refusal(documents.lay_out(shop, samples.full_sale())) == "printer_paper"
    assert bench.unit.begun
    assert bench.refusal(documents.lay_out(shop, samples.full_sale())) == "printer_paper"
    assert not bench.unit.begun
    bench.model.load_paper()
    bench.print(slips.repeated(shop, documents.lay_out(shop, samples.full_sale())))
    assert bench.model.finish() == []
    printed = text_of(bench.model.tape)
    whole = laid_out(documents.lay_out(shop, samples.full_sale()))
    assert printed[-len(whole) :] == whole
    assert printed[-len(whole) - 1] == "# Повтор печати #"
    assert printed[-len(whole) - 2] == "# Печать прервана #"
    before = printed[: -len(whole) - 2]
    assert before == whole[: len(before)]
    assert bench.decoded()[-1:] == [samples.UID]


def test_an_open_cover_a_fault_and_silence():
    bench = Bench("generic-80")
    layout = [(items.TEXT, "Строка")]
    bench.model.open_cover()
    assert bench.refusal(layout) == "printer_cover"
    bench.model.close_cover()
    bench.model.fail("cutter")
    assert bench.refusal(layout) == "printer_error"
    bench.model.repair()
    bench.model.go_offline()
    assert bench.refusal(layout) == "printer_error"
    bench.model.go_online()
    bench.model.silent = True
    assert bench.refusal(layout) == "printer_silent"
    bench.model.silent = False
    bench.model.power_off()
    assert bench.refusal(layout) == "printer_silent"
    bench.model.power_on()
    bench.print(layout)
    assert bench.model.finish() == []
    assert bench.model.tape.text == ["Строка"]


def test_a_little_paper_is_no_refusal():
    bench = Bench("generic-80")
    bench.model.near_end()
    bench.print([(items.TEXT, "Строка")])
    assert bench.unit.near_end
    assert bench.model.finish() == []


@pytest.mark.regl("28/2")
@pytest.mark.parametrize("name", ["generic-58", "generic-80"])
def test_a_unit_that_was_cut_off_anywhere_prints_cleanly_after_its_restart(name):
    """The stream is cut after every few bytes, inside commands, pictures and text."""
    whole = recorded(name)
    layout = lambda: documents.lay_out(info(name), samples.plain_sale())  # noqa: E731
    for length in [*range(258, len(whole), 41), *range(len(whole) - 300, len(whole), 7)]:
        bench = Bench(name, speed=0)
        bench.model.feed(whole[:length], 0)
        bench.model.unit_restarted()
        before = len(bench.model.tape.text)
        bench.print(layout())
        assert bench.model.finish() == [], length
        after = [line.text for line in bench.model.tape.lines[before:] if line.kind == "text"]
        assert after[-len(laid_out(layout())) :] == laid_out(layout())
        assert bench.decoded()[-1] == samples.UID


def recorded(name):
    """The bytes of one print."""
    kept = bytearray()

    class Recording(Bench):
        async def write(self, data):
            if data[:2] != b"\x10\x04":
                kept.extend(data)
            await super().write(data)

    Recording(name).print(documents.lay_out(info(name), samples.plain_sale()))
    return bytes(kept)
