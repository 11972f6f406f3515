"""Open loops: when to ask how something went, what tells its end, and what is never asked."""
