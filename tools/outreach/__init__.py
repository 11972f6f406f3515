"""When a companion writes first, and when it keeps silent."""
