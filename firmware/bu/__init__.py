"""The control unit (блок управления, БУ) of a Belarusian cash register, as regulation № 29/99 describes it.

Every module below runs unchanged on MicroPython 1.25 and on CPython 3.11. Importing this package does
nothing else: no I/O, no allocation.
"""

__version__ = "0.1.0"
