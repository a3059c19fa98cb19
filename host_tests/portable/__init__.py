"""Portable tests: plain `test_*` functions with asserts, on CPython (pytest) and on MicroPython (run.py)."""
