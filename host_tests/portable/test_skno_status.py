"""The status bits: names, prohibitions, lines for service."""

from bu.fiscal.refusal import Refusal
from bu.skno.status import NAMES, Status

REGL = {
    "test_each_bit_by_itself": ("72/3", "табл.12.0.*", "табл.12.1.*"),
    "test_prohibitions_of_byte_0_stop_opening_and_documents_but_not_the_z_report": (
        "26/6", "табл.12.0.3-5",
    ),
    "test_blocked_and_faulty_leave_reading": ("26/6-7", "табл.12.1.3-4"),
}  # fmt: skip

GOOD = (0xC6, 0x08)
COMMANDS = (0xAA, 0x55, 0x40, 0x10, 0x41, 0x11)


def stopped(byte0, byte1):
    """{command: gravest refusal} of the commands that may not go."""
    status = Status(byte0, byte1)
    found = {code: status.prohibitions(code) for code in COMMANDS}
    return {code: names[0] for code, names in found.items() if names}


def test_each_bit_by_itself():
    names = (
        "busy", "crypto", "online", "certificate", "z_unsent", "full", "identified", "shift_open",
        "unfinished", "undelivered", "oversize", "ok", "blocked",
    )  # fmt: skip
    for place, name in enumerate(names):
        status = Status(1 << place & 0xFF, 1 << place >> 8)
        assert [entry for entry in NAMES if getattr(status, entry)] == [name]
    assert [entry for entry in NAMES if getattr(Status(0, 0xE0), entry)] == []


def test_open_shift_and_nothing_wrong():
    assert stopped(*GOOD) == {0x40: "skno_shift", 0x11: "skno_rejected"}
    assert Status(*GOOD).prohibitions() == []
    assert stopped(0x46, 8) == {0x10: "skno_shift", 0x11: "skno_rejected"}


def test_prohibitions_of_byte_0_stop_opening_and_documents_but_not_the_z_report():
    for bit, name in ((3, "skno_certificate"), (4, "skno_z_unsent"), (5, "skno_full")):
        assert stopped(0xC6 | 1 << bit, 8) == {0x40: name, 0x10: name, 0x11: "skno_rejected"}
        assert Status(0xC6 | 1 << bit, 8).prohibitions() == [name]


def test_blocked_and_faulty_leave_reading():
    for byte1, name in ((0x18, "skno_blocked"), (0x00, "skno_faulty"), (0x10, "skno_faulty")):
        expected = {0xAA: name, 0x40: name, 0x10: name, 0x41: name, 0x11: name}
        assert stopped(0xC6, byte1) == stopped(0xC6, byte1 | 1) == expected


def test_crypto_identification_and_an_unfinished_procedure():
    for byte0, byte1, name in (
        (0xC4, 8, "skno_no_crypto"), (0x86, 8, "skno_identification"), (0xC6, 9, "unfinished"),
    ):  # fmt: skip
        found = stopped(byte0, byte1)
        found.pop(0x11, None)
        assert found == {0x40: name, 0x10: name, 0x41: name}
    assert 0x11 not in stopped(0xC6, 9)
    assert stopped(0xC4, 9)[0x11] == "skno_no_crypto"


def test_no_connection_stops_nothing():
    assert stopped(0xC2, 0x0A) == stopped(*GOOD)


def test_gravest_first():
    assert Status(0x38, 0x11).prohibitions(0x10) == [
        "skno_faulty", "skno_blocked", "skno_no_crypto", "skno_certificate", "skno_z_unsent",
        "skno_full", "skno_identification", "unfinished", "skno_shift",
    ]  # fmt: skip


def test_reasons():
    assert Status(0xC6, 0x0C).reason(0x10) == "skno_oversize"
    assert Status(0xC6, 0x0C).reason(0x55) == "skno_rejected"
    assert Status(0x46, 0x08).reason(0x41) == "skno_shift"
    assert Status(0xCE, 0x08).reason(0x10) == "skno_certificate"
    assert Status(*GOOD).reason(0x10) == "skno_rejected"


def test_every_name_is_a_refusal():
    for byte0 in range(256):
        for name in Status(byte0, 0x11).prohibitions() + Status(byte0, 0x0C).prohibitions(0x10):
            assert Refusal(name).number
        for code in COMMANDS:
            assert Refusal(Status(byte0, 0x0C).reason(code)).number


def test_lines_for_service():
    assert Status(*GOOD).texts() == ["Смена в СКНО открыта"]
    assert Status(0, 0).texts() == [
        "Нет СКЗИ", "Нет соединения с сервером", "Идентификация не пройдена",
        "Смена в СКНО закрыта", "СКНО неисправно",
    ]  # fmt: skip
