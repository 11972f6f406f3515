"""The nouns: records, named SQL, migrations and the repositories that read and write them."""
