include("../manifest_rp2.py")
module("board.py")
