"""How long a reply is, where it may end, and into how many messages it falls."""
