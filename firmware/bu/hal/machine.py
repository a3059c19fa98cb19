"""The machine port: the hardware contract on MicroPython's own `machine` (rp2, esp32).

    clock i2c spi uart usb pin_out pin_in pin_open tone internal_rtc watchdog rp2_flash
    esp32_partition quiet reset

Each takes the values of a board's table (`boards/NAME/board.py`) and gives an object that drivers
are handed. A pin or bus that the chip does not have is a ValueError, a partition that is not there
an OSError. `machine` is imported when the first object is made: this module can be read anywhere.
It is fetched to make a board and gone afterwards; what works on is in `machine_lines`.
"""

from micropython import const

from bu.hal import machine_lines as lines

_ENODEV = const(19)
# Eight bits and their acknowledgement, at 100 kHz.
_CLOCKS = const(9)
_HALF_US = const(5)


def clock() -> lines.Clock:
    """The clock of this board."""
    return lines.Clock()


def i2c(id: int, scl: int, sda: int, freq: int, soft: bool = False):
    """A bus; by software where the chip has no hardware on these pins, or the board wants it."""
    import machine

    pins = pin_open(scl), pin_in(sda)
    # A chip whose answer a reset cut off holds the data line until it has seen the rest of a byte.
    wait = lines.Clock().block_us
    for _ in range(_CLOCKS):
        if pins[1]():
            break
        pins[0](0)
        wait(_HALF_US)
        pins[0](1)
        wait(_HALF_US)
    if not soft:
        try:
            return machine.I2C(id, scl=pins[0], sda=pins[1], freq=freq)
        except ValueError:
            pass
    return machine.SoftI2C(scl=pins[0], sda=pins[1], freq=freq)


def spi(id: int, sck: int, mosi: int, miso: int, baudrate: int):
    """A bus in mode 0."""
    import machine

    return machine.SPI(
        id, baudrate=baudrate, polarity=0, phase=0,
        sck=machine.Pin(sck), mosi=machine.Pin(mosi), miso=machine.Pin(miso),
    )  # fmt: skip


def uart(
    id: int, tx: int, rx: int, baudrate: int, rxbuf: int = 256, flow: str = "",
    rts: "int | None" = None, cts: "int | None" = None, dtr: "int | None" = None,
) -> lines.Uart:  # fmt: skip
    """A stream, 8N1."""
    import machine

    # Numbers: what every release of both ports takes here.
    pins: "dict" = {"tx": tx, "rx": rx}
    flags = 0
    if rts is not None:
        pins["rts"] = rts
        flags |= machine.UART.RTS
    if cts is not None:
        pins["cts"] = cts
        flags |= machine.UART.CTS
    if flags:
        pins["flow"] = flags
    line = machine.UART(id, baudrate=baudrate, rxbuf=rxbuf, timeout=0, **pins)
    lines.uarts.append(line)
    return lines.Uart(line, baudrate, flow, pin_in(dtr) if dtr is not None else None)


def usb():
    """The USB serial line, a stream."""
    from bu.hal.machine_more import Usb

    return Usb()


def pin_out(number: int, value: int = 0):
    """An output."""
    import machine

    return machine.Pin(number, machine.Pin.OUT, value=value)


def pin_in(number: int):
    """An input with a pull-up."""
    import machine

    return machine.Pin(number, machine.Pin.IN, machine.Pin.PULL_UP)


def pin_open(number: int):
    """An open-drain output, released."""
    import machine

    return machine.Pin(number, machine.Pin.OPEN_DRAIN, value=1)


def tone(number: int, frequency: int):
    """A function of 0 or 1: the sounder off or on; `frequency` 0 for one that sounds by itself."""
    import machine

    if not frequency:
        return pin_out(number)
    return lines.Tone(machine.PWM(machine.Pin(number), freq=frequency, duty_u16=0))


def internal_rtc():
    """The chip's own calendar."""
    import machine

    from bu.hal.machine_more import Rtc

    return Rtc(machine.RTC())


def watchdog(timeout_ms: int):
    """Started at once; `feed()` it. It cannot be stopped."""
    import machine

    return machine.WDT(timeout=timeout_ms)


def rp2_flash(start: int, size: int):
    """A part of the storage area of the internal flash, `start` bytes from its beginning."""
    import rp2

    return rp2.Flash(start=start, len=size)  # type: ignore[call-arg]  # the stubs lack both


def esp32_partition(label: str):
    """A data partition by its label."""
    import esp32

    found = esp32.Partition.find(esp32.Partition.TYPE_DATA, label=label)
    if not found:
        raise OSError(_ENODEV)
    return found[0]


quiet = lines.quiet


def reset() -> None:
    """Starts the board anew."""
    import machine

    machine.reset()
