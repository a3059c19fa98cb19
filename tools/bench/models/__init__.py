"""Device models of the bench: strict, on virtual time, sharing no code with the firmware."""
