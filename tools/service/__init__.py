"""Tools of the service engineer that talk to a board."""
