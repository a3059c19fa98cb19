"""What `make bench` measures: `python -m tools.benchmarks`."""
