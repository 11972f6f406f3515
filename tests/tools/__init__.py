"""Tests of the policies and the clients."""
