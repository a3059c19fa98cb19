"""What leaves the СКНО, and when: a queue of replies on virtual time, with faults put upon it."""

from tools.bench.models.skno_faults import Fault

SPOILERS = ("lose", "cut")


class Output:
    """Replies in the order of their times; an entry may also be a loss of power."""

    def __init__(self) -> None:
        self._queue: list[tuple[int, bytes, Fault | None]] = []
        self._ready = bytearray()
        self._ready_ms = 0

    def put(self, data: bytes, at_ms: int, acting: dict[str, Fault]) -> int:
        """Queues a reply for `at_ms`, changed by the faults; -> when it really goes out."""
        if "lose" in acting:
            return at_ms
        if "garbage" in acting:
            data = acting["garbage"].data + data
        if "cut" in acting:
            data = data[:acting["cut"].n]
        if "late" in acting:
            at_ms += acting["late"].ms
        for _ in range(2 if "twice" in acting else 1):
            self._insert(at_ms, data, None)
        return at_ms

    def put_loss(self, fault: Fault, at_ms: int) -> None:
        """Queues a loss of power behind what is due until then."""
        self._insert(at_ms, b"", fault)

    def _insert(self, at_ms: int, data: bytes, fault: Fault | None) -> None:
        place = len(self._queue)
        while place and self._queue[place - 1][0] > at_ms:
            place -= 1
        self._queue.insert(place, (at_ms, data, fault))

    def due_ms(self) -> int | None:
        """When the first entry of the queue is due."""
        return self._queue[0][0] if self._queue else None

    def release(self, mute: bool) -> Fault | None:
        """Lets the first entry out (or drops it); -> the loss of power that it is, if it is."""
        moment, data, fault = self._queue.pop(0)
        if mute:
            return fault
        if data and not self._ready:
            self._ready_ms = moment
        self._ready += data
        return fault

    def take(self) -> bytes:
        """The bytes that are out; they are given once."""
        data, self._ready = bytes(self._ready), bytearray()
        return data

    def next_ms(self) -> int | None:
        """When there is something to take: a time past, if it is there already."""
        return self._ready_ms if self._ready else self.due_ms()

    def clear(self) -> None:
        """Switched off: what has not left the device never will."""
        self._queue.clear()
