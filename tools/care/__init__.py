"""Noticing that somebody is in danger, and the fixed answer they get."""
