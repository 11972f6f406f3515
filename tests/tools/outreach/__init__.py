"""Tests of tools.outreach."""
