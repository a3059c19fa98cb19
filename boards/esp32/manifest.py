include("../manifest_esp32.py")
module("board.py")
