"""What can be wrong with a file of variants."""


class BadVariants(Exception):
    """This file of variants cannot be used."""
