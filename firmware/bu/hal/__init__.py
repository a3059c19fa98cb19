"""The hardware contract: what a board hands to the control unit.

Drivers and protocols know these shapes and no machine. A port is a set of objects that keep them;
`sim` is the bench, others drive real parts.

Flash   the extended block device of MicroPython, synchronous:
        readblocks(n, buf, off), writeblocks(n, buf, off) programs (clears bits) inside one page
        of 256 bytes, ioctl(4, 0) counts blocks, ioctl(5, 0) is the block size (4096), ioctl(6, n)
        erases
Stream  async write(data); async read(timeout_ms) -> bytes: at least one, or b"" when time is over
Clock   now_ms() -> monotonic milliseconds that never wrap; async sleep_ms(n)
Rtc     now() -> (year, month, day, hour, minute, second); set(time) of the same shape
"""
