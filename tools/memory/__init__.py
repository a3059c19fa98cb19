"""What `make memory` measures: the unit's heap on 32-bit MicroPython (docs/memory-speed.md)."""
