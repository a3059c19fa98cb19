# The ESP32 boards' image without the firmware, for ROMFS slots: MicroPython's own but for its
# _boot.py, which formats, and ours.
module("flashbdev.py", base_path="$(PORT_DIR)/modules")
include("$(MPY_DIR)/extmod/asyncio")
package("boards", ("parts.py",), base_path="..")
module("_boot.py", base_path="image_esp32")
module("boot.py")
