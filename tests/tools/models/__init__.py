"""Tests of the models: table, calls, fallbacks, bookkeeping, embeddings."""
