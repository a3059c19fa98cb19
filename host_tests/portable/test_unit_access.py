"""Modes, passwords, cashiers, automatic log-out (регл. 7), on the real settings."""

from bu.control_unit import passwords
from bu.control_unit.access import CASH_MODE, MEMORY_MODE, MODES, PROGRAM_MODE, REGISTER_MODE
from bu.control_unit.access_tries import OF_MODE
from bu.fiscal import cp1251
from bu.fiscal.refusal import Refusal
from host_tests.portable.access_unit import ALL, OWN, Unit, manager
from host_tests.portable.support import raises, refused, unhex

REGL = {
    "test_the_factory_passwords_open_each_mode": ("7/1-5",),
    "test_no_password_of_one_mode_opens_another": ("3/4", "7/1-4"),
    "test_there_is_no_fifth_mode": ("3/5",),
    "test_cashiers": ("7/5",),
    "test_only_the_programming_mode_has_cashiers_in_hand": ("7/2",),
    "test_a_password_is_changed_only_by_who_knows_it": ("3/4",),
}  # fmt: skip


def test_pbkdf2_vectors():
    """Published ones: RFC 7914 and the widely used set for SHA-256."""
    for password, count, expected in (
        (b"passwd", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"),
        (b"password", 1, "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b"),
        (b"password", 2, "ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43"),
        (b"password", 4096, "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"),
    ):
        assert passwords.derive(password, b"salt", count) == unhex(expected)


def test_the_same_password_is_never_kept_the_same_way():
    one, other = passwords.make("4711"), passwords.make("4711")
    assert one != other and len(one) == len(other) == passwords.SIZE
    assert passwords.verify("4711", one) and passwords.verify("4711", other)
    assert not passwords.verify("4712", one)


def test_the_factory_passwords_open_each_mode():
    unit = Unit()
    for mode in ALL:
        user = unit.access.login(mode, 0, MODES[mode][1])
        assert unit.session.user is user
        assert (user.mode, user.code, user.name) == (mode, 0, MODES[mode][2])
    unit.session.logout()
    assert unit.session.user is None


def test_no_password_of_one_mode_opens_another():
    for mode in ALL:
        for other in ALL:
            if other != mode:
                assert Unit().refused(mode, 0, MODES[other][1]) == "bad_password"


def test_there_is_no_fifth_mode():
    for mode in (-1, 4, 255):
        assert Unit().refused(mode, 0, "1111") == "access_denied"


def test_own_passwords_before_registration():
    unit = Unit()
    for mode in ALL:
        assert refused(unit.access.require_own_passwords) == "password_initial"
        unit.access.set_password(mode, 0, MODES[mode][1], OWN[mode])
    unit.access.require_own_passwords()
    assert unit.access.initial() == []
    unit.restart()
    unit.access.require_own_passwords()
    for mode in ALL:
        assert unit.refused(mode, 0, MODES[mode][1]) == "bad_password"
        assert unit.access.login(mode, 0, OWN[mode]).mode == mode


def test_a_cashier_counts_as_an_own_password_of_the_cash_mode():
    unit = manager(code_1="1234")
    assert unit.access.initial() == [PROGRAM_MODE, REGISTER_MODE, MEMORY_MODE]


def test_no_password_stands_in_the_flash():
    unit = manager(code_7="Zx81-secret")
    unit.access.set_password(MEMORY_MODE, 0, "4444", "Amiga-secret")
    cells = b"".join(unit.flash.cells)
    assert cp1251.encode("Кассир 7") in cells
    assert b"secret" not in cells and b"Zx81" not in cells


def test_what_a_new_password_may_be():
    unit = Unit()
    for weak in ("", "123", "12345678901234567", "1111", "2222", "3333", "4444"):
        refusal = raises(Refusal, unit.access.set_password, PROGRAM_MODE, 0, "2222", weak)
        assert refusal.name == "password_weak"
    assert unit.tries(OF_MODE + PROGRAM_MODE) == 0
    for good in ("1234", "1234567890123456", "пароль"):
        unit = Unit()
        unit.access.set_password(PROGRAM_MODE, 0, "2222", good)
        assert unit.access.login(PROGRAM_MODE, 0, good).mode == PROGRAM_MODE


def test_a_password_is_changed_only_by_who_knows_it():
    unit = Unit()
    refusal = raises(Refusal, unit.access.set_password, PROGRAM_MODE, 0, "2223", "5555")
    assert refusal.name == "bad_password"
    assert unit.tries(OF_MODE + PROGRAM_MODE) == 1
    unit.access.set_password(PROGRAM_MODE, 0, "2222", "5555")
    assert unit.tries(OF_MODE + PROGRAM_MODE) == 0
    refusal = raises(Refusal, unit.access.set_password, PROGRAM_MODE, 0, "5555", "5555")
    assert refusal.name == "password_weak"


def test_cashiers():
    unit = manager(code_12="1234", code_7="5678", code_9999="9876")
    assert unit.access.users() == [(7, "Кассир 7"), (12, "Кассир 12"), (9999, "Кассир 9999")]
    unit.restart()
    user = unit.access.login(CASH_MODE, 7, "5678")
    assert (user.mode, user.code, user.name) == (CASH_MODE, 7, "Кассир 7")
    assert unit.refused(CASH_MODE, 12, "5678") == "bad_password"
    assert unit.session.user is user
    unit.access.set_password(CASH_MODE, 12, "1234", "abcd")
    assert unit.access.login(CASH_MODE, 12, "abcd").name == "Кассир 12"
    unit.access.login(PROGRAM_MODE, 0, "2222")
    unit.access.remove_user(7)
    assert [code for code, _ in unit.access.users()] == [12, 9999]
    assert unit.refused(CASH_MODE, 7, "5678") == "bad_password"
    assert unit.access.login(CASH_MODE, 9999, "9876").code == 9999


def test_the_common_password_ends_with_the_first_cashier():
    unit = manager(code_1="1234")
    assert unit.refused(CASH_MODE, 0, "1111") == "bad_password"
    unit.access.remove_user(1)
    assert unit.access.login(CASH_MODE, 0, "1111").code == 0


def test_cashiers_to_the_limit():
    unit = manager()
    name = "Константинопольская-Ю Анна-Мар"
    for code in range(1, 33):
        unit.access.add_user(code * 300, name, "1234")
    refusal = raises(Refusal, unit.access.add_user, 5, name, "1234")
    assert refusal.name == "too_many_users"
    unit.restart()
    assert unit.access.users() == [(code * 300, name) for code in range(1, 33)]
    assert unit.access.login(CASH_MODE, 9600, "1234").name == name


def test_bad_cashiers():
    unit = manager(code_7="1234")
    for code, name, wanted in (
        (7, "Другой", "user_exists"), (0, "Ноль", "bad_cashier"), (10000, "Много", "bad_cashier"),
        (-1, "Минус", "bad_cashier"), ("8", "Текст", "bad_cashier"), (8, "", "bad_cashier"),
        (8, " Пробел", "bad_cashier"), (8, "Строка\n", "bad_cashier"),
        (8, "Я" * 31, "bad_cashier"), (8, "Две\nстроки", "bad_cashier"),
        (8, "Знак\x7fв", "bad_cashier"), (8, "Żubr", "bad_cashier"),
    ):  # fmt: skip
        assert refused(unit.access.add_user, code, name, "1234") == wanted, name
    assert refused(unit.access.add_user, 8, "Слабый", "123") == "password_weak"
    assert refused(unit.access.remove_user, 8) == "user_unknown"
    assert unit.access.users() == [(7, "Кассир 7")]


def test_only_the_programming_mode_has_cashiers_in_hand():
    for mode in (None, CASH_MODE, REGISTER_MODE, MEMORY_MODE):
        unit = Unit()
        if mode is not None:
            unit.access.login(mode, 0, MODES[mode][1])
        assert refused(unit.access.add_user, 1, "Имя", "1234") == "access_denied"
        assert refused(unit.access.remove_user, 1) == "access_denied"


def test_who_may_give_a_new_password_without_the_old_one():
    allowed = {PROGRAM_MODE: (CASH_MODE,), REGISTER_MODE: (CASH_MODE, PROGRAM_MODE, MEMORY_MODE)}
    for own in ALL:
        for mode in ALL:
            unit = Unit()
            unit.access.login(own, 0, MODES[own][1])
            if mode in allowed.get(own, ()):
                unit.access.reset_password(mode, 0, "7531")
                assert unit.access.login(mode, 0, "7531").mode == mode
            else:
                refusal = raises(Refusal, unit.access.reset_password, mode, 0, "7531")
                assert refusal.name == "access_denied"
                assert unit.access.login(mode, 0, MODES[mode][1]).mode == mode
    refusal = raises(Refusal, Unit().access.reset_password, CASH_MODE, 0, "7531")
    assert refusal.name == "access_denied"


def test_a_forgotten_password_of_a_cashier():
    unit = manager(code_7="1234")
    for _ in range(3):
        assert unit.refused(CASH_MODE, 7, "4321") == "bad_password"
    assert unit.refused(CASH_MODE, 7, "4321") == "access_wait"
    unit.access.reset_password(CASH_MODE, 7, "7777")
    assert unit.tries(7) == 0
    assert unit.access.login(CASH_MODE, 7, "7777").code == 7
    unit.access.login(PROGRAM_MODE, 0, "2222")
    assert refused(unit.access.reset_password, CASH_MODE, 8, "7777") == "user_unknown"


def test_automatic_log_out():
    unit = Unit()
    unit.settings.set("access.timeout", 60)
    start = unit.clock.time
    assert not unit.session.expired(start + 10**9)
    unit.access.login(PROGRAM_MODE, 0, "2222")
    assert not unit.session.expired(start + 59999)
    unit.session.touch(start + 59999)
    assert not unit.session.expired(start + 119998)
    assert unit.session.user is not None
    assert unit.session.expired(start + 119999)
    assert unit.session.user is None
    assert not unit.session.expired(start + 10**9)
    unit.settings.set("access.timeout", 0)
    unit.access.login(PROGRAM_MODE, 0, "2222")
    assert not unit.session.expired(start + 10**12)


def test_a_new_password_of_one_leaves_the_others():
    unit = manager(code_1="1234", code_2="5678", code_3="9012")
    unit.access.set_password(CASH_MODE, 2, "5678", "0987")
    for code, password in ((1, "1234"), (2, "0987"), (3, "9012")):
        assert unit.access.login(CASH_MODE, code, password).code == code
