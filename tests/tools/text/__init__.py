"""Tests of tools.text."""
