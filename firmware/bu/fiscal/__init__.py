"""The fiscal domain: money, documents, receipts, counters and refusals.

Pure: no I/O, no clock of its own, and nothing else of ``bu`` is imported from here. Times come in
as 6-tuples, sums as kopecks, quantities as thousandths.
"""
