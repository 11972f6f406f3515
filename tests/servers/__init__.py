"""Servers on loopback that speak as model providers do, for tests of the real clients."""
