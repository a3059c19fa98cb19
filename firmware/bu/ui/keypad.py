"""What the keys give that are typed with, by name (where they are: `layout`)."""

# What these keys put into a number.
DIGITS = {
    "0": "0", "1": "1", "2": "2", "3": "3", "4": "4", "5": "5", "6": "6", "7": "7", "8": "8",
    "9": "9", "00": "00", "point": ".",
}  # fmt: skip

# The same four keys as СЕКЦИЯ with 1-4.
SECTIONS = {"s1": 1, "s2": 2, "s3": 3, "s4": 4}
