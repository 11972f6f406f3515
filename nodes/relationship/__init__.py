"""The steps by which a relationship with a persona grows, after a turn and never in it."""
