"""FELIX, mode 1: receipts, payments, money, the shift, as a host sees them and as they are
registered.
"""

import pytest

from host_tests.felix_host import Host

DIALECTS = ("rmf", "80k")


@pytest.fixture(params=DIALECTS)
def host(request, tmp_path):
    made = Host(tmp_path, request.param)
    made.enter(1, 1)
    return made


@pytest.fixture
def rmf(tmp_path):
    made = Host(tmp_path, "rmf")
    made.enter(1, 1)
    return made


@pytest.fixture
def old(tmp_path):
    made = Host(tmp_path, "80k")
    made.enter(1, 1)
    return made


def finish(host):
    """The day's end: the СКНО adds up for itself, the printer took all that came."""
    world = host.register.world
    assert world.skno.violations == []
    assert world.printer.finish() == []


def test_a_sale_with_change(host):
    host.ask(0x4C, "Хлеб \"Нарочанский\"")
    assert host.line(298, 1500, 3) == 0
    assert host.line(1000) == 0
    assert int(host.do(0x53, b"\x00").hex()) == 1447
    assert host.state() == (1, 0, 0)
    assert host.pay(1, 1000) == (447, 0)
    assert host.state() == (1, 4, 0)
    assert host.pay(1, 1000) == (0, 553)
    assert [int(host.do(0x91, b"\x14\x00\x00")[at : at + 5].hex()) for at in (0, 5, 10)] == [
        1447, 0, 553,
    ]  # fmt: skip
    assert host.close() == 0
    assert host.state() == (1, 0, 0)
    sale = host.documents()[-1]
    assert (sale["type"], sale["to_pay"]) == (10, "14.47")
    assert 'Хлеб "Нарочанский"' in host.tape() and "ОПЕРАТОР 01" in host.tape()
    assert host.number(10) == 10000 + 1447
    finish(host)


def test_the_numbers_a_host_recovers_by(host):
    def numbers():
        return host.do(0x91, b"\x13\x00\x00")

    before = numbers()
    assert (before[0], before[1]) == (0x01, 0)
    assert int(before[4:8].hex()) == 2 and int(before[2:4].hex()) == 2
    host.line(100)
    assert numbers()[1] == 1 and numbers()[2:8] == before[2:8]
    host.pay(1, 100)
    assert numbers()[0] == 0x41
    host.close()
    assert int(numbers()[4:8].hex()) == 3 and numbers()[:2] == b"\x01\x00"
    assert int(host.ask(0x3F)[18:20].hex()) == 3
    assert len(numbers()) == (13 if host.dialect == "rmf" else 8)
