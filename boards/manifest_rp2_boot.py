# The Picos' image without the firmware, for ROMFS slots: MicroPython's own modules but for its
# _boot.py, which formats, and ours.
module("rp2.py", base_path="$(PORT_DIR)/modules")
include("$(MPY_DIR)/extmod/asyncio")
package("boards", ("parts.py", "rp2_pins.py"), base_path="..")
module("_boot.py", base_path="image_rp2")
module("boot.py")
