"""Tests of tools.mood."""
