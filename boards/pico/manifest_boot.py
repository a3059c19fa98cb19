include("../manifest_rp2_boot.py")
module("board.py")
