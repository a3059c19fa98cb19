"""Passwords as they are kept: PBKDF2-HMAC-SHA256 with a salt of their own (регл. 7).

A password never stands in the flash; a credential does:

    offset  size  credential
         0     1  version, 1
         1     2  iterations
         3     8  salt
        11    16  the first 16 bytes of PBKDF2 (password in UTF-8, salt, iterations)

`ITERATIONS` makes one derivation last about a third of a second on an RP2040 at 125 MHz
(docs/access.md has the figures). A credential keeps its own number, so that a later firmware may
ask for more. This slows down one who has read the flash out; one at the keypad is slowed down by
`access_tries`.
"""

import os
import struct
from hashlib import sha256

from micropython import const

ITERATIONS = const(750)
SHORTEST = const(4)
LONGEST = const(16)

_VERSION = const(1)
_SALT = const(8)
_KEPT = const(16)
_HEAD = const(11)
_BLOCK = const(64)
SIZE = const(27)


def derive(password: bytes, salt: bytes, iterations: int) -> bytes:
    """The first 32 bytes of PBKDF2-HMAC-SHA256 (RFC 8018), which is all of its first block."""
    if len(password) > _BLOCK:
        password = sha256(password).digest()
    inner, outer = bytearray(_BLOCK + 32), bytearray(_BLOCK + 32)
    for place in range(_BLOCK):
        byte = password[place] if place < len(password) else 0
        inner[place], outer[place] = byte ^ 0x36, byte ^ 0x5C
    outer[_BLOCK:] = sha256(bytes(inner[:_BLOCK]) + salt + b"\x00\x00\x00\x01").digest()
    block = sha256(outer).digest()
    total = int.from_bytes(block, "big")
    for _ in range(iterations - 1):
        inner[_BLOCK:] = block
        outer[_BLOCK:] = sha256(inner).digest()
        block = sha256(outer).digest()
        total ^= int.from_bytes(block, "big")
    return total.to_bytes(32, "big")


def make(password: str, salt: "bytes | None" = None) -> bytes:
    """The credential of a password; without a `salt`, with one from the random source."""
    return _credential(password, os.urandom(_SALT) if salt is None else salt, ITERATIONS)


def verify(password: str, credential: bytes) -> bool:
    """True for the credential's password; takes as long for a wrong one as for the right one."""
    version, iterations = struct.unpack_from(">BH", credential)
    if version != _VERSION or len(credential) != SIZE or not iterations:
        raise ValueError("credential of version %d" % version)
    return same(_credential(password, credential[3:_HEAD], iterations), credential)


def same(one: bytes, other: bytes) -> bool:
    """Compares byte strings of one length in a time that does not tell where they differ."""
    if len(one) != len(other):
        return False
    difference = 0
    for place in range(len(one)):
        difference |= one[place] ^ other[place]
    return difference == 0


def _credential(password, salt, iterations):
    kept = derive(password.encode(), salt, iterations)[:_KEPT]
    return struct.pack(">BH", _VERSION, iterations) + salt + kept
