"""Settings, the same on CPython and MicroPython."""

from bu.storage.errors import NotFormatted, TooLong
from bu.storage.settings import Settings
from bu.storage.settings_codec import decode, encode
from bu.storage.settings_table import SETTINGS
from host_tests.portable.ramflash import Off, RamFlash
from host_tests.portable.support import raises

REGL = {
    "test_sections_have_names_and_vat": ("13/2",),
}  # fmt: skip

RATES = (("EUR", 36512, 1), ("RUB", 35127, 100))


def opened(flash):
    settings = Settings(flash)
    settings.open()
    return settings


def fresh(sectors=2):
    flash = RamFlash(sectors)
    Settings.format(flash)
    return flash


def test_values_as_bytes():
    for value, data in (
        (0, b"i\x00"), (127, b"i\x7f"), (128, b"i\x00\x80"), (-1, b"i\xff"), (-129, b"i\xff\x7f"),
        (2**40, b"i\x01\x00\x00\x00\x00\x00"), ("", b"s"), ("Ў", b"s\xd0\x8e"),
        (b"\x00", b"b\x00"), ((), b"t"), (("a", (1,)), b"t\x00\x02sa\x00\x05t\x00\x02i\x01"),
    ):
        assert encode(value) == data
        assert decode(data) == value
    raises(ValueError, encode, None)
    raises(ValueError, encode, [1])


def test_defaults_and_values():
    flash = fresh()
    settings = opened(flash)
    assert settings.get("columns") == 48 and settings.get("skno.crc_start") == 0xFFFF
    settings.update({"columns": 32, "rates": RATES, "name": "ООО «Ромашка»"})
    settings.set("secret", b"\x00\x01")
    settings.set("columns", 42)
    settings.reset("name")
    for seen in (settings, opened(flash)):
        assert seen.get("columns") == 42 and seen.get("rates") == RATES
        assert seen.get("name") == "" and seen.get("secret") == b"\x00\x01"
        assert not seen.damage
    before = flash.crc()
    settings.reset("name")
    settings.update({"columns": 42, "rates": RATES})
    assert flash.crc() == before, "what is so already is not stored again"
    raises(NotFormatted, Settings(RamFlash(2)).open)


def test_a_broken_change_is_named_and_not_taken():
    for broken in ("value", "head"):
        flash = fresh()
        settings = opened(flash)
        settings.set("columns", 42)
        settings.set("name", "behind it")
        cells = flash.cells[0]
        at = bytes(cells).find(b"\x07columns\x00\x02i\x2a")
        if broken == "value":
            cells[at + 11] = 32  # two bits, and a good value
        else:
            for place in range(at - 9, at):
                cells[place] ^= 0x5A
        settings = opened(flash)
        assert settings.get("columns") == 48 and settings.get("name") == "behind it"
        assert [what for what, _ in settings.damage] == ["lost"]


def test_what_does_not_fit_is_refused_and_changes_nothing():
    flash = fresh()
    settings = opened(flash)
    before = flash.crc()
    for name, value in (
        ("columns", 40), ("columns", "42"), ("name", "x" * 241), ("base", "byn"), ("base", "BY"),
        ("rates", [("EUR", 1, 1)]), ("rates", (("EUR", 0, 1),)), ("secret", "text"),
        ("extra", ("x" * 65,)), ("skno.crc_start", 65536), ("skno.crc_start", -1), ("vat", True),
    ):
        raises(ValueError, settings.update, {"base": "USD", name: value})
    raises(KeyError, settings.set, "unknown", 1)
    raises(KeyError, settings.get, "unknown")
    lines = tuple("Ж" * 64 for _ in range(8))
    raises(
        TooLong, settings.update,
        {"extra": lines, "top": lines, "bottom": lines, "name": "Ж" * 240, "outlet": "Ж" * 240},
    )
    assert flash.crc() == before and settings.get("base") == "BYN"


def test_every_default_is_allowed():
    settings = opened(fresh())
    settings.update({name: SETTINGS[name][0] for name in SETTINGS})
    assert settings.names()[: len(SETTINGS)] == list(SETTINGS)


def test_sections_have_names_and_vat():
    flash = fresh()
    settings = opened(flash)
    assert settings.get("section.0.name") == settings.get("section.16.vat") == ""
    settings.update({"section.3.name": "Хлеб", "section.16.vat": "16.67"})
    settings = opened(flash)
    assert settings.get("section.3.name") == "Хлеб" and settings.get("section.16.vat") == "16.67"
    for name in ("section.17.name", "section.-1.vat", "section.3", "section.3.no", "section.0"):
        raises(KeyError, settings.get, name)
        raises(KeyError, settings.set, name, "")
    names = settings.names()
    assert names[-2:] == ["section.16.name", "section.16.vat"] and len(names) == len(set(names))


def test_many_changes_and_power_cuts():
    for left in range(0, 30, 4):
        for kept in (0, 5, 70, 200):
            flash = fresh()
            settings = opened(flash)
            settings.update({"name": "N" * 200, "rates": RATES})
            number = 0
            for number in range(70):
                settings.update({"skno.crc_start": number, "address": "%d" % number * 10})
            flash.left = left
            flash.kept = kept
            try:
                while True:
                    number += 1
                    settings.update({"skno.crc_start": number, "address": "%d" % number * 10})
            except Off:
                pass
            flash.left = -1
            settings = opened(flash)
            assert settings.get("skno.crc_start") in (number - 1, number)
            assert settings.get("address") == "%d" % settings.get("skno.crc_start") * 10
            assert settings.get("name") == "N" * 200 and settings.get("rates") == RATES
            settings.set("columns", 32)
            assert opened(flash).get("columns") == 32


def test_a_name_that_is_no_text():
    """Records with a good CRC and contents that no firmware writes: found by fuzzing."""
    flash = fresh()
    settings = opened(flash)
    settings.set("name", "Лавка")
    log = settings._log
    log.append(2, 8, lambda: (b"\x03\xff\xfex\x00\x02sa",))
    settings = opened(flash)
    assert settings.get("name") == "Лавка"
    assert [what for what, _ in settings.damage] == ["lost"]
