"""Tests of the page's files as they are served; a browser drives them elsewhere."""
