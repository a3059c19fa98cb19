"""The operator's place of the simulated bench: keys and scanner lines come as orders.

Runs in the unit's own process, on CPython or MicroPython, beside those of `orders`.

    order     {"do": "part", "name": "keypad", "there": false}    a device is taken off, put back
              {"do": "console"}                switched on: the interface starts the unit
              {"do": "key", "name": "7"}       a key press, by its name in `bu.ui.keypad`
              {"do": "scan", "line": "..."}    a line of the scanner
              {"do": "tick"}                   time has passed
    outcome   {"ok": true, "cashier": [4 rows], "customer": [2 rows], "sounds": [[ms on, off ...]]}
"""

from boards.sim.orders import Orders
from bu.ui import modes
from bu.ui.console import Console

_CASHIER, _CUSTOMER, _COLUMNS = 4, 2, 20


class Panel:
    """A display that keeps what it shows, and the sounds it was asked for."""

    def __init__(self, rows: int):
        self.rows = [" " * _COLUMNS] * rows
        self.sounds = []

    def show(self, row: int, text: str) -> None:
        """One row."""
        if len(text) != _COLUMNS:
            raise ValueError("a row of %d characters: %s" % (len(text), text))
        self.rows[row] = text

    def sound(self, pattern: tuple) -> None:
        """A sound."""
        self.sounds.append(list(pattern))


class ConsoleWorker(Orders):
    """Carries out orders on a control unit with a keypad and two displays."""

    def __init__(self, unit, board):
        super().__init__(unit)
        self._clock = board.clock
        self._taken_off = board.taken_off
        self._cashier, self._customer = Panel(_CASHIER), Panel(_CUSTOMER)
        self._console = Console(unit, self._cashier, self._customer, self._clock, modes.main)
        self._actions["part"] = self._part
        self._actions["console"] = self._begin
        self._actions["key"] = self._key
        self._actions["scan"] = self._scan
        self._actions["tick"] = self._tick

    async def _part(self, order):
        (self._taken_off.discard if order["there"] else self._taken_off.add)(order["name"])
        return self._shown()

    async def _begin(self, order):
        await self._console.start()
        return self._shown()

    async def _key(self, order):
        await self._console.key(order["name"])
        return self._shown()

    async def _scan(self, order):
        await self._console.scan(order["line"])
        return self._shown()

    async def _tick(self, order):
        await self._console.tick(self._clock.now_ms())
        return self._shown()

    def _shown(self):
        sounds, self._cashier.sounds = self._cashier.sounds, []
        return {
            "cashier": list(self._cashier.rows),
            "customer": list(self._customer.rows),
            "sounds": sounds,
        }
