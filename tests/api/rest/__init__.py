"""Tests of api/rest."""
