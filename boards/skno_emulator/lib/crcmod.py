"""crcmod's one function that the СКНО uses: CRC-16, high bit first, by nibbles."""

from array import array


def mkCrcFun(poly, initCrc=0, rev=False, xorOut=0):
    """The function of data that gives its CRC."""
    table = array("H")
    for high in range(16):
        value = high << 12
        for _ in range(4):
            value = value << 1 ^ (poly if value & 0x8000 else 0)
            value &= 0xFFFF
        table.append(value)

    def crc(data):
        value = initCrc
        for byte in data:
            value = (value << 4 & 0xFFFF) ^ table[value >> 12 ^ byte >> 4]
            value = (value << 4 & 0xFFFF) ^ table[value >> 12 ^ byte & 15]
        return value ^ xorOut

    return crc
