"""The deliberate faults that `mutants` puts into the firmware, and what has to notice each."""

from __future__ import annotations

from dataclasses import dataclass

CONTROL, STORAGE = "bu/control_unit/", "bu/storage/"


@dataclass(frozen=True)
class Mutant:
    """`probe`: words for `tools.torture.probe`, which must find a violation; `old` becomes `new`
    in `file`, and `more` (file, old, new) where one rule stands in several places; `breaks`: the
    rule that it breaks."""

    name: str
    probe: tuple[str, ...]
    file: str
    old: str
    new: str
    breaks: str
    more: tuple[tuple[str, str, str], ...] = ()


MUTANTS = (
    Mutant(
        "ack first", ("cuts", "deposit"), "bu/skno/client.py",
        """\
                if on_answer is not None:
                    on_answer(*link.answer)
                link.acknowledge(clock.now_ms())
""",
        """\
                answer = link.answer
                link.acknowledge(clock.now_ms())
                await carrier.write(link.output())
                if on_answer is not None:
                    on_answer(*answer)
""",
        "the УИ is durable before its ACK leaves",
    ),
    Mutant(
        "printed too early", ("cuts", "deposit"), CONTROL + "cycle.py",
        """\
        await self._print(papers.items(core, entry))
        with Guard(JOURNAL):
            core.journal.printed()
""",
        """\
        items = papers.items(core, entry)
        with Guard(JOURNAL):
            core.journal.printed()
        await self._print(items)
""",
        "printed is recorded after the printer said so",
    ),
    Mutant(
        "no word of a repeat", ("cuts", "deposit"), CONTROL + "cycle.py",
        "self._begun = self._begun or (startup and not self.is_prepared())",
        "self._begun = self._begun",
        "a print that was cut is repeated as a repeat",
    ),
    Mutant(
        "prepared is given up", ("cuts", "deposit"), CONTROL + "cycle.py",
        """\
            if not fresh and self.is_prepared():
                await self._ask_first(startup)
""",
        """\
            if startup and self.is_prepared():
                self._core.journal.withdraw()
                return
            if not fresh and self.is_prepared():
                await self._ask_first(startup)
""",
        "a document that the СКНО may have is not given up",
    ),
    Mutant(
        "bit 0 is not looked at", ("cuts", "deposit"), "bu/skno/client.py",
        """\
            if not status.unfinished:
                return status
            try:
""",
        """\
            if status is not None:
                return status
            try:
""",
        "11h settles a document whose answer was lost",
    ),
    Mutant(
        "БЭП twice", ("cuts", "z_report"), CONTROL + "cycle.py",
        "if entry.kind == d.Z_REPORT and core.memory.state.z_number < entry.number:",
        "if entry.kind == d.Z_REPORT:",
        "a Z-report that is in the БЭП is not written there again",
    ),
    Mutant(
        "БЭП behind paper", ("cuts", "z_report"), CONTROL + "cycle.py",
        """\
            self._remember(entry)
        if self._on_paper(entry.kind):
            await self._print(papers.items(core, entry))
""",
        """\
            await self._print(papers.items(core, entry))
            self._remember(entry)
        elif self._on_paper(entry.kind):
            await self._print(papers.items(core, entry))
""",
        "a Z-report is in the БЭП before its first line is printed",
    ),
    Mutant(
        "torn counts", ("cuts", "sale"), STORAGE + "log_opening.py",
        "        whole = not self._difference(position, length)\n",
        "        whole = True\n",
        "a record that was cut off does not count",
    ),
    Mutant(
        "fold from the checkpoint only", ("cuts", "withdraw"), CONTROL + "fold.py",
        "    blob, entries = journal.fold_from()\n",
        "    blob, entries = journal.fold_from()[0], ()\n",
        "counters are a fold over all committed records",
    ),
    Mutant(
        "printer not reset", ("cuts", "deposit"), "bu/drivers/printer_escpos.py",
        "        self._flush = True\n        self._failed = True\n",
        "        self._flush = False\n        self._failed = True\n",
        "a command that the printer was in is ended before anything else",
    ),
    Mutant(
        "slip forgotten", ("cuts", "cancel"), CONTROL + "cycle.py",
        """\
            if startup:
                with Guard(JOURNAL):
                    self._core.journal.ready()
""",
        """\
            if startup:
                with Guard(JOURNAL):
                    self._core.journal.ready()
                    if not self.pending().number:
                        self._core.journal.printed()
                        return
""",
        "the slip of a cancelled receipt is printed after a cut, too",
    ),
    Mutant(
        "last УИ taken", ("noise", "10 {}"), "bu/skno/client.py",
        "        if command in BRINGS_UID and not (last_uid and data == last_uid):\n",
        "        if command in BRINGS_UID:\n",
        "the УИ of the last document settles no other one",
        (
            (
                CONTROL + "gate.py",
                "        if data and bytes(data) == self._core.journal.state.uid:\n",
                "        if data is None:\n",
            ),
            (
                "bu/skno/inquiry.py",
                "        if (command, data) != self._last:\n",
                "        if data is not None:\n",
            ),
        ),
    ),
    Mutant(
        "Z in the БЭП first", ("cuts", "z_report"), CONTROL + "cycle.py",
        "                await self.gate.register(command, entry.image_size, source, fresh)\n",
        """\
                if entry.kind == d.Z_REPORT and self._core.memory.state.z_number < entry.number:
                    self._remember(entry)
                await self.gate.register(command, entry.image_size, source, fresh)
""",
        "a Z-report is in the БЭП after the СКНО took it",
    ),
    Mutant(
        "no REQ before", ("cuts", "deposit"), "bu/skno/client.py",
        """\
        status = await self.status(on_answer)
        if status.prohibitions(command):
""",
        """\
        status = self.last_status or await self.status(on_answer)
        if status.prohibitions(command):
""",
        "each command has a REQ before it",
    ),
    Mutant(
        "packet number stands", ("skno", "long sale"), "bu/skno/packets.py",
        "        self._number += 1\n",
        "        self._number = min(self._number + 1, max(1, self.total - 1))\n",
        "each packet has its number",
    ),
    Mutant(
        "MAC not looked at", ("flash", "limits"), STORAGE + "fiscal_reader.py",
        "            if self._chain.mac(link, found.data, found.more) == mac:\n",
        "            if link is not None:\n",
        "a record of the БЭП that the unit did not write is named",
    ),
    Mutant(
        "fold not compared", ("flash", "limits"), CONTROL + "shift.py",
        "    if not core.fold.same(whole):\n",
        "    if whole is None:\n",
        "no report is made of counters that no document made",
    ),
    Mutant(
        "nothing erased ahead", ("flash", "limits"), STORAGE + "journal.py",
        "self._log.append(entry.record, entry.size(), pieces, _SETTLE)\n",
        "self._log.append(entry.record, entry.size(), pieces)\n",
        "nothing is erased between a document's first byte and its УИ",
    ),
    Mutant(
        "no sector to spare", ("brown", "sale"), STORAGE + "log.py",
        "self.reserve(size + FRAME + behind, SPACE if behind else 0)\n",
        "self.reserve(size + FRAME + behind)\n",
        "nor where the sector goes bad that its УИ belongs in",
    ),
    Mutant(
        "mended until something is behind", ("bad", "void", "7"), STORAGE + "log_opening.py",
        "        return view[0] == 0\n",
        "        return view[0] == 0 and self._used() == final % SECTOR + 1\n",
        "a record that counted at one start counts at the next",
    ),
    Mutant(
        "stuck header is lost", ("bad", "z_report", "7"), STORAGE + "log_mending.py",
        "                or _cut_off(log, position, found[1])\n", "",
        "a record that was cut off may have a stuck bit in its header",
    ),
    Mutant(
        "room kept for no shift", ("flash", "restarted"), STORAGE + "journal.py",
        "        spare = _CLOSE if self.state.shift_open else 0\n",
        "        spare = _CLOSE\n",
        "a Z-report frees the journal, also where a sector is bad",
    ),
    Mutant(
        "checkpoint forgets the sale", ("cuts", "void"), CONTROL + "fold.py",
        '            yield struct.pack(">Q", self.last_sale)\n',
        '            yield struct.pack(">Q", 0)\n',
        "a checkpoint holds all that the fold has",
    ),
    Mutant(
        "checkpoint one behind", ("cuts", "void"), STORAGE + "journal_records.py",
        '            ">IIIBI", self.number, self.payment_number,',
        '            ">IIIBI", self.number - 1, self.payment_number,',
        "a checkpoint holds the last number",
    ),
    Mutant(
        "withdrawn in doubt", ("skno", "sale"), CONTROL + "cycle.py",
        'if error.accepted is False and (fresh or error.name != "skno_faulty"):',
        'if not error.accepted and (fresh or error.name != "skno_faulty"):',
        "only what the СКНО certainly has not is given up",
    ),
    Mutant(
        "faulty is believed", ("twice", "sale"), CONTROL + "cycle.py",
        'if error.accepted is False and (fresh or error.name != "skno_faulty"):',
        "if error.accepted is False:",
        "a faulty СКНО is not believed that it has not got a document",
    ),
    Mutant(
        "40h twice", ("cuts", "open_shift"), CONTROL + "cycle.py",
        "        elif entry.record == j.OPENING and status.shift_open:\n",
        "        elif entry.record == j.OPENING and status is None:\n",
        "a shift that the СКНО opened is not opened again",
    ),
    Mutant(
        "41h twice", ("quiet", "z_report.2"), CONTROL + "cycle.py",
        "        elif entry.kind == d.Z_REPORT and not status.shift_open:\n",
        "        elif entry.kind == d.Z_REPORT and status is None:\n",
        "a Z-report that the СКНО took is not sent again",
    ),
    Mutant(
        "any sender", ("skno", "sale"), "bu/skno/inquiry.py",
        "    if sender != ours.skno_serial:\n",
        "    if sender is None:\n",
        "an answer of another СКНО is not taken",
    ),
    Mutant(
        "no CRC", ("skno", "sale"), "bu/skno/packets.py",
        "    if crc.update(body[:end], crc_start) != body[end] << 8 | body[end + 1]:\n",
        "    if crc.update(body[:end], crc_start) < 0:\n",
        "a damaged answer is not taken",
    ),
    Mutant(
        "not read back", ("flash", "sectors journal"), STORAGE + "log.py",
        "            if chunk[:count] != page[at : at + count]:\n",
        "            if count == 0:\n",
        "a record counts when it was read back",
    ),
    Mutant(
        "page used again", ("cuts", "deposit"), STORAGE + "log_opening.py",
        "        start = page_up(offset)\n",
        "        start = offset\n",
        "a page in which a program was cut off is not programmed again",
    ),
    Mutant(
        "weak sector kept", ("bad", "cancel", "0"), STORAGE + "log.py",
        "            self._device.ioctl(_ERASE, block)\n",
        """\
            whole = bytearray(SECTOR)
            self._device.readblocks(block, whole, 0)
            if not is_blank(whole):
                self._device.ioctl(_ERASE, block)
""",
        "a blank sector is erased again before its first program",
    ),
    Mutant(
        "printer not asked", ("printer", "sample"), "bu/drivers/printer_escpos.py",
        """\
        if self.profile.status is None:
            return
        if self.profile.barrier:
""",
        """\
        if self.profile.status is not None:
            return
        if self.profile.barrier:
""",
        "a print is done when the printer says so",
    ),
    Mutant(
        "report forgotten", ("cuts", "enlist"), CONTROL + "cycle.py",
        """\
            await self.print_registration(startup)
            return
""",
        """\
            return
""",
        "the report of a registration is printed after a cut, too",
    ),
    Mutant(
        "БЭП slot used again", ("cuts", "z_report"), STORAGE + "fiscal_reader.py",
        "                while is_blank(self._load(slot - 1)):\n",
        "                while self._judge(slot - 1) == TORN:\n",
        "a slot in which a program was cut off is not used again",
    ),
    Mutant(
        "given up unasked", ("skno", "sale"), CONTROL + "cycle.py",
        """\
        await self._ask_first(False)
        if self.is_prepared():
            status = await self.gate.settle()
            if not status.ok:
                raise Refusal("skno_faulty")  # nor is it believed that it has not got this
        if self.is_prepared():
""",
        """\
        if self.is_prepared():
""",
        "a document is given up when the СКНО says that it has not got it",
    ),
    Mutant(
        "one look", ("twice", "z_report"), "bu/skno/client.py",
        "            if status.raw == before.raw:\n                return status\n",
        "            return before\n",
        "a status is believed when it came twice",
    ),
    Mutant(
        "nothing erased at the start", ("flash", "limits"), CONTROL + "cycle.py",
        "                    self._core.journal.ready()\n",
        "                    pass\n",
        "a start erases ahead before it asks the СКНО",
    ),
    Mutant(
        "settings lose the sector", ("cuts", "program"), STORAGE + "settings.py",
        "            log.keep_from = self._append(_ALL, whole)\n",
        "            log.keep_from = self._append(_ALL, changes)\n",
        "a new sector of the settings begins with all of them",
    ),
)
