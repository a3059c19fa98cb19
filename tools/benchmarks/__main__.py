"""`make bench`: all benchmarks, one after another, in one run."""

from tools.benchmarks import flash, goods, receipt

for part in (flash, receipt, goods):
    part.main()
    print()
