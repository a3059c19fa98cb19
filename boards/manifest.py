# The firmware, for every board: what is frozen into an image, and what `make deploy` copies.
package("bu", base_path="../firmware")
require("adafruit_miniqr")
