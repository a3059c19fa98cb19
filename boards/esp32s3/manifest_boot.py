include("../manifest_esp32_boot.py")
module("board.py")
