"""Every repository against a real PostgreSQL."""
