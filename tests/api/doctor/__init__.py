"""Tests of `api/doctor`."""
