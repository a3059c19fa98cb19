"""Board entry of the СКНО emulator; stands aside once where /hold asks for it."""

import os


def main() -> None:
    """Serves until somebody wants the REPL."""
    if "hold" in os.listdir("/"):
        os.remove("/hold")
        return
    import board
    import emulator

    try:
        emulator.main(board)
    except KeyboardInterrupt:
        pass


main()
