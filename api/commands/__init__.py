"""The command line: one file a command, and what they show and ask."""
