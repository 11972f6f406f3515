"""Talks that are recorded for people to read: the real graphs on a real database, a moved clock."""
