"""Variants of a companion's prompt and options."""
