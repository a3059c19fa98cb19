"""Board entry: the board's table to the register, unless /hold asks it to stand aside once."""

import os


def _held() -> bool:
    try:
        os.remove("/hold")
    except OSError:
        return False
    return True


if not _held():
    import board

    from bu import station

    station.main(board)
