"""Tables of fields (прил. 2 п. 1); `field_writer` encodes by them, `field_reader` decodes.

A table is made of fields: name, type, width in bytes, mask. A field with a mask stands there only
when the table's FLAGS field before it has one of the mask's bits set. All numbers are high byte
first. In RAM a table is a list of names and an array of packed integers.

    type      value                          bytes
    UINT      int                            unsigned
    FLAGS     int                            unsigned; decides about the masked fields behind it
    SUM       kopecks                        sign bit, 39-bit roubles, a byte of kopecks 0-99
    NEGATIVE  kopecks, not below zero        the same, sent negative; zero stays positive zero
    TEXT      str                            cp1251, cut to the width, padded with spaces
    RAW       bytes                          padded with 00h
    GTIN      (kind, 13 digits or "")        4 bits of kind, 13 decimal digits of 4 bits
    TIME      (year, ..., second)            month, day, year - 2000, hour, minute, second
    RESERVED  -                              00h
"""

from micropython import const

# The widest field of all tables, the marking code.
WIDEST = const(256)

UINT = const(0)
FLAGS = const(1)
SUM = const(2)
NEGATIVE = const(3)
TEXT = const(4)
RAW = const(5)
GTIN = const(6)
TIME = const(7)
RESERVED = const(8)

TYPE_AT = const(11)
MASK_AT = const(9)
_MASK = const(3)
_WIDTH = const(0x1FF)


def size(table: tuple, flags: int = 0) -> int:
    """Bytes of one record of `table` with that FLAGS value."""
    total = 0
    for code in table[1]:
        total += width_of(code, flags)
    return total


def width_of(code: int, flags: int) -> int:
    """Bytes of the field with this packed integer; 0 where it is not there with that FLAGS."""
    mask = code >> MASK_AT & _MASK
    return 0 if mask and not mask & flags else code & _WIDTH
