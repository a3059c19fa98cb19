"""The bench tells what was taken (tools/bench/models); a second board has no room for that."""
