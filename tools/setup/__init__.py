"""Set-up of a development machine: virtual environment, MicroPython runtime, bytecode."""
