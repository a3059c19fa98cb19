"""Programs for the desktop around the firmware: set-up, bench, measurements."""
