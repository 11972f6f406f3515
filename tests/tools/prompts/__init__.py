"""Claims about prompts, one test each."""
