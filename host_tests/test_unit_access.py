"""Password hashes against CPython's own PBKDF2."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bu.control_unit import passwords

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
