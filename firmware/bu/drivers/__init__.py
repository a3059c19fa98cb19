"""Chips and devices; the bus, stream and pins are passed in."""
