"""What the СКНО model keeps: its state file, totals, the dump of what it took."""

import json

import pytest

from host_tests import skno_model_bytes as b
from host_tests.skno_model_unit import AT, DEPOSIT, Unit, device, interrupted, z_after_deposit
from tools.bench.models.skno import Skno
from tools.bench.models.skno_state import StateError


def test_state_is_on_disk_before_the_acknowledgement(tmp_path):
    path = tmp_path / "skno.json"
    unit = Unit(device(state_path=path)).start()
    unit.status()
    unit.skno.feed(b.packet(0x10, DEPOSIT), unit.now)
    written = json.loads(path.read_text())
    assert (written["unfinished"], written["last_number"], written["taken"]) == (True, 1, 1)
    assert unit.wait(20) == b.ACK


def test_a_second_device_goes_on_from_the_state_file(tmp_path):
    path = tmp_path / "skno.json"
    unit = Unit(device(state_path=path)).start()
    uid = interrupted(unit, power=False)
    again = Unit(device(state_path=path, skko_number=None))
    assert again.status()[:2] == (11, 0x86)
    again.identify()
    assert again.command(0x11)[1] == uid
    assert "number 1, expected 2" in again.refused(DEPOSIT)
    again.take(z_after_deposit())
    assert again.skno.totals()["currencies"]["BYN"]["deposits_sum"] == "100.00"
    third = Unit(device(state_path=path))
    third.identify()
    assert third.command(0x40)[1] == b""
    later = b.z_report(2, (2026, 12, 2, 8, 0, 0), (2026, 12, 2, 9, 0, 0), [b.z_currency()])
    third.take(later)
    assert [found["shift"] for found in third.skno.documents] == [1, 1, 2]
    assert third.skno.totals(1) == again.skno.totals()
    assert third.skno.totals(-2) == again.skno.totals()


def test_a_document_that_the_state_does_not_count_is_not_taken(tmp_path):
    path = tmp_path / "skno.json"
    unit = Unit(device(state_path=path)).start()
    unit.take(DEPOSIT)
    with (tmp_path / "skno.json.documents").open("a") as file:
        file.write('{"shift": 1, "uid": "00", "he')
    again = Unit(device(state_path=path))
    again.identify()
    again.take(b.cash_document(11, 2, AT, 100))
    assert [found["number"] for found in Unit(device(state_path=path)).skno.documents] == [1, 2]


@pytest.mark.parametrize(("name", "change"), [
    ("skno.json", lambda text: text[:-5]),
    ("skno.json", lambda text: text.replace('"serial": 500017', '"serial": 3')),
    ("skno.json", lambda text: text.replace('"last_number": 1', '"last_number": 2')),
    ("skno.json", lambda text: text.replace('"version": 1', '"version": 9')),
    ("skno.json.documents", lambda text: text[:-9]),
    ("skno.json.documents", lambda text: ""),
    ("skno.json.documents", lambda text: text.replace('"hex": "0b', '"hex": "0z')),
    ("skno.json.documents", lambda text: text.replace('"hex": "0b', '"hex": "0f')),
])
def test_a_damaged_state_is_noticed(tmp_path, name, change):
    path = tmp_path / "skno.json"
    Unit(device(state_path=path)).start().take(DEPOSIT)
    file = tmp_path / name
    file.write_text(change(file.read_text()))
    with pytest.raises(StateError):
        device(state_path=path)


def test_a_state_of_another_register(tmp_path):
    path = tmp_path / "skno.json"
    Unit(device(state_path=path, fsync=True)).start()
    with pytest.raises(StateError):
        Skno(b.SKNO, b.SKKO + 1, path)


def test_totals_of_a_shift_that_never_was():
    unit = Unit(device())
    with pytest.raises(IndexError):
        unit.skno.totals()
    unit.start()
    assert unit.skno.totals() == {
        "documents": 0, "payment_documents": 0, "first_payment_document": 0,
        "last_payment_document": 0, "currencies": {}}
    for shift in (2, -2, 0):
        with pytest.raises(IndexError):
            unit.skno.totals(shift)


def test_dump(tmp_path):
    unit = Unit(device()).start()
    uid = unit.take(DEPOSIT)
    unit.command(0x77)
    unit.skno.dump(tmp_path / "out.json")
    content = json.loads((tmp_path / "out.json").read_text())
    assert content["violations"] == ["unknown command 77h"]
    assert content["documents"][0]["uid"] == uid.hex().upper()
    assert content["shifts"] == [unit.skno.totals()]
    unit.take(z_after_deposit())
    unit.command(0x40)
    unit.skno.dump(tmp_path / "out.json")
    content = json.loads((tmp_path / "out.json").read_text())
    assert content["shifts"] == [unit.skno.totals(1), unit.skno.totals(2)]
    assert [shift["documents"] for shift in content["shifts"]] == [1, 0]
    assert (content["serial"], content["skko"]) == (b.SKNO, b.SKKO)
