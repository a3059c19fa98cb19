"""The thirteen blockings of регл. 26 as one table: what each stops, its sound, what comes after.

A row: name, where it is noticed, sound, what may be done once it is lifted, and its refusals. A
refusal's display line and remedy (what lifts it) stand in `bu.fiscal.refusal`; here stands which
operations it stops, by the names of the facade's methods. A place is a module of the firmware;
where several notice the same, the first of them notices it before anything is numbered, and
`blocking` also when idle. A refusal that stands in no row is one of the last row.

Imported when something blocks: a register in order does without it.
"""

from micropython import const

from bu.control_unit.blocking import WRITES_MEMORY

# What may be done with the operation that was stopped (регл. 27).
FINISH = const(1)  # it stands: `resume` goes on with it
REPEAT = const(2)  # nothing of it stands: it is entered again, an open receipt is still there
CANCEL = const(4)  # `abandon` what is prepared, `cancel` an open receipt, or let it be

# Milliseconds on, off, on ...
SHORT = (150,)
TWICE = (150, 100, 150)
LONG = (600, 200, 600, 200, 600)

_DOCUMENTS = const(("sell", "refund", "void", "deposit", "withdraw", "card_payout"))
_JOURNALLED = _DOCUMENTS + ("cancel",)
_OPENING = _JOURNALLED + ("open_shift",)
_SHIFT = _OPENING + ("z_report",)
_ALL = _JOURNALLED + WRITES_MEMORY
_CASH = const(("withdraw", "card_payout", "refund", "void"))
_PRINTED = _JOURNALLED + (
    "z_report", "register", "x_report", "copy", "copy_z", "memory_report", "control_tape",
    "print_text",
)  # fmt: skip

_OFFER = REPEAT | CANCEL
_ANY = FINISH | REPEAT | CANCEL

CAUSES = (
    ("negative", "fiscal.receipt", SHORT, _OFFER, {"receipt_negative": ("sell", "refund")}),
    (
        "overflow", "fiscal.counters, fiscal.receipt", LONG, _OFFER,
        {"counter_overflow": _DOCUMENTS, "too_many_currencies": _DOCUMENTS},
    ),
    ("journal", "blocking, storage.journal", LONG, _OFFER, {"journal_full": _JOURNALLED}),
    (
        "paper", "blocking, drivers.printer_escpos", TWICE, _ANY,
        {"printer_paper": _PRINTED, "printer_cover": _PRINTED},
    ),
    (
        "memory", "blocking_memory, storage.fiscal_memory", LONG, _ANY,
        {
            "memory_full": ("open_shift", "z_report"),
            "memory_faulty": _ALL,
            "memory_absent": _ALL,
            "memory_foreign": _ALL,
        },
    ),
    (
        "skno", "blocking, gate, skno.status", LONG, _ANY,
        {
            "skno_silent": _SHIFT,
            "skno_busy": _SHIFT,
            "skno_protocol": _SHIFT,
            "skno_foreign": _SHIFT,
            "skno_rejected": _SHIFT,
            "skno_identification": _SHIFT,
            "skno_faulty": _SHIFT,
            "skno_no_crypto": _SHIFT,
            "skno_shift": _SHIFT,
            # The СКНО decides itself whether it takes a Z-report then (прил. 2 табл. 12).
            "skno_full": _OPENING,
            "skno_certificate": _OPENING,
            "skno_z_unsent": _OPENING,
        },
    ),
    ("skno_blocked", "blocking, gate, skno.status", LONG, _ANY, {"skno_blocked": _SHIFT}),
    (
        "devices", "blocking, fold, drivers.printer_escpos", LONG, _ANY,
        {
            # A shift can still be closed, and what is there be read.
            "device_missing": _OPENING,
            "printer_silent": _PRINTED,
            "printer_error": _PRINTED,
            "journal_faulty": _SHIFT,
            "counters_differ": ("x_report", "z_report"),
            "settings_faulty": ("login", "configure"),
        },
    ),
    (
        "order", "blocking, core, storage.fiscal_memory", LONG, _OFFER,
        {"memory_order": WRITES_MEMORY, "clock_behind": _ALL},
    ),
    ("cash", "fiscal.counters", SHORT, _OFFER, {"drawer_short": _CASH}),
    ("marking", "fiscal.receipt", SHORT, _OFFER, {"mark_quantity": ("sell", "refund")}),
    ("shift_over", "blocking, selling", TWICE, _OFFER, {"shift_over": ("sell", "refund")}),
    ("wrong", "fiscal, control_unit", SHORT, _OFFER, {}),
)  # fmt: skip

# Mandatory devices by the names that boards use in `parts` (регл. 4, 26).
PARTS = {
    "memory": "БЭП",
    "journal": "память журнала",
    "settings": "память настроек",
    "skno": "СКНО",
    "printer": "принтер",
    "keypad": "клавиатура",
    "cashier_display": "индикатор кассира",
    "customer_display": "индикатор потребителя",
    "scanner": "сканер",
    "clock": "часы",
}


def row(refusal: str) -> tuple:
    """The row of CAUSES that a refusal name belongs to."""
    for cause in CAUSES:
        if refusal in cause[4]:
            return cause
    return CAUSES[-1]


def stops(refusal: str) -> tuple:
    """The facade's methods that a refusal stops as long as it holds; () for what was entered."""
    return row(refusal)[4].get(refusal, ())
