"""The register on a PC: `python -m boards.desktop [TABLE.py]`; a table is a file like board.py."""

import importlib.util
import sys

from bu import station


def _table(arguments):
    if not arguments:
        from boards.desktop import board

        return board
    path = arguments[0]
    try:
        spec = importlib.util.spec_from_file_location("board_table", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    except (OSError, AttributeError, SyntaxError) as error:
        text = getattr(error, "strerror", None) or "no table of a board"
        print("%s: %s\n%s" % (path, text, __doc__), file=sys.stderr)
        raise SystemExit(2) from None


if __name__ == "__main__":
    try:
        station.main(_table(sys.argv[1:]))
    except KeyboardInterrupt:
        print("ended by Ctrl-C", file=sys.stderr)
