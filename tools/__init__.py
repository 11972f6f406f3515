"""The verbs: pure policies, and the clients of the outside world."""
