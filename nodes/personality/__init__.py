"""The steps by which Lumi becomes somebody, after a turn and never in it."""
