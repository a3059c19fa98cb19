# MicroPython's unix port: the unit of the simulated bench.
include("../manifest.py")
package("boards/sim", base_path="../..")
package("boards", ("parts.py",), base_path="../..")
module("board.py")
