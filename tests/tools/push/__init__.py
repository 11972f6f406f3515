"""Tests of tools.push."""
