"""FELIX error codes (tables 9 and 14): each refusal has one code of each dialect. A late module.

What a front end finds itself (a length, a digit, a state of its receipt) is raised as
`fields.Wrong`.
"""

# refusal, code of RMF, code of 80K. One string, which stays in flash.
_REFUSALS = """
bad_sum 08 08
bad_price 08 08
bad_quantity 0A 0A
bad_rate 7B 7B
bad_name 13 13
bad_gtin 11 11
bad_section 7D 7D
bad_mark 11 11
bad_uks 11 11
mark_repeated 11 11
mark_quantity 0A 0A
bad_currency 13 13
bad_cashier 13 13
bad_tender 7E 7E
bad_command 46 46
bad_unp A7 A7
bad_key 13 13
bad_vat 13 13
bad_line 0C 0C
bad_registration A6 A6
bad_time 94 95
bad_setting 13 13
bad_file_line 46 46
mark_separator 11 11
bad_scan 11 11
bad_period 94 94
goods_missing 11 11
goods_unknown 11 11
goods_full 11 11
goods_damaged 11 11
goods_order 11 11
goods_gtin_repeated 11 11
bad_code 11 11
bad_marking_kind 11 11
mark_missing 11 11
goods_pieces 0A 0A
receipt_empty 08 08
receipt_negative 7B 7B
receipt_large 3F 3F
payment_short 72 72
cashless_over 71 71
refund_mismatch 08 97
drawer_short 73 98
counter_overflow 0B 0B
too_many_currencies 0B 0B
nothing_to_void 73 73
nothing_to_copy DA DA
nothing_to_abandon 66 66
sale_voided 73 73
sale_refunded 73 73
refund_over 73 73
shift_closed 76 8F
shift_open 9C 9C
shift_over 88 88
clock_unconfirmed 1F 1F
clock_behind 20 20
not_registered A8 A8
receipt_open 89 9B
unfinished 19 19
skno_silent C9 C9
skno_busy D4 D4
skno_protocol D3 D3
skno_foreign E5 E2
skno_rejected DB D4
skno_identification D0 D0
skno_certificate D7 D7
skno_z_unsent E7 D7
skno_full D8 D8
skno_blocked D4 D4
skno_faulty D5 D5
skno_no_crypto E4 D6
skno_oversize E2 DB
skno_shift D4 D4
skno_replaced D4 D4
printer_paper 67 67
printer_cover 69 69
printer_silent 68 68
printer_error 69 69
journal_full E6 D8
journal_faulty A0 A0
counters_differ A0 A0
memory_full 8A 8A
memory_faulty BA A0
memory_foreign BA BA
memory_order 20 20
memory_absent BA BA
settings_full 8A 8A
settings_faulty A0 A0
bad_password 8C 8C
access_wait 1E 1E
access_denied 66 66
password_weak A4 A4
password_initial A4 A4
user_exists A4 A4
user_unknown 8C 8C
too_many_users 8A 8A
device_missing C9 C9
"""


def of(refusal: str, dialect: int) -> int:
    """The code of a refusal of the control unit; `dialect` 0 is RMF, 1 is 80K."""
    start = _REFUSALS.find("\n" + refusal + " ") + len(refusal) + 2
    start += 3 * dialect
    return int(_REFUSALS[start : start + 2], 16)
