"""`make bench`: all benchmarks, one after another, in one run."""

from tools.benchmarks import flash, receipt

flash.main()
print()
receipt.main()
