"""How a dialogue is taken on from key to key inside any event loop.

A dialogue is a coroutine. What it yields is the event loop's business, apart from `WAIT`, which
says that a key is wanted: `Step` hands everything else on, so that a dialogue may await both keys
and operations of the control unit.
"""


class _Wait:
    """What a dialogue that waits for a key yields, and nothing else does."""

    def __iter__(self):
        name = yield self
        return name

    __await__ = __iter__


WAIT = _Wait()


class Given:
    """An event that is there already: awaiting it does not wait."""

    def __init__(self, name):
        self._name = name

    def __iter__(self):
        yield from ()
        return self._name

    __await__ = __iter__


class Step:
    """Takes a dialogue on from one `WAIT` to the next; all else it yields goes to the loop."""

    def __init__(self, dialogue, move):
        self._dialogue = dialogue
        self._move = move

    def __iter__(self):
        out = self._move()
        while out is not WAIT:
            try:
                sent = yield out
            except BaseException as error:  # a time-out or a cancelled task is for who waits
                out = self._dialogue.throw(error)
            else:
                out = self._dialogue.send(sent)

    __await__ = __iter__
