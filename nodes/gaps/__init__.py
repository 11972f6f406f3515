"""The steps that look for what was spoken of, and of whose end nothing is known."""
