"""MicroPython's unix port as a board: what a deploy has to know of it."""

NAME = "unix"
CHIP = "unix"
ARCH = "x86"
