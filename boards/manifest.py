# The firmware, for every board: frozen into an image, or copied by `make deploy`. Libraries
# lie in build/lib once `make image-check` or `make deploy` has put them there.
package("bu", base_path="../firmware")
module("adafruit_miniqr.py", base_path="../build/lib")
