"""The steps of one turn, from a person's message to the stored reply."""
