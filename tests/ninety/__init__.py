"""Ninety days of ten lives, on a moved clock."""
