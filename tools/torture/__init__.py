"""Proof by exhaustion: campaigns that cut, spoil and wear out a register, and check what is left.

`python -m tools.torture` runs them; docs/power-loss.md says what they show and what they do not.
"""
