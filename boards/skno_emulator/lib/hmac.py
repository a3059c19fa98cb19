"""HMAC as CPython's library has it, for a hash with blocks of 64 bytes."""

_BLOCK = 64


class _Mac:
    def __init__(self, key, message, digest):
        if len(key) > _BLOCK:
            key = digest(key).digest()
        key = key + bytes(_BLOCK - len(key))
        inner = digest(bytes(byte ^ 0x36 for byte in key))
        inner.update(message)
        outer = digest(bytes(byte ^ 0x5C for byte in key))
        outer.update(inner.digest())
        self._outer = outer

    def digest(self) -> bytes:
        """The code."""
        return self._outer.digest()


def new(key, message, digest):
    """The code of `message`."""
    return _Mac(key, message, digest)
