"""Marking codes beside biip, which reads GS1 and was written by nobody here (регл. 64)."""

import biip
from hypothesis import given, settings
from hypothesis import strategies as st

from bu.fiscal import marking
from bu.fiscal.refusal import Refusal

# Characters of GS1's set 82 that a marking code may have, the separator apart.
LETTERS = "ABCXYZabcxyz0123456789+/=!?-_.,()"
GTINS = ("04817904152218", "04811137090019", "00000046198488")
SERIALS = st.text(LETTERS, min_size=1, max_size=20)
PARTS = st.sampled_from(["91EE06", "93dGVz", "92" + "a" * 44, "10LOT-7", "240part", "8005012345"])
FIXED = st.sampled_from(["17260101", "11251231", "3103000289"])


def read_by_biip(code):
    """{AI: value} as biip reads a code, None where it reads none."""
    try:
        message = biip.parse(code).gs1_message
    except biip.ParseError:
        return None
    return message and {found.ai.ai: found.value for found in message.element_strings}


def read_by_unit(code):
    """The name of the refusal, or "" and the GTIN."""
    try:
        return "", marking.check_mark(code.encode())
    except Refusal as refusal:
        return refusal.name, ""


@given(st.sampled_from(GTINS), st.lists(FIXED, max_size=2, unique=True), SERIALS,
       st.lists(PARTS, max_size=3, unique=True))  # fmt: skip
@settings(max_examples=300)
def test_what_gs1_allows_is_taken_and_read_the_same(gtin, fixed, serial, parts):
    code = "01" + gtin + "".join(fixed) + "\x1d".join(["21" + serial, *parts])
    seen = read_by_biip(code)
    assert seen and seen["01"] == gtin and seen["21"] == serial
    assert read_by_unit(code) == ("", gtin[1:])
    assert marking.check_mark(marking.unit_of(code.encode())) == gtin[1:]


@given(st.sampled_from(GTINS), SERIALS, st.lists(PARTS, min_size=1, max_size=3, unique=True))
@settings(max_examples=300)
def test_a_dropped_separator_is_never_read_as_another_structure(gtin, serial, parts):
    """Either it is noticed, or it went into a serial number that is still short enough."""
    code = "01" + gtin + "".join(["21" + serial, *parts])
    name, found = read_by_unit(code)
    if len(serial + "".join(parts)) > 20:
        assert name == "mark_separator"
    else:
        assert (name, found) == ("", gtin[1:])
        assert (read_by_biip(code) or {"21": ""})["21"] == serial + "".join(parts)


@given(st.sampled_from(GTINS), st.text(LETTERS + "\x1d", max_size=60))
@settings(max_examples=400)
def test_nothing_is_taken_that_biip_does_not_read(gtin, rest):
    code = "01" + gtin + "21" + rest
    name, _ = read_by_unit(code)
    if not name and not any(label in code for label in ("\x1d00", "\x1d01", "\x1d02", "\x1d03")):
        seen = code[18:].split("\x1d")[0]
        assert 1 <= len(seen) <= 20
        parsed = read_by_biip("01" + gtin + "21" + seen)
        assert parsed and parsed["21"] == seen
