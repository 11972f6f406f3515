"""Tests of how Lumi becomes somebody."""
