"""Claims about tools/farewell, one test each."""
