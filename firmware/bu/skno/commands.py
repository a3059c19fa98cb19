"""Commands of the СКНО (прил. 2 табл. 10) and the data sizes of their answers, in bytes."""

from micropython import const

IDENTIFY = const(0xAA)
TIME = const(0x55)
OPEN_SHIFT = const(0x40)
DOCUMENT = const(0x10)
Z_REPORT = const(0x41)
REPEAT_UID = const(0x11)

UID_SIZE = const(12)

ANSWER_SIZES = {
    IDENTIFY: (0,),
    TIME: (6,),
    OPEN_SHIFT: (0,),
    DOCUMENT: (UID_SIZE,),
    # Table 16 is printed with 2 bytes; a УИ has 12.
    Z_REPORT: (UID_SIZE, 2),
    REPEAT_UID: (UID_SIZE,),
}
# Commands whose answer is a УИ.
BRINGS_UID = (DOCUMENT, Z_REPORT, REPEAT_UID)
