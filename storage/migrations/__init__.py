"""The changes of the schema, in order; see `storage.migrate`."""
