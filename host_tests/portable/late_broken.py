"""A module that fails halfway through its import, for `test_late`."""

from bu.skno import status_texts  # noqa: F401

WAY = 1
raise OSError(5)
