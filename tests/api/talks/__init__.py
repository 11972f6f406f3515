"""Tests of `api/talks`."""
