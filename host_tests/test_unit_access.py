"""Password hashes against CPython's own PBKDF2; people at a register on the bench."""

import asyncio
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.sim.board import Board
from bu import app
from bu.control_unit import passwords
from bu.control_unit.access import CASH_MODE, MODES, PROGRAM_MODE, REGISTER_MODE
from bu.fiscal.refusal import Refusal
from host_tests.unit_register import IDENTITY, Register
from tools.bench.models.nor import PowerCut, Tear
from tools.bench.world import World

BYTES = st.binary(max_size=80)


@given(BYTES, st.binary(max_size=20), st.integers(1, 5))
def test_derive_is_pbkdf2(password, salt, iterations):
    expected = hashlib.pbkdf2_hmac("sha256", password, salt, iterations, 32)
    assert passwords.derive(password, salt, iterations) == expected


def test_a_credential_spelled_out():
    kept = hashlib.pbkdf2_hmac("sha256", "Пароль 1".encode(), b"saltsalt", 750, 16)
    assert passwords.make("Пароль 1", b"saltsalt") == b"\x01\x02\xeesaltsalt" + kept


@given(st.text(max_size=20), st.text(max_size=20))
def test_only_the_password_fits(one, other):
    credential = passwords.make(one)
    assert passwords.verify(one, credential)
    assert passwords.verify(other, credential) == (one == other)


@given(BYTES, BYTES)
def test_same(one, other):
    assert passwords.same(one, other) == (one == other)


@pytest.mark.parametrize("bad", [b"\x02" + bytes(26), b"\x01" + bytes(26), bytes(27)])
def test_an_unknown_credential_is_no_password(bad):
    with pytest.raises(ValueError, match="credential"):
        passwords.verify("1234", bad)


@pytest.mark.regl("7/1")
def test_whoever_logs_in_stands_on_the_documents(tmp_path):
    register = Register(tmp_path)
    unit = register.unit

    def cashiers():
        return [entry["cashier"] for entry in register.world.skno.documents]

    unit.login(PROGRAM_MODE, 0, "2222")
    unit.add_user(7, "Петрова А. И.", "1234")
    unit.login(CASH_MODE, 7, "1234")
    register.sell()
    assert cashiers() == ["Иванова", "Петрова А. И."]
    register.restart()
    assert register.unit.user is None and register.unit.users() == [(7, "Петрова А. И.")]
    with pytest.raises(Refusal, match="bad_password"):
        register.unit.login(CASH_MODE, 7, "4321")
    register.sell()
    assert cashiers() == ["Иванова", "Петрова А. И.", "Иванова"]
    register.close()


@pytest.mark.regl("7/3")
def test_no_registration_at_the_keypad_with_factory_passwords(tmp_path):
    register = Register(tmp_path)
    register.close()
    unit = register.unit
    numbers = IDENTITY["unp"], IDENTITY["skko_number"], IDENTITY["skno_serial"]
    for mode, (_, factory, _) in enumerate(MODES):
        unit.login(REGISTER_MODE, 0, "9753" if mode > REGISTER_MODE else "3333")
        with pytest.raises(Refusal, match="password_initial"):
            register.do(unit.register(*numbers))
        unit.set_password(mode, 0, factory, "9753")
    assert register.do(unit.register(*numbers)) == 2


@pytest.mark.regl("3/4-5")
def test_passwords_are_no_settings(tmp_path):
    register = Register(tmp_path)
    register.close()
    for name in ("secret", "access.program", "access.tries", "access.cashiers"):
        with pytest.raises(Refusal, match="bad_setting"):
            register.unit.configure(name, b"")
    register.unit.configure("access.timeout", 60)


@pytest.mark.regl("35.3/3")
@pytest.mark.parametrize("region", ["settings", "memory", "journal"])
@pytest.mark.parametrize("kept", [0, 40])
def test_the_manufacturers_step_cut_off_is_made_again(region, kept, tmp_path):
    """At every operation of every chip; afterwards the unit is whole, and it is made once only."""
    cut = 0
    while True:
        world = World(tmp_path / str(cut), IDENTITY)
        unit = app.build(Board(world, world.printer_profile))
        asyncio.run(unit.start())
        world.regions[region].cut(cut, Tear(kept=kept))
        secret = bytes.fromhex(IDENTITY["secret"])
        try:
            unit.manufacture(IDENTITY["serial"], secret)
            whole = True
        except PowerCut:
            whole = False
        world.regions[region].power_on()
        unit = app.build(Board(world, world.printer_profile))
        asyncio.run(unit.start())
        if not unit.manufactured():
            assert not whole
            unit.manufacture(IDENTITY["serial"], secret)
        with pytest.raises(Refusal, match="bad_registration"):
            unit.manufacture("1000000000009", bytes(16))
        unit = app.build(Board(world, world.printer_profile))
        asyncio.run(unit.start())
        assert unit.manufactured() and asyncio.run(unit.check()) == []
        world.close()
        if whole:
            break
        cut += 1
    assert cut >= 1
