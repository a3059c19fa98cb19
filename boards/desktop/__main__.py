"""The register on a PC: `python -m boards.desktop [TABLE]`; a table is a file like board.py."""

import importlib.util
import sys

from bu import station


def _table(arguments):
    if not arguments:
        from boards.desktop import board

        return board
    spec = importlib.util.spec_from_file_location("board_table", arguments[0])
    if spec is None or spec.loader is None:
        raise SystemExit("%s is no table of a board" % arguments[0])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    station.main(_table(sys.argv[1:]))
