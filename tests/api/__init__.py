"""Claims about api, one test each."""
