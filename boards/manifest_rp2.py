# The Picos: everything, for an image with the firmware frozen; what a slot holds is taken from it.
include("manifest_rp2_boot.py")
include("manifest.py")
module("main.py", base_path="../firmware")
