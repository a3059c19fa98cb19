"""The control unit: the one facade that keypad, hosts and scripted days call.

facade.py       ControlUnit: every cash operation and report, and their rules
cycle.py        the working cycle: prepared, sent, committed, printed; and its resumption
gate.py         every exchange with the СКНО
record.py       the paper section of a journal record, byte by byte; stored.py reads it
papers.py       journal entries as documents, and documents as paper
fold.py         counters as a fold over the journal
blocking.py     what stops the unit
core.py         the parts, and what they share

What is seldom needed (reports, programming, service, access ...) is imported when it is asked for:
see `bu.late`, and `LATE` in facade.py.
"""
