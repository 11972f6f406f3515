"""Tests of `api/background`."""
