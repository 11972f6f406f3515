"""Claims about graphs, one test each."""
