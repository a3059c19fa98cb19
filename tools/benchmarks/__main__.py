"""`make bench`: all benchmarks, one after another, in one run."""

from tools.benchmarks import felix, flash, goods, receipt

for part in (flash, receipt, felix, goods):
    part.main()
    print()
