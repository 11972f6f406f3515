"""Personas and character cards: reading, writing, and turning them into words of a prompt."""
