"""Tests of `api/desks`."""
