"""Models by role: which one, what it costs, and what happens when it does not answer."""
