"""How Lumi becomes somebody: when, within which limits, and by which name and voice."""
