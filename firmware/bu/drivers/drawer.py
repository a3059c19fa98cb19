"""The cash drawer's solenoid on a pin: one pulse opens it."""

from micropython import const

# A solenoid gets warm: another pulse only after as long a pause as four pulses.
_PAUSE = const(4)


class Drawer:
    """`pin` is a function of 0 or 1; a pulse lasts `pulse_ms` (solenoids take 50-200)."""

    def __init__(self, clock, pin, pulse_ms: int = 120):
        self._clock = clock
        self._pin = pin
        self._pulse_ms = pulse_ms
        self._free_at = 0

    async def open(self) -> bool:
        """Gives the pulse; False where the last one was too short a time ago."""
        now = self._clock.now_ms()
        if now < self._free_at:
            return False
        self._free_at = now + self._pulse_ms * (1 + _PAUSE)
        self._pin(1)
        try:
            await self._clock.sleep_ms(self._pulse_ms)
        finally:
            self._pin(0)
        return True
