"""Wrong tries: counted before they are looked at, a delay that grows, power cuts (регл. 7)."""

from bu.control_unit.access import CASH_MODE, PROGRAM_MODE
from bu.control_unit.access_tries import DELAYS, OF_MODE, UNKNOWN, attempt
from bu.fiscal.refusal import Refusal
from host_tests.portable.access_unit import OWN, Unit, manager
from host_tests.portable.ramflash import Off, RamFlash
from host_tests.portable.support import raises


def test_the_delay_grows():
    unit = Unit()
    for wrong in range(12):
        seconds = DELAYS[min(wrong, len(DELAYS) - 1)]
        if seconds:
            refusal = raises(Refusal, unit.access.login, PROGRAM_MODE, 0, "2222")
            assert (refusal.name, refusal.detail) == ("access_wait", "%d с" % seconds)
            unit.wait(seconds - 1)
            refusal = raises(Refusal, unit.access.login, PROGRAM_MODE, 0, "2222")
            assert (refusal.name, refusal.detail) == ("access_wait", "1 с")
            unit.wait(1)
        assert unit.refused(PROGRAM_MODE, 0, "0000") == "bad_password"
        assert unit.tries(OF_MODE + PROGRAM_MODE) == wrong + 1
    assert list(DELAYS) == sorted(DELAYS) and DELAYS[-1] >= 600
    unit.wait(DELAYS[-1])
    unit.access.login(PROGRAM_MODE, 0, "2222")
    assert unit.tries(OF_MODE + PROGRAM_MODE) == 0
    assert unit.refused(PROGRAM_MODE, 0, "0000") == "bad_password"


def test_waiting_changes_nothing():
    unit = Unit()
    for _ in range(3):
        unit.refused(PROGRAM_MODE, 0, "0000")
    before = unit.flash.crc()
    assert unit.refused(PROGRAM_MODE, 0, "2222") == "access_wait"
    assert unit.flash.crc() == before


def test_switching_off_shortens_nothing():
    unit = Unit()
    for _ in range(3):
        unit.refused(PROGRAM_MODE, 0, "0000")
    unit.wait(DELAYS[3] - 1)
    unit.restart()
    assert unit.refused(PROGRAM_MODE, 0, "2222") == "access_wait"
    unit.wait(DELAYS[3] - 1)
    assert unit.refused(PROGRAM_MODE, 0, "2222") == "access_wait"
    unit.wait(1)
    assert unit.refused(PROGRAM_MODE, 0, "0000") == "bad_password"
    unit.restart()
    assert raises(Refusal, unit.access.login, PROGRAM_MODE, 0, "2222").detail == "15 с"


def test_each_counts_for_himself():
    """Nobody clears another's tries by logging in, and nobody shuts the others out."""
    unit = manager(code_1="1234", code_2="5678")
    for _ in range(3):
        assert unit.refused(CASH_MODE, 1, "0000") == "bad_password"
        assert unit.access.login(CASH_MODE, 2, "5678").code == 2
    assert unit.refused(CASH_MODE, 1, "1234") == "access_wait"
    assert unit.access.login(PROGRAM_MODE, 0, "2222").mode == PROGRAM_MODE
    assert (unit.tries(1), unit.tries(2)) == (3, 0)
    unit.access.remove_user(1)
    assert unit.tries(1) == 0


def test_codes_that_nobody_has_share_one_counter():
    unit = manager(code_1="1234")
    for code in (2, 3, 4):
        assert unit.refused(CASH_MODE, code, "1234") == "bad_password"
    assert unit.tries(UNKNOWN) == 3
    assert unit.refused(CASH_MODE, 5, "1234") == "access_wait"
    assert unit.access.login(CASH_MODE, 1, "1234").code == 1


def test_a_try_is_in_the_flash_before_the_password_matters():
    """Up to the comparison right and wrong do the same: cut there, the right one cost a try."""
    for known, password in (("2222", "2222"), (OWN[PROGRAM_MODE], OWN[PROGRAM_MODE])):
        unit = Unit()
        if known != "2222":
            unit.access.set_password(PROGRAM_MODE, 0, "2222", known)
        wrong, right = unit.copy(), unit.copy()
        programs = wrong.flash.programs
        wrong.refused(PROGRAM_MODE, 0, "0000")
        right.flash.left = wrong.flash.programs - programs
        raises(Off, right.access.login, PROGRAM_MODE, 0, password)
        assert right.session.user is None
        assert right.flash.crc() == wrong.flash.crc()
        right.restart()
        assert right.tries(OF_MODE + PROGRAM_MODE) == 1


def test_power_cut_at_every_moment_of_a_try():
    """A wrong answer that was given is counted; a login that was cut off is no login."""
    for password, ends in (("0000", Refusal), ("2222", None)):
        for kept in (0, 1, 20):
            cut = 0
            while True:
                unit = Unit()
                unit.refused(PROGRAM_MODE, 0, "0000")
                unit.flash.left, unit.flash.kept = cut, kept
                try:
                    unit.access.login(PROGRAM_MODE, 0, password)
                    whole = True
                except Refusal:
                    whole = ends is Refusal
                except Off:
                    whole = False
                    assert unit.session.user is None
                unit.restart()
                count = unit.tries(OF_MODE + PROGRAM_MODE)
                assert unit.access.login(PROGRAM_MODE, 0, "2222").mode == PROGRAM_MODE or count > 2
                if whole:
                    assert count == (2 if ends else 0)
                    break
                assert count in (1, 2) if ends else count in (0, 1, 2)
                cut += 1
            assert cut >= 1


def test_power_cut_while_a_password_is_changed():
    """The old one or the new one opens; never both, never none."""
    cut = 0
    while True:
        unit = Unit()
        unit.flash.left = cut
        try:
            unit.access.set_password(PROGRAM_MODE, 0, "2222", "7531")
            whole = True
        except Off:
            whole = False
        opens = []
        for password in ("2222", "7531"):
            other = unit.copy()
            try:
                other.access.login(PROGRAM_MODE, 0, password)
                opens.append(password)
            except Refusal:
                pass
        assert opens == ["7531"] if whole else len(opens) == 1
        if whole:
            break
        cut += 1
    assert cut >= 2


class DeadFlash(RamFlash):
    """A chip that takes nothing any more."""

    def writeblocks(self, block, buf, off=0):
        self.programs += 1


def test_what_cannot_be_counted_is_not_tried():
    unit = Unit().copy(DeadFlash)
    for password in ("2222", "0000"):
        assert unit.refused(PROGRAM_MODE, 0, password) == "settings_faulty"
    assert unit.session.user is None


HOST = 11000


def opens(unit, groups, password, known=b""):
    """What a host's `password` opens, where group 0 has 7 and group 1 has 8; else the refusal."""
    try:
        return attempt(unit, groups, lambda group: password if password == 7 + group else 0, known)
    except Refusal as refusal:
        return refusal.name


def test_a_hosts_wrong_password_counts_for_all_that_it_may_have_meant():
    unit = Unit()
    for _ in range(3):
        assert opens(unit, (0, 1), 9) == "bad_password"
        assert opens(unit, (0, 1), 8) == 8
    assert (unit.tries(HOST), unit.tries(HOST + 1)) == (3, 0)
    before = unit.flash.crc()
    assert opens(unit, (0,), 7) == opens(unit, (0,), 9) == "access_wait"
    assert unit.flash.crc() == before
    assert opens(unit, (0, 1), 7) == "access_wait", "not looked at, and so wrong for the other"
    assert (unit.tries(HOST), unit.tries(HOST + 1)) == (3, 1)
    unit.restart()
    assert opens(unit, (0,), 7) == "access_wait"
    unit.wait(DELAYS[3])
    assert opens(unit, (0, 1), 7) == 7
    assert (unit.tries(HOST), unit.tries(HOST + 1)) == (0, 1)


def test_a_hosts_try_is_in_the_flash_before_the_answer():
    """Cut at each write: a password that was right or wrong costs the first group a try."""
    for password in (7, 9):
        unit = Unit()
        unit.flash.left = 1
        raises(Off, opens, unit, (0, 1), password)
        unit.restart()
        assert (unit.tries(HOST), unit.tries(HOST + 1)) == (1, 0)
    unit = Unit().copy(DeadFlash)
    assert opens(unit, (0,), 7) == opens(unit, (0,), 9) == "settings_faulty"


def test_what_a_host_entered_before_is_not_written():
    unit = Unit()
    before = unit.flash.crc()
    assert opens(unit, (0, 1), 8, b"\x07\x08") == 8 and unit.flash.crc() == before
    assert opens(unit, (0, 1), 9, b"\x07\x08") == "bad_password" and unit.tries(HOST + 1) == 1
    assert opens(unit, (0, 1), 8, b"\x07\x08") == 8 and unit.tries(HOST + 1) == 0
