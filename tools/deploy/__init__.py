"""Puts the firmware on a board; checks without one that it fits."""
