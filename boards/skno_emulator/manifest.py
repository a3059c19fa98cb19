# The bench's СКНО on a second board. `lowered` is this project's: the modules rewritten for
# MicroPython by tools/deploy/lower.py.
lowered(
    "tools/bench/models",
    ("skno.py", "skno_books.py", "skno_commands.py", "skno_decoder.py", "skno_faults.py",
     "skno_fields.py", "skno_job.py", "skno_ledger.py", "skno_link.py", "skno_options.py",
     "skno_output.py", "skno_receiver.py", "skno_rules.py", "skno_rules_z.py", "skno_tables.py",
     "skno_wire.py"),
    base_path="../..",
    instead={"skno_state.py": "skno_state.py", "skno_report.py": "skno_report.py"},
)
for name in ("crcmod.py", "datetime.py", "hmac.py", "lowered.py"):
    module(name, base_path="lib")
for name in ("board.py", "carriers.py", "emulator.py"):
    module(name)
