"""Claims about nodes, one test each."""
