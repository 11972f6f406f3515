"""A plain first version of the prompt, which says what ours says."""
