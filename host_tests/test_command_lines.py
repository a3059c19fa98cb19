"""Command lines with a mistake in them: one clear line, status 2, no traceback."""

import importlib

import pytest

from host_tests.bench_days import ROOT

DAY = "tools/bench/days/grocery.day.jsonl"
KEYS = "tools/bench/keys/shift.keys"
FELIX = "--dialect felix-rmf"
# what is typed behind `python -m tools.`, and a part of what must be said; {tmp} is a folder
WRONG = [
    ("bench.__main__ day none.jsonl", "none.jsonl: No such file or directory"),
    ("bench.__main__ day {tmp}", "{tmp}: Is a directory"),
    ("bench.__main__ day {tmp}/bytes", "{tmp}/bytes: no text in UTF-8"),
    (f"bench.__main__ day {DAY} --goods README.md", "README.md: в строке 1 нет столбцов code"),
    (f"bench.__main__ day {DAY} --goods none.csv", "none.csv: No such file"),
    (f"bench.__main__ day {DAY} --identity {{tmp}}/list.json", "list.json: serial, secret, unp"),
    (f"bench.__main__ day {DAY} --identity README.md", "README.md: Expecting value"),
    (f"bench.__main__ day {DAY} --skno nothing:", "nothing:: unknown attachment"),
    (f"bench.__main__ day {DAY} --skno serial:/dev/none", "serial:/dev/none: No such file"),
    (f"bench.__main__ day {DAY} --skno serial:/dev/none@fast", "serial:PATH@BAUD is expected"),
    (f"bench.__main__ day {DAY} --wait long", "long: a number of seconds is expected"),
    (f"bench.__main__ day {DAY} --tape paper.bmp", "paper.bmp: a name that ends in .png"),
    (f"bench.__main__ day {DAY} --flash README.md", "README.md: File exists"),
    (f"bench.__main__ day {DAY} --resume", "--resume needs the --flash DIR"),
    ("bench.__main__ demo --out README.md", "README.md: File exists"),
    ("bench.__main__ keys none.keys", "none.keys: No such file"),
    (f"bench.__main__ keys {KEYS} --identity none.json", "none.json: No such file"),
    ("bench.__main__ host felix-rmf sim:", "sim:: a host program is expected there"),
    ("bench.__main__ host felix-rmf pty: --wait x", "x: a number of seconds is expected"),
    ("bench.skno_server file:x", "file:x: a register is expected there"),
    ("bench.skno_server pty: --faults README.md", "README.md: no list of faults"),
    ("bench.skno_server pty: --documents {tmp}/none/x", "{tmp}/none/x.new: No such file"),
    ("bench.skno_server pty: --crc-start x", "x: a number is expected"),
    ("bench.printer_server serial:/dev/none", "listen:HOST:PORT or pty: is expected"),
    ("bench.printer_server listen:x", "HOST:PORT is expected"),
    ("bench.printer_server pty: --png {tmp}/none/x.png", "{tmp}/none/x.png: No such file"),
    ("bench.unix_board README.md", "README.md: File exists"),
    (f"felix_host.__main__ none.jsonl {FELIX} pty:", "none.jsonl: No such file"),
    (f"felix_host.__main__ README.md {FELIX} pty:", "README.md, line 1: Expecting value"),
    (f"felix_host.__main__ {{tmp}}/list.json {FELIX}", "list.json, line 1: an object with «do»"),
    (f"felix_host.__main__ {DAY} {FELIX} nothing", "nothing: unknown attachment"),
    ("goods build none.csv {tmp}/g.img", "none.csv: No such file"),
    ("goods build README.md {tmp}/g.img", "README.md: в строке 1 нет столбцов"),
    ("goods build none.csv {tmp}/g.img --date today", "today: ДД.ММ.ГГГГ ЧЧ:ММ:СС is expected"),
    ("goods show README.md 7", "README.md: это не файл базы товаров"),
    ("verify none.romfs", "none.romfs: No such file"),
    ("verify README.md", "README.md: no ROMFS image"),
    ("verify {tmp}/short.romfs", "{tmp}/short.romfs: the image is cut short"),
    ("service.__main__ /dev/none", "the following arguments are required: what"),
    ("service.__main__ /dev/none goods none.img", "none.img: No such file"),
    ("service.__main__ /dev/none console state", "/dev/none: No such file"),
    ("deploy.partitions esp32 README.md/x", "README.md: "),
    ("torture.fuzz nothing", "invalid choice: 'nothing'"),
    ("torture.fuzz journal --replay none", "none: No such file"),
    ("memory.__main__ --jobs 0", "--jobs: one or more"),
]  # fmt: skip


@pytest.mark.parametrize("words, said", WRONG, ids=[words for words, _ in WRONG])
def test_wrong_command_line(words, said, tmp_path, capsys, monkeypatch):
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\0")
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "short.romfs").write_bytes(b"\xd2\xcd\x31")
    module, *arguments = words.format(tmp=tmp_path).split()
    tool = importlib.import_module("tools." + module)
    monkeypatch.setattr("sys.argv", [module, *arguments])
    monkeypatch.chdir(ROOT)
    # What a server does with signals is not to stay behind in this process.
    monkeypatch.setattr("signal.signal", lambda number, handler: None)
    try:
        status = tool.main(arguments) if tool.main.__code__.co_argcount else tool.main()
    except SystemExit as end:
        status = end.code
    assert said.format(tmp=tmp_path) in capsys.readouterr().err
    assert status == 2
