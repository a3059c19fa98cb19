"""Chips, buses and a `machine` of the tests' own, on virtual time; run on both interpreters.

Each model has the rules of its data sheet and raises `Violation` where a driver breaks one: what a
real chip would answer with silence or nonsense must not pass a test.
"""
