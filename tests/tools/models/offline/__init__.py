"""The offline voice: its small talk, what it remembers, what it extracts."""
