"""The steps after a turn."""
