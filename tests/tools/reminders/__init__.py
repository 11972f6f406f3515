"""Tests of tools.reminders."""
