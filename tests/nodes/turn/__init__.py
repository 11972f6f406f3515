"""Claims about nodes/turn, one test each."""
