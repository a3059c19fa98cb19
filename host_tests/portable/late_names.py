"""Says how many names MicroPython keeps of a register with a keypad, for `test_memory`."""

import micropython


def main(arguments) -> int:
    """Imports what the bench's register is made of and learns the rest; the exit status."""
    __import__("boards.sim.main")
    __import__("boards.sim.console")
    from bu.ui import names

    names.learn()
    micropython.qstr_info()
    return 0
