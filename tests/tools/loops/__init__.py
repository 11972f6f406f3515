"""What is still open, when to ask about it, and what tells its end."""
