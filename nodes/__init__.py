"""The steps: one file, one function, one box in a drawing."""
