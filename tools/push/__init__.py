"""Telling a device of a message while nobody is connected: Web Push."""
