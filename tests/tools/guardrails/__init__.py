"""Tests of tools.guardrails."""
