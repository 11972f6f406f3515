"""Proofs over the wire: real servers, real sockets, a real database."""
