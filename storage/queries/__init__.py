"""Every SQL statement of the program, by file; see `storage.statements` for how they are written."""
