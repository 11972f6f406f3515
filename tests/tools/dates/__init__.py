"""Time expressions in both languages."""
