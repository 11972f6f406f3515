"""The steps by which a companion writes first, or, most of the time, does not."""
