"""What must survive: journal, fiscal memory (БЭП) and settings, on NOR flash."""
