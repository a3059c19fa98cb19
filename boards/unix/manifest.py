# MicroPython's unix port: the unit of the simulated bench.
include("../manifest.py")
package(
    "boards",
    ("sim/__init__.py", "sim/board.py", "sim/console.py", "sim/main.py", "sim/remote.py",
     "sim/worker.py"),
    base_path="../..",
)
