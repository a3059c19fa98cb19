"""FELIX: modes and passwords, states, reports with their polling."""

import pytest

from host_tests.felix_host import Host, digits, hosts, sell

host, rmf, old = hosts(Host)


# --- access


def test_a_wrong_access_password_is_66h_and_nothing_else(host):
    before = host.register.state()[0]
    for request in (b"", b"\x00", b"\x00\x01\x3f", b"\x10\x97\x45", b"\x00\x01", b"\x99\x99\x56"):
        assert host.raw(request) == b"U\x66\x00"
    assert host.raw(b"\x00\x00") == b"U\x14\x00"
    assert host.register.state()[0] == before and host.felix.mode == 0
    host.enter(3)
    host.code(0x5A)
    host.enter(4)
    host.do(0x50, b"\x02\x00\x01\x17\x10\x97")
    assert host.raw(b"\x00\x00\x45") == b"U\x66\x00"
    host.password = b"\x10\x97"
    assert host.state() == (4, 0, 0)
    host.restart()
    assert host.raw(b"\x00\x00\x45") == b"U\x66\x00" and host.state() == (0, 0, 0)


def test_passwords_open_modes(host):
    for mode, rows in enumerate(((1, 28, 29, 30), (29, 30), (29, 30), (30,)), 1):
        for row in (1, 2, 28, 29, 30, 31):
            host.do(0x52)
            host.register.world.sleep_ms(900_000)  # wrong ones are waited out
            right = row in rows or (mode == 1 and row == 2)
            assert host.code(0x56, bytes([mode]), digits(row, 4)) == (0 if right else 0x8C)
            assert host.state()[0] == (mode if right else 0)
    host.enter(2)
    assert host.code(0x56, b"\x01", digits(1, 4)) == 0x66, "out of «Выбор» only"
    host.do(0x52)
    assert host.code(0x52) == 0
    for mode in (0, 7, 9):
        assert host.code(0x56, bytes([mode]), digits(30, 4)) == 0x13


def test_the_inspectors_password_locks_the_80k(old):
    assert old.code(0x56, b"\x05", digits(1, 4)) == 0x8C
    assert old.code(0x45) == 0x9D
    assert old.code(0x56, b"\x01", digits(1, 4)) == 0x9D
    assert old.code(0x52) == 0x9D
    assert old.do(0x3F)
    assert old.code(0x56, b"\x05", digits(0, 4)) == 0
    assert old.state() == (5, 0, 0)


def tried(host, mode, password):
    """The answer to 56h, which a host that is in a mode leaves first."""
    if not host.felix.blocked:
        host.do(0x52)
    return host.code(0x56, bytes([mode]), digits(password, 4))


@pytest.mark.regl("7/5")
def test_wrong_passwords_are_waited_out(host):
    """The keypad's delays; while one runs, the right password is not looked at either."""
    world = host.register.world
    for wrong in range(9):
        seconds = (0, 0, 0, 5, 15, 60, 300, 900, 900)[wrong]
        if seconds:
            assert tried(host, 4, 30) == 0x1E
            world.sleep_ms((seconds - 1) * 1000)
            assert tried(host, 4, 30) == tried(host, 4, 77) == 0x1E
            world.sleep_ms(1000)
        assert tried(host, 4, 77) == 0x8C and host.state()[0] == 0
    host.restart()
    world.sleep_ms(800_000)
    assert tried(host, 4, 30) == 0x1E, "switching off shortens nothing"
    world.sleep_ms(100_000)
    assert tried(host, 4, 30) == 0 and host.state()[0] == 4
    assert tried(host, 4, 77) == tried(host, 4, 77) == 0x8C and tried(host, 4, 30) == 0
    assert host.register.unit.login(1, 0, "2222").mode == 1, "the keypad has tries of its own"


def test_nobody_clears_the_tries_of_another(host):
    """Passwords of administrators tried in mode 1 or 2 between log-ins that are right."""
    for wrong in (2900, 2901, 2902):
        assert tried(host, 1, wrong) == 0x8C
        assert tried(host, 1, 1) == 0, "the operator's own tries are cleared"
    assert tried(host, 4, 30) == tried(host, 3, 29) == 0x1E
    assert tried(host, 1, 30) == 0x1E and tried(host, 1, 1) == 0
    host.register.world.sleep_ms(5000)
    assert tried(host, 3, 29) == 0
    assert tried(host, 3, 2903) == 0x8C and tried(host, 3, 29) == 0
    assert tried(host, 4, 30) == 0x1E, "29 clears its own only"


def test_a_host_that_enters_its_modes_all_day_writes_nothing(host):
    flash = host.register.world.regions["settings"]
    for mode, password in ((1, 1), (3, 29), (1, 30)):
        assert tried(host, mode, password) == 0
    before = flash.operation
    for _ in range(5):
        for mode, password in ((1, 1), (3, 29), (1, 30), (4, 30)):
            assert tried(host, mode, password) == 0
    assert flash.operation == before
    assert tried(host, 1, 77) == 0x8C and flash.operation > before
    assert tried(host, 1, 1) == tried(host, 3, 29) == tried(host, 4, 30) == 0
    before = flash.operation
    assert tried(host, 4, 30) == 0 and flash.operation == before


def test_the_inspectors_tries_are_waited_out(old):
    for _ in range(3):
        assert tried(old, 5, 1) == 0x8C
    assert tried(old, 5, 0) == 0x1E and old.code(0x45) == 0x9D
    old.restart()
    assert tried(old, 5, 0) == 0x1E and old.state() == (0, 0, 0), "a wait is no wrong password"
    old.register.world.sleep_ms(5000)
    assert tried(old, 5, 0) == 0 and old.state() == (5, 0, 0)
    assert tried(old, 4, 30) == 0


# --- reports


def test_an_x_report_is_watched(host):
    host.enter(2, 29)
    host.ask(0x67, b"\x01")
    assert host.felix.job is not None
    assert host.state() == (2, 2, 0)
    assert host.ask(0x3F)[0] in b"UD"
    assert host.ask(0x91, b"\x13\x00\x00")[2] == 0x22
    for code, parts in ((0x67, b"\x01"), (0x52, b""), (0x91, b"\x03\x01\x01"), (0x80, b"")):
        assert host.ask(code, parts) == b"U\x66\x00"
    assert "Сменный отчет без гашения" not in host.tape()
    host.run_job()
    assert host.state() == (2, 0, 0)
    assert "Сменный отчет без гашения" in host.tape()
    for kind in (2, 3, 5):
        assert host.code(0x67, bytes([kind])) == 0xA3


def test_a_z_report_is_watched_as_the_documents_say(host):
    host.enter(1, 1)
    sell(host)
    host.enter(3, 29)
    host.ask(0x5A)
    assert host.state() == (3, 2, 0)
    assert host.state() == (3, 2, 0)
    host.run_job()
    assert host.state() == (7, 1, 0)
    assert host.state() == (3, 0, 0)
    assert host.code(0x5A) == 0x8F
    assert host.number(21) == 1
    assert int(host.do(0x58).hex()) == 298
    assert host.number(10) == host.number(4) == 0
    assert host.documents()[-1]["type"] == 15
    assert host.register.world.skno.violations == []


def test_a_report_without_paper(host):
    printer = host.register.world.printer
    printer.paper_out()
    host.enter(2, 29)
    assert host.code(0x67, b"\x01") == 0x67
    assert host.state() == (2, 0, 0x09 if host.dialect == "80k" else 0x01)
    printer.load_paper()
    assert host.state() == (2, 0, 0)
    assert host.ask(0x67, b"\x01") == b"U\x00\x00"
    printer.paper_out()
    host.run_job()
    assert host.state()[1:] == (0, 0x09 if host.dialect == "80k" else 0x01)
    printer.load_paper()
    printer.open_cover()
    assert host.code(0x67, b"\x01") == 0x69
    assert host.state()[2] == 4
    assert host.ask(0x3F)[12 - 3] & 0x20 == (0x20 if host.dialect == "80k" else 0)
    printer.close_cover()
    printer.silent = True
    assert host.code(0x67, b"\x01") == 0x68
    assert host.state()[2] == 2
    printer.silent = False


def test_a_z_report_whose_print_broke_off_goes_on(host):
    host.enter(3, 29)
    assert host.ask(0x5A) == b"U\x00\x00"
    host.register.world.printer.paper_after_lines(5)
    host.run_job()
    assert host.state()[:2] == (3, 0)
    assert host.number(21) == 1, "it is registered"
    host.do(0x52)
    assert host.code(0x56, b"\x01", digits(1, 4)) == 0x1A
    host.do(0x56, b"\x03", digits(29, 4))
    assert host.code(0x5A) == 0x67
    host.register.world.printer.load_paper()
    assert host.code(0x5A) == 0, "the repetition prints what is missing"
    assert host.state() == (7, 1, 0)
    assert len([one for one in host.documents() if one["type"] == 15]) == 1


def test_reports_of_the_memory(host):
    host.enter(5, 30) if host.dialect == "rmf" else host.enter(5, 0)
    dates = digits(11226, 3) + digits(11226, 3)
    assert host.code(0x66, b"\x00", digits(1, 2), digits(1, 2)) == 0xAA
    assert host.code(0x65, b"\x00", dates) == 0xAA
    host.enter(3, 29)
    host.code(0x5A)
    host.enter(5, 30) if host.dialect == "rmf" else host.enter(5, 0)
    assert host.ask(0x66, b"\x01", digits(1, 2), digits(9, 2)) == b"U\x00\x00"
    assert host.state()[:2] == (5, 2)
    host.run_job()
    assert host.state()[:2] == (5, 0)
    assert host.code(0x65, b"\x00", dates) == 0
    assert host.tape().count("Отчет по данным из БЭП") == 2
    assert host.code(0x66, b"\x01", digits(2, 2), digits(1, 2)) == 0xA2
    assert host.code(0x65, b"\x00", digits(310226, 3), digits(11226, 3)) == 0x94
    assert host.code(0x65, b"\x00", digits(21226, 3), digits(11226, 3)) == 0x94
    if host.dialect == "80k":
        assert host.code(0x60) == 0
        assert host.do(0x63).hex() == "011226011226" + "0001" + "0001"


def test_a_span_without_shifts(old):
    old.enter(5, 0)
    assert old.code(0x63) == 0xAA and old.code(0x60) == 0xAA


def test_mode_6_of_the_rmf(rmf):
    rmf.enter(1, 1)
    sell(rmf)
    rmf.enter(6)
    assert rmf.code(0xA6) == 0
    assert rmf.code(0xA7) == 0x7A
    assert rmf.code(0xA8) == 0
    assert rmf.code(0xA9, b"\x00") == 0 and "переданы" in rmf.tape()
    for code, more in ((0xAA, b"\x00"), (0xAB, b""), (0xB0, b"")):
        assert rmf.code(code, digits(2, 4), more) == 0
        assert rmf.code(code, digits(9, 4), more) == 0xDA
        assert rmf.code(code, digits(0, 4), more) == 0xDA
    assert rmf.tape().count("Копия документа") == 3
    assert rmf.code(0xAC, digits(1, 4)) == 0 and rmf.code(0xAC, digits(2, 4)) == 0xDA
    assert rmf.code(0xAD, digits(1, 4), digits(2, 4)) == 0
    assert rmf.code(0xAD, digits(2, 4), digits(1, 4)) == 0xDB
    assert rmf.code(0xAD, digits(8, 4), digits(9, 4)) == 0xDA
    data = rmf.do(0xAE, b"\x01")
    assert len(data) == 52 and data[:5] == b"\x03\x00\x00\x01\x00"
    assert data[5:10] == bytes([26, 12, 1, 8, 0])
    assert data[10:26] == b"0000000310000001" and data[26:30] == b"\x02\x00\x00\x00"
    status = rmf.do(0xA4)
    assert len(status) == 13 and status[0] & 1


def test_mode_6_of_the_80k(old):
    old.enter(1, 1)
    sell(old)
    old.enter(6)
    assert old.code(0xA6) == 0 and old.code(0xA8) == 0
    assert old.code(0xA7) == 0x7A
    assert old.code(0xA9, digits(1, 2)) == 0xDA
    assert old.code(0xAA, digits(1, 2)) == 0
    assert old.code(0xAA, digits(2, 2)) == 0xDA
    assert old.code(0xAB, digits(2, 4)) == 0 and old.code(0xAB, digits(7, 4)) == 0xDA
    data = old.do(0xAE, b"\x01")
    assert data.hex() == "0000000298" + "2612010800" + "00000002" + "0310000001" + "4c" + "0001"
    old.enter(3)
    old.code(0x5A)
    old.enter(6)
    assert old.code(0xA9, digits(1, 2)) == 0
    assert old.code(0xAA, digits(1, 2)) == 0xDA
    dates = digits(11226, 3) + digits(11226, 3)
    assert old.code(0xAC, b"\x02", dates) == 0
    assert old.code(0xAD, b"\x02", digits(1, 2), digits(1, 2)) == 0
    assert old.state()[:2] == (6, 0)
