# The ESP32 boards: everything, for an image with the firmware frozen; a slot's files are of these.
include("manifest_esp32_boot.py")
include("manifest.py")
module("main.py", base_path="../firmware")
