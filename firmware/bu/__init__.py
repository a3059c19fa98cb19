"""The control unit (блок управления, БУ) of a Belarusian cash register (regulation № 29/99).

Every module below runs unchanged on MicroPython 1.25 and on CPython 3.11. Importing one does no
I/O and allocates nothing large.
"""

__version__ = "0.1.0"
