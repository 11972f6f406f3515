"""Tests of tools.relationship."""
