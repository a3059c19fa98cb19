"""Items as ESC/POS: whole byte strings, and what may never be sent."""

from bu.printing import escpos, items, profiles, text
from host_tests.portable import printing_samples as samples

REGL = {
    "test_every_profile_prints_a_qr_code_of_ten_millimetres_that_fits": ("19/4",),
    "test_no_real_time_command_anywhere": ("33",),
}  # fmt: skip

START = b"\x1b@\x1c.\x1bt\x11\x1bM\x00"
LAYOUT = (
    (items.TEXT, "Хлеб 1"),
    (items.BOLD, "ИТОГО"),
    (items.FEED, 3),
    (items.QR, samples.UID),
    (items.CUT, None),
)
NATIVE_QR = (
    b"\x1d(k\x04\x001A2\x00"
    b"\x1d(k\x03\x001C\x05"
    b"\x1d(k\x03\x001E1"
    b"\x1d(k\x1b\x001P08FAB703F74748FDE1D0BD551"
    b"\x1d(k\x03\x001Q0"
)


def chunks(layout, profile):
    return [data for data, _ in escpos.encode(layout, profile)]


def test_a_small_document_byte_for_byte():
    assert chunks(LAYOUT, profiles.get("generic-80")) == [
        START,
        b"\x95\xab\xa5\xa1 1\n",
        b"\x1bE\x01\x88\x92\x8e\x83\x8e\n\x1bE\x00",
        b"\x1bd\x03",
        b"\n\x1ba\x01",
        NATIVE_QR,
        b"\x1ba\x00\n",
        b"\x1dVB\x00",
    ]


def test_the_profile_decides():
    data = chunks(LAYOUT, profiles.get("rongta-58"))
    assert data[0] == b"\x1b@\x1c.\x1bt\x07\x1bM\x00"
    assert data[-1] == b"\x1bd\x04"
    assert all(not chunk.startswith(b"\x1d(k") for chunk in data)
    data = chunks(LAYOUT, profiles.get("generic-80-cp1251"))
    assert data[:2] == [b"\x1b@\x1c.\x1bt\x2e\x1bM\x00", b"\xd5\xeb\xe5\xe1 1\n"]


def test_a_raster_qr_is_sent_in_strips_of_whole_rows():
    data = chunks([(items.QR, samples.UID)], profiles.get("generic-58"))
    strips = data[2:-1]
    rows = 0
    for strip in strips:
        assert strip[:6] == b"\x1dv0\x00\x10\x00"
        count = strip[6]
        assert strip[7] == 0
        assert len(strip) == 8 + 16 * count
        rows += count
    assert rows == 25 * 5
    assert strips[0][8:24] == strips[0][24:40]
    assert strips[0][8:13] == b"\xff\xff\xff\xff\xe0"  # seven modules of five dots: the finder


def test_a_chunk_is_never_over_256_bytes():
    for name in profiles.names():
        profile = profiles.get(name)
        for sample in samples.SAMPLES:
            layout = samples.SAMPLES[sample](samples.info(profile.columns))
            assert max(len(chunk) for chunk, _ in escpos.encode(layout, profile)) <= 256


def test_no_real_time_command_hides_in_the_data():
    # Module sizes from two dots, many УИ: 10h would be a single black dot.
    for module in range(2, 9):
        profile = profiles.get("generic-80-raster", module=module)
        for number in range(0, 40):
            uid = "%024X" % (number * 0x123456789ABCDEF0123456)
            strips = chunks([(items.QR, uid[-24:])], profile)[2:-1]
            assert sum(strip[6] for strip in strips) == 25 * module
            assert all(0x10 not in strip[8:] for strip in strips)


def test_no_real_time_command_anywhere():
    for name in profiles.names():
        profile = profiles.get(name)
        for sample in samples.SAMPLES:
            layout = samples.SAMPLES[sample](samples.info(profile.columns))
            last = b""
            for chunk, _ in escpos.encode(layout, profile):
                for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
                    assert command not in last + chunk
                last = chunk[-1:]


def test_the_paper_of_each_chunk():
    profile = profiles.get("generic-80")
    dots = [paper for _, paper in escpos.encode(LAYOUT, profile)]
    assert dots == [0, 34, 34, 102, 34, 125, 34, 136]
    assert sum(paper for _, paper in escpos.encode(LAYOUT[3:4], profiles.get("generic-58"))) == 193


def test_paper_takes_time():
    assert profiles.get("generic-80", speed=100).paper_ms(800) == 1000  # 100.1 mm
    assert profiles.get("generic-58", speed=50).paper_ms(800) == 2001


def test_every_profile_prints_a_qr_code_of_ten_millimetres_that_fits():
    for name in profiles.names():
        profile = profiles.get(name)
        assert 25 * profile.module * 254 >= 10 * 10 * profile.dpi
        assert (25 + 8) * profile.module <= profile.dots
        assert profile.columns * 12 <= profile.dots


def test_unknown_profiles_and_attributes_are_refused():
    for wrong in (lambda: profiles.get("no such"), lambda: profiles.get("generic-80", colour=1)):
        try:
            wrong()
        except KeyError:
            continue
        raise AssertionError("accepted")


def test_plain_text():
    assert list(text.lines(LAYOUT)) == [
        "Хлеб 1", "ИТОГО", "", "", "", "[QR 8FAB703F74748FDE1D0BD551]", "- - - - - - - -",
    ]  # fmt: skip
