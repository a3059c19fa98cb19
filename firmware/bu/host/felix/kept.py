"""What hosts program and the register keeps: the setting host.felix. `Felix.stored` reads it.

Entries of table, row, field, length (a byte each) and value; see docs/felix.md, Tables.
"""


def store(felix, table: int, row: int, field: int, value: bytes) -> None:
    """Programs a field; b"" takes it back to its default. Refusal: settings_full."""
    blob = felix.unit.kept("host.felix")
    place = 0
    head = bytes((table, row, field))
    while place < len(blob):
        end = place + 4 + blob[place + 3]
        if blob[place : place + 3] == head:
            blob = blob[:place] + blob[end:]
            break
        place = end
    if value:
        blob += head + bytes((len(value),)) + value
    keep(felix, blob)


def keep(felix, blob: bytes) -> None:
    """All that is programmed, at once. Refusal: settings_full."""
    felix.unit.keep("host.felix", blob)
    felix.forget()
