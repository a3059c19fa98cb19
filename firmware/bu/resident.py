"""What stays in memory from the start on; all else is fetched when it is needed (`bu.late`).

In the order of import, from the bottom up: an import inside an import costs C stack on a board.
"""

from bu import late

MODULES = """
late
fiscal.texts fiscal.dates fiscal.refusal fiscal.money fiscal.document fiscal.counters fiscal.cp1251
fiscal.marking fiscal.receipt
storage.errors storage.layout storage.log_reader storage.log_opening storage.log
storage.journal_records storage.journal_reader storage.journal
storage.fiscal_keeper
storage.settings
skno.crc skno.frames skno.packets skno.commands skno.status skno.timing skno.inquiry skno.link
skno.carriers skno.client
printing.items printing.codepage printing.profiles printing.unit printing.escpos
drivers.printer_escpos
control_unit.packing control_unit.fold control_unit.core control_unit.papers
control_unit.blocking control_unit.gate control_unit.cycle
control_unit.access_session control_unit.operations control_unit.stock control_unit.selling
control_unit.state control_unit.facade
"""
# Their names, with those above, are more than the 1260 that six of MicroPython's tables hold
# (bu.ui.names): the seventh, 9 KB that stay, is made now, and not between late modules.
SOON = "control_unit.shift control_unit.stored skno.documents printing.reports"

for _name in MODULES.split():
    __import__("bu." + _name)
if late.forgets:
    for _name in SOON.split():
        late.fetch("bu." + _name)
