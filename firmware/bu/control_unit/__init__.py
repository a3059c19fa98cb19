"""The control unit: the one facade that keypad, hosts and scripted days call.

facade.py   ControlUnit: every cash operation and report, and their rules
service.py  manufacture, registration, settings and rates
cycle.py    the working cycle: prepared, sent, committed, printed; and its resumption
gate.py     every exchange with the СКНО
papers.py   journal entries as documents, and documents as paper
record.py   the paper section of a journal record, byte by byte
fold.py     counters as a fold over the journal
core.py     the parts, and what they share
"""
