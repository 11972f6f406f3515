"""Every SQL statement of the program; `storage.statements` says how they are written."""
