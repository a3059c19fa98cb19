"""Runs portable test modules on MicroPython (and, as well, on CPython).

    micropython -X heapsize=192k start.py IMAGE host_tests.portable.run MODULE
    micropython -X heapsize=192k start.py IMAGE host_tests.portable.run --import bu.fiscal.money

One line a test or a module; the exit status is 1 if one failed, or if a module has no tests.
"""

import gc
import sys


def print_error(error):
    """Print a traceback on either interpreter."""
    if hasattr(sys, "print_exception"):
        sys.print_exception(error)
    else:
        import traceback

        traceback.print_exception(error)


def attempt(label, function):
    """Call a function, say how it ended; True if it did not raise."""
    gc.collect()
    try:
        function()
    except Exception as error:
        print("FAIL", label)
        print_error(error)
        return False
    print("ok  ", label)
    return True


def load(name):
    """Import a module by its dotted name and return it."""
    __import__(name)
    return sys.modules[name]


def run_tests(name):
    """Run every test function of a module by name; True if there are some and all passed."""
    print(name)
    module = load(name)
    tests = sorted(entry for entry in dir(module) if entry.startswith("test_"))
    passed = [attempt(entry, getattr(module, entry)) for entry in tests]
    if not tests:
        print("FAIL", name, "has no tests")
    return bool(tests) and all(passed)


def main(args):
    """Run what the arguments name; returns the exit status."""
    if args[:1] == ["--import"]:
        done = [attempt(name, lambda name=name: load(name)) for name in args[1:]]
    else:
        done = [run_tests(name) for name in args]
    return 0 if done and all(done) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
