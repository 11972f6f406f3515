"""How relationships with personas grow and cool: pure, and never a race for a number."""
