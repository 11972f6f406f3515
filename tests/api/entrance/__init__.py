"""Tests of `api/entrance`."""
