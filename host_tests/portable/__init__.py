"""Portable tests: plain `test_*` functions with asserts.

pytest runs them on CPython, run.py on MicroPython.
"""
