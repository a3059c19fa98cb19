"""A small event loop on a world's time, with the names that boards use of `asyncio`.

No task runs twice before the others ran once; time moves on only when all of them wait.
"""


class CancelledError(BaseException):
    """The task is cancelled."""


class _Until:
    def __init__(self, us):
        self.us = us

    def __iter__(self):
        yield self

    __await__ = __iter__


class Task:
    """A coroutine that the loop takes on."""

    def __init__(self, coroutine):
        self.coroutine = coroutine
        self.due = 0
        self.done = False
        self.error = None
        self.result = None

    def cancel(self):
        """Throws CancelledError into it."""
        if not self.done:
            self._move(lambda: self.coroutine.throw(CancelledError()))

    def step(self):
        """Goes on to its next wait."""
        self._move(lambda: self.coroutine.send(None))

    def _move(self, move):
        try:
            out = move()
        except StopIteration as end:
            self.done, self.result = True, end.value
        except CancelledError:
            self.done = True
        except Exception as error:
            self.done, self.error = True, error
        else:
            assert isinstance(out, _Until), out
            self.due = out.us


class Event:
    """Set once; waiting for it looks every millisecond."""

    loop = None

    def __init__(self):
        self._set = False

    def set(self):
        self._set = True

    def is_set(self):
        return self._set

    async def wait(self):
        while not self._set:
            await self.loop.sleep_ms(1)


class Loop:
    """`asyncio` for the modules of a board."""

    def __init__(self, world):
        self._world = world
        self.tasks = []

        class _Event(Event):
            loop = self

        self.Event = _Event
        self.CancelledError = CancelledError

    async def sleep_ms(self, duration):
        await _Until(self._world.us + max(0, duration) * 1000)

    def create_task(self, coroutine):
        task = Task(coroutine)
        task.due = self._world.us
        self.tasks.append(task)
        return task

    def run(self, coroutine, limit_ms=600000):
        """Runs a coroutine to its end, and the others beside it; its result or its exception."""
        main = self.create_task(coroutine)
        self.run_until(lambda: main.done, limit_ms)
        if main.error is not None:
            raise main.error
        return main.result

    def run_until(self, ready, limit_ms=600000):
        """Runs all tasks until `ready()`; AssertionError when the time is over."""
        end = self._world.us + limit_ms * 1000
        while not ready():
            waiting = [task for task in self.tasks if not task.done]
            self.tasks = waiting
            assert waiting, "nobody is left to run"
            first = min(task.due for task in waiting)
            assert first <= end, "%d ms are over" % limit_ms
            if first > self._world.us:
                self._world.us = first
            for task in waiting:
                if not task.done and task.due <= self._world.us:
                    task.step()

    def pass_ms(self, duration):
        """Lets so much time pass."""
        until = self._world.us + duration * 1000
        self.create_task(self.sleep_ms(duration))
        self.run_until(lambda: self._world.us >= until, duration + 60000)
