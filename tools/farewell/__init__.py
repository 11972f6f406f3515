"""A farewell: noticed by rules, answered with a warm line, no question and no hook."""
