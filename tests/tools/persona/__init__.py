"""The cast and its cards."""
