"""Addresses that people name: what is read, what is refused, and where a request really goes."""
