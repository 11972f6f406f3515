"""Variants of a companion's prompt and options: read from TOML, given by hash, compared."""
