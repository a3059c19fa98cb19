"""The bench: real counterparts of the control unit, each with its own rules and codecs."""
