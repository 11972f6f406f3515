"""What is missing or broken, and how to mend it."""
