"""A small FELIX host: sells a scripted day over the line, and recovers what the line lost.

It shares no code with the register: codec.py and line.py are written from sections 1 and 2 of the
documents. Everything is a generator that yields how long it waits for bytes (ms), so the same host
works a real channel (run.py) and lives in the bench's virtual time (device.py).
"""
