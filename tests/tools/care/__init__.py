"""Tests of tools.care."""
