"""Claims about tools/length, one test each."""
