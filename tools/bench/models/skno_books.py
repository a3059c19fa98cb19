"""What a СКНО keeps: the register it knows, the shift, the documents and their УИ.

Everything here is durable when a method returns (see `skno_state`); the link above sends nothing
before. регл. 74-79; прил. 2 табл. 13
"""

import hashlib
import hmac
from collections.abc import Sequence

from tools.bench.models.skno_commands import CLOSE
from tools.bench.models.skno_decoder import decode
from tools.bench.models.skno_fields import DocumentError
from tools.bench.models.skno_ledger import Facts, Ledger
from tools.bench.models.skno_options import Options
from tools.bench.models.skno_rules import UNP_MAX, UNP_MIN, check
from tools.bench.models.skno_state import Record, State, StateError, Store
from tools.bench.models.skno_tables import Document

UID_BYTES = 12
SERIAL_END, MODEL_END = 13, 33


class Books:
    """State, ledger and the rules between them."""

    def __init__(self, store: Store, secret: bytes, options: Options) -> None:
        self.store = store
        self.secret = secret
        self.options = options
        self.ledger = Ledger()
        self._replay()

    @property
    def state(self) -> State:
        """What survives switching off."""
        return self.store.state

    def _replay(self) -> None:
        ledger, state, shift = self.ledger, self.state, 0
        for record in state.records:
            if record.shift != shift:
                ledger.open_shift()
                shift = record.shift
            try:
                ledger.apply(decode(bytes.fromhex(record.hex)))
            except (ValueError, DocumentError) as error:
                raise StateError(f"document {record.uid}: {error}") from error
        if state.shifts != shift:
            ledger.open_shift()
        if (ledger.last_number, ledger.last_z) != (state.last_number, state.last_z):
            raise StateError("last numbers differ from the documents")

    def know(self, skko: int | None, register: Sequence[str | int] | None) -> None:
        """Settings given from outside; a СКНО without them learns them at the first AAh."""
        if skko is not None and self.state.skko not in (None, skko):
            raise StateError(f"the state is of register {self.state.skko} in СККО")
        if skko is not None:
            self.state.skko = skko
        if register is not None:
            self.state.register = list(register)

    def identify(self, sender: int, data: bytes) -> tuple[bool, str]:
        """AAh: -> (the register is the known one, what is wrong with the data)."""
        state = self.state
        unp = int.from_bytes(data[MODEL_END:], "big")
        texts = [part.rstrip(b" ") for part in (data[:SERIAL_END], data[SERIAL_END:MODEL_END])]
        good = all(text and all(0x20 <= byte < 0x7F for byte in text) for text in texts)
        if not good or not UNP_MIN <= unp <= UNP_MAX:
            return False, f"identification {data.hex()}"
        register: list[str | int] = [*(text.decode("ascii") for text in texts), unp]
        if state.skko not in (None, sender) or state.register not in (None, register):
            return False, ""
        if (state.skko, state.register) != (sender, register):
            state.skko, state.register = sender, register
            self.store.save()
        return True, ""

    def open_shift(self) -> None:
        """40h."""
        self.state.shift_open, self.state.shifts = True, self.state.shifts + 1
        self.ledger.open_shift()
        self.store.save()

    def take(self, command: int, sender: int, data: bytes) -> list[str]:
        """A document of 10h or 41h: -> what is wrong; nothing, and it is taken."""
        try:
            document = decode(data)
        except DocumentError as error:
            return [f"command {command:02X}h: {error}"]
        name = f"{document['kind']} {document.get('number', document.get('z_number'))}"
        if (command == CLOSE) != (document["kind"] == "z_report"):
            return [f"{name}: sent by command {command:02X}h"]
        options = self.options
        unp = int(self.state.register[2]) if self.state.register else 0
        facts = Facts(self.ledger, sender, unp, options.base, options.first_number,
                      options.first_z, options.strict_cash)
        problems = [f"{name}: {problem}" for problem in check(document, facts)]
        if not problems:
            self._store(document, data)
        return problems

    def _store(self, document: Document, data: bytes) -> None:
        state = self.state
        uid = hmac.new(self.secret, data, hashlib.sha256).digest()[:UID_BYTES]
        self.store.append(Record(state.shifts, uid.hex().upper(), data.hex()))
        self.ledger.apply(document)
        state.unfinished = self.options.z_unfinished or document["kind"] != "z_report"
        state.last_number, state.last_z = self.ledger.last_number, self.ledger.last_z
        if document["kind"] == "z_report":
            state.shift_open = False
        self.store.save()

    def last_uid(self) -> bytes:
        """The УИ of the document taken last."""
        return bytes.fromhex(self.state.records[-1].uid)

    def finish(self) -> None:
        """The УИ has reached the register: bit 0 of byte 1 goes out."""
        self.state.unfinished = False
        self.store.save()
