"""Labelled lines of mood: where they come from, and how a reading compares with them."""
