"""FELIX: nearly every command of both dialects, answered alike by both interpreters."""

import pytest

from host_tests.felix_bench import FelixBench

RMF_TAIL = "00 000000 0000000000 00 0000000000 0000000000 01 04"
PRINTING = (0x22, 0x23, 0x25, 0x26)
# Requests in hex behind the access password; text in quotes is CP866.
BOTH = """
45 | 3F | A5 | 9D 01 | 4D | 01 | 56 01 00000099 | 56 01 00000001 | 9A 01 | 9A 00
49 00 0000010000 | 4F 00 0000000500 | 4C "Хлеб"
"""
RMF = """
48 00 0000000298 0000001500 03 TAIL | 48 01 0000000298 0000001500 03 TAIL
48 00 0000000900 0000001000 00 01 001000 0000000100 02 0000000000 0000000000 01 04
48 00 0000000100 0000001000 00 TAIL | 4E 00 0000000100 0000001000 00 TAIL | BF 07 "1234"
53 00 | 99 00 02 0000000500 | 99 00 01 0000005000 | 91 14 00 00 | 4A 01 00 0000000000
4A 00 00 0000000000
57 00 0000000100 0000001000 00 000000 0000000000 06 0000000000 0000000000 01 04
99 00 01 0000000100 | 4A 00 00 0000000000 | 92 00 01 | 59 | 92 00 04 | 93 00
7E 19 "Петрова" | 69 19 | 69 06 | 55 | 68 | A4 | 7A 03 | 72 | 5E "Привет" | 5E "мир" | 52
"""
OLD = """
48 00 0000000298 0000001500 03 | 43 00 01 00 00 001000 | 78 | 43 00 01 01 01 0000000050
51 00 | 4E 00 0000000298 0000001500 03
53 00 | 43 00 00 00 00 000500 | 48 00 0000000100 0000001000 00
4A 00 01 0000005000 | 41 00 0000000469 0000001000 | 59 | 57 00 0000000100 0000001000
4A 00 01 0000000000 | 92 00 01 | 59 | 92 00 04 | 4C "x" | 5F "Счет 5" | 75 | 88 03E8 000A | 52
"""
REPORTS = """
56 02 00000029 | 67 01 | 67 02 | 52 | 80 | 82 | 6C | 73
C2 00 "481000000123" | C2 15 "https://a.by/" | C2 05 | C2 04 "ABC" | C2 03 "x"
91 01 01 00 | 91 03 01 01 | 91 0A 00 00 | 91 0C 01 00 | 91 12 00 00 | 91 13 00 00 | 91 18 00 00
91 17 00 00 | 91 63 00 00
56 03 00000029 | 5A | 5A | 58 | 52 | 56 04 00000030
46 02 0001 01 | 50 02 0001 01 07 | 50 02 0001 16 00 | 46 03 0001 02 | 50 03 0001 02 "Сидорова"
50 06 0001 01 "Добрый день" | 46 06 0001 01 | 46 09 0064 01 | 50 09 0064 01 "Имя:" 00
50 07 0003 01 "Хлеб" | 46 07 0003 01 | 46 08 0001 01 | 46 0A 0001 01 | 64 021226 | 64 021226
4B 093000 | 61 00000001 | 52
"""
RMF_END = """
56 04 00000030 | 5B 01 | 5C "10.0.0.1" | 5D "7777" | 79 "apn" | 6B "u" | 6D "p" | 81 "255.0.0.0"
83 "10.0.0.2" | 89 "10.0.0.3" | 7A 01 | 7A 02
7E 01 "г. Минск" | 69 01 | 50 07 0003 03 01 | 50 08 0001 01 2000 | 50 08 0003 01 0001 | 6A
50 02 0001 21 04 | 7E 0C 05 | 50 02 0001 21 04 | 7E 0C 01 | 91 21 00 00 | 50 02 0001 19 02
50 02 0001 27 01 | 50 03 0001 03 "19000000700x" | 50 03 0001 03 "190000007001"
7E 1C "123456789012" | 69 1C | 52 | 56 01 00000001 | 69 1C | 9A 00 | 69 1C
48 00 0000000120 0000001000 03 TAIL
48 00 0000000120 0000001000 03 00 000000 0000000000 01 0000000002 0000000000 01 04
48 00 0000000120 0000001000 03 00 000000 0000000000 01 0000000020 0000000000 01 04
52 | 56 03 00000029 | 5A | 52 | 56 01 00000001 | 59 | 52 | 56 03 00000029 | 5A | 52
56 05 00000030 | 65 01 011226 311226 | 66 00 0001 0001 | 66 00 0002 0001 | 52
56 06 00000030 | A6 | A7 | A8
A9 00 | AA 00000002 00 | AB 00000099 | AC 00000001 | AD 00000001 00000002
AE 01 | B0 00000002 | 52 | 91 19 00 00 | 91 1A 00 00 | 91 1C 00 00 | 91 36 00 00
"""
OLD_END = """
56 04 00000030 | 8B FF00 | 8B 00FF | 8C | 9E
90 01 | 8D 01 01 0000 | 8A 00 | 71 | 50 02 0001 25 01 | 50 02 0001 0B 03 | 46 02 0001 0B
50 02 0001 37 40 | 46 06 0001 01 | 50 02 0001 37 44 | 50 02 0001 19 05 | 52
56 05 00000001 | 45 | 56 05 00000000 | 63 | 60 | 65 00 011226 311226 | 66 00 0001 0001 | 52
56 06 00000030 | A6 | A8 | A9 0001 | AA 0009
AB 00000002 | AE 01 | 52 | 91 0D 00 00 | 91 0E 00 00
91 0B 00 00 | 91 0F 00 00 | 91 10 00 00 | 84 | 77
"""
DAYS = {
    "felix-rmf": BOTH + RMF + REPORTS + RMF_END,
    "felix-80k": BOTH + OLD + REPORTS + OLD_END,
}


def requests(script):
    """The bytes of each request."""
    for request in script.replace("TAIL", RMF_TAIL).replace("\n", "|").split("|"):
        data = b""
        for place, part in enumerate(request.split('"')):
            data += part.encode("cp866") if place % 2 else bytes.fromhex(part)
        if data:
            yield b"\x00\x00" + data


def transcript(made, script):
    """(request, answer) of each, once no report prints any more."""
    said = []

    def work():
        for request in requests(script):
            answer = bytes((yield from made.line.command(request)))
            said.append((request.hex(), answer.hex()))
            state = bytes((0, PRINTING[0]))
            while state[1] in PRINTING:
                state = bytes((yield from made.line.command(b"\x00\x00\x45")))
                yield from made.line.pause(500)

    made.work(work())
    return said


@pytest.mark.parametrize("dialect", DAYS)
def test_both_interpreters_answer_alike(micropython, tmp_path, dialect):
    ways = []
    for runtime in ("cpython", "micropython"):
        made = FelixBench(tmp_path / runtime, dialect, runtime)
        ways.append(transcript(made, DAYS[dialect]))
        assert made.world.skno.violations == []
        assert made.world.printer.finish() == []
        ways.append(made.world.printer.tape.text)
        made.close()
    assert ways[2] == ways[0]
    assert ways[3] == ways[1]
    done = sum(answer.startswith("5500") for _, answer in ways[0])
    print(f"{dialect}: {len(ways[0])} commands, {done} carried out")
    assert len(ways[0]) > 100 and done > 80


@pytest.mark.parametrize("runtime", ["cpython", "micropython"])
def test_text_is_printed_when_the_host_is_quiet(micropython, tmp_path, runtime):
    made = FelixBench(tmp_path, "felix-rmf", runtime)

    def said():
        for text, pause in ((b"5E1", 1000), (b"5E2", 3000), (b"5E3", 3000)):
            yield from made.line.command(b"\x00\x00\x5e" + text)
            yield from made.line.pause(pause)

    made.work(said())
    tape = made.world.printer.tape.text
    assert tape[tape.index("# 5E1 #") + 1] == "# 5E2 #", "one slip"
    assert tape.index("# 5E3 #") > tape.index("# 5E2 #") + 2, "another one"

    def alone():
        """2.1: «123» is printed by 4Ch."""
        for request in (b"\x56\x01\x00\x00\x00\x01", b"\x4c123"):
            yield from made.line.command(b"\x00\x00" + request)
        yield from made.line.pause(3000)

    made.work(alone())
    assert "# 123 #" in made.world.printer.tape.text
    made.close()
