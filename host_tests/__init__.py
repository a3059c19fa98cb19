"""Tests that run on the desktop; those in `portable` run on CPython and on MicroPython."""
