"""The simulated bench, as a board like any other."""
